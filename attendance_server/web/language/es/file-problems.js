/**
 * What is wrong with a roster file or a line of it, by the server's codes.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/file-problems.js").fileProblems} */
export const fileProblems = {
    empty_file: "El archivo está vacío.",
    incomplete: "El archivo no ha llegado completo. Elígelo de nuevo.",
    not_text: "No es ni una lista ni un libro de Excel. Guárdalo como XLSX o CSV y elige ese archivo.",
    damaged_workbook: "Este libro está dañado. Ábrelo, guárdalo como XLSX o CSV y elige ese archivo.",
    protected_workbook: "Este libro tiene contraseña. Guárdalo sin ella, como XLSX o CSV, y elige ese archivo.",
    pdf_file: "Es un PDF. Abre la lista en el programa con que se hizo, guárdala como XLSX o CSV y elige ese archivo.",
    picture_file: "Es una imagen. Escribe la lista en una hoja de cálculo y elige ese archivo.",
    numbers_file:
        "Es un documento de Numbers. En Numbers, elige Archivo › Exportar a › Excel o CSV, y elige ese archivo.",
    word_file: "Es un documento de texto. Copia su tabla en una hoja de cálculo, guárdala como XLSX o CSV y elige ese archivo.",
    presentation_file: "Es una presentación. Copia su tabla en una hoja de cálculo, guárdala como XLSX o CSV y elige ese archivo.",
    contacts_file: "Son contactos. Expórtalos como XLSX o CSV y elige ese archivo.",
    database_file: "Es una base de datos. Exporta la tabla como XLSX o CSV y elige ese archivo.",
    archive_file: "Es un archivo comprimido. Descomprímelo y elige la lista que contiene.",
    unknown_file: "Este tipo de archivo no se puede leer. Guarda la lista como XLSX o CSV y elige ese archivo.",
    without_users:
        "Esta parte de OneRoster no tiene nombres. Elige users.csv o el archivo zip completo.",
    no_values:
        "Las direcciones son fórmulas y el archivo no contiene sus resultados. Ábrelo en tu hoja de cálculo, guárdalo y elígelo de nuevo.",
    no_sheet: "Este libro no tiene ninguna hoja.",
    missing_columns:
        "No se han reconocido columnas con nombres y con correos electrónicos o números de estudiante. Elígelas.",
    duplicate_column: ({ column }) => `La columna «${column}» aparece dos veces.`,
    unmatched_quotes: ({ line = 0 }) => `Las comillas de la línea ${number(line)} no se corresponden.`,
    no_students: "No hay estudiantes debajo de la línea que nombra las columnas.",
    too_many_students: ({ maximum = 0 }) =>
        `Esta lista tiene más de ${number(maximum)} líneas. Divídela.`,
    too_complex: "Este archivo es demasiado complejo para leerlo. Quita todo menos la lista, en una sola hoja.",
    unknown_sheet: "Esta hoja no está en el archivo.",
    unknown_column: ({ column }) => `La columna «${column}» no está en el archivo.`,
    unknown_encoding: "El archivo no se puede leer con esta codificación.",
    several_sheets: "Hay listas en varias hojas. Elige una.",
    unclear_columns: ({ column }) =>
        column
            ? `Comprueba qué contiene la columna «${column}»: otras podrían contener lo mismo.`
            : "Comprueba qué contienen las columnas.",
    no_report: "No es el informe de asistencia de una reunión de Teams o Zoom.",
    unclear_dates: "Elige si en las fechas va primero el día o el mes.",
    unclear_encoding: "Comprueba los nombres con letras especiales: el archivo no indica cómo se escribió.",
};

/** @type {typeof import("/language/en/file-problems.js").lineProblems} */
export const lineProblems = {
    "name name_kept": "La cuenta tiene otro nombre, que su titular conserva.",
    "email email_kept": "La cuenta tiene otra dirección y la conserva.",
    "name empty": "Falta el nombre.",
    "name invisible": "El nombre no tiene ningún carácter visible.",
    "name too_long": ({ maximum = 0 }) => `El nombre tiene más de ${number(maximum)} caracteres.`,
    "name lost_characters":
        "Se han perdido letras del nombre. Elige dónde se ven bien los nombres, o corrige el nombre en el archivo.",
    "name control_characters": "El nombre contiene caracteres que no se pueden usar.",
    "name direction_characters": "El nombre contiene caracteres que no se pueden usar.",
    "email empty": "No hay ni correo electrónico ni número de estudiante.",
    "email invalid_email": "No es una dirección de correo electrónico.",
    "email duplicate_email": ({ line = 0 }) => `La línea ${number(line)} tiene el mismo correo electrónico.`,
    "email teacher_email": "Es el correo electrónico de un docente.",
    "email unproven_email":
        "Ya hay una cuenta. Su titular recibe una invitación y se une con un código que entregas al estudiante, o cuando confirmas que la cuenta es suya.",
    "email self_signup":
        "El titular de esta cuenta la creó por sí mismo. Se une con un código que entregas al estudiante, o cuando confirmas que la cuenta es suya.",
    "email email_ignored":
        "La cuenta con este número de estudiante no tiene correo electrónico, y este no se añade.",
    "studentNumber too_long": ({ maximum = 0 }) =>
        `El número de estudiante tiene más de ${number(maximum)} caracteres.`,
    "studentNumber invisible": "El número de estudiante no tiene ningún carácter visible.",
    "studentNumber invalid_number": "Un número de estudiante no lleva @.",
    "studentNumber control_characters":
        "El número de estudiante contiene caracteres que no se pueden usar.",
    "studentNumber direction_characters":
        "El número de estudiante contiene caracteres que no se pueden usar.",
    "studentNumber duplicate_number": ({ line = 0 }) => `La línea ${number(line)} tiene el mismo número de estudiante.`,
    "studentNumber other_account":
        "El número de estudiante es de una cuenta distinta a la del correo electrónico.",
    "studentNumber other_number":
        "La cuenta con este correo electrónico tiene otro número de estudiante.",
    "contactEmail invalid_email": "El correo de la familia no es una dirección de correo electrónico.",
};
