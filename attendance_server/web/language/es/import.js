/**
 * The words of the page that imports a list.
 *
 * @module
 */

import { number, plural } from "/language/formats.js";

/** @import { ColumnRole, SkipCode } from "/api-types.js" */

/** What a column can be, in the order in which it is offered. @type {Record<ColumnRole, string>} */
const ROLES = {
    ignored: "No se usa",
    name: "Nombre completo",
    givenName: "Nombre",
    familyName: "Apellidos",
    familyFirst: "Nombre completo, apellidos primero",
    email: "Correo del estudiante",
    studentNumber: "Número de estudiante",
    contactEmail: "Correo de la familia",
    class: "Clase",
    role: "Función, por ejemplo docente",
    status: "Estado, por ejemplo baja",
    joined: "Hora de entrada",
    left: "Hora de salida",
    duration: "Duración",
};

/** @type {Record<SkipCode, string>} */
const SKIPPED = {
    teacher: "Un docente.",
    not_student: "No es un estudiante.",
    left: "Ya no está.",
    test_student: "El estudiante de prueba de una plataforma educativa.",
    total: "Un total, o un texto debajo de la lista.",
    points: "Puntos o fechas de un libro de calificaciones.",
    repeated_header: "El encabezado otra vez.",
    duplicate: "El mismo estudiante que en una línea anterior.",
    hidden: "Oculta en el libro. Para importarla, muestra allí la fila.",
    filtered: "Excluida por el filtro del libro. Para importarla, quita allí el filtro.",
};

/** @type {typeof import("/language/en/import.js").importWords} */
export const importWords = {
    heading: "Importar una lista",
    title: (className) => `Importar una lista: ${className}`,
    lead: "Añade estudiantes desde una hoja de cálculo. Antes verás una vista previa: no se cambia nada hasta que lo confirmes.",
    how: "Cómo debe ser el archivo",
    rules: [
        "Excel (XLSX o XLS), OpenDocument, CSV u otro texto, hasta 2 MB y 10 000 estudiantes: también tal como lo exportan Moodle, Canvas, Google, Teams, Zoom, OneRoster y muchos sistemas escolares.",
        "Una línea nombra las columnas, en cualquier orden: nombre, y correo electrónico o número de estudiante, o ambos. Nombre y apellidos pueden ir en dos columnas, y puede haber un correo de la familia. Verás cómo se interpretan las columnas y podrás cambiarlo.",
        "Debajo hay un estudiante por línea. Quienes no tienen cuenta reciben una, con un código que tú entregas.",
    ],
    sampleCaption: "Por ejemplo:",
    sample: [
        ["Nombre", "Correo electrónico", "Número de estudiante"],
        ["Ada Lovelace", "ada@school.example", "S-1042"],
        ["Alan Turing", "alan@school.example", "S-1043"],
    ],
    download: "Descargar un ejemplo",
    sampleFile: "lista de ejemplo",
    choose: "Elegir un archivo",
    chooseOther: "Elegir otro archivo",
    drop: "O suéltalo aquí.",
    dropNow: "Suelta el archivo",
    oneOnly: "Has elegido varios archivos. Elige uno cada vez.",
    unreadable: "Este archivo no se puede leer. Ciérralo en otros programas y elígelo de nuevo.",
    checking: (file) => `Comprobando ${file}…`,
    checked: (file, count) =>
        plural(count, {
            one: `${file}: # línea`,
            other: `${file}: # líneas`,
        }),
    needsChoice: (file) => `En ${file} hay que elegir algo.`,
    notChecked: (file) => `No se ha comprobado ${file}.`,
    preview: "Qué pasaría",
    lineByLine: "Línea por línea",
    filter: "Mostrar",
    show: {
        all: (count) => `Todo ${number(count)}`,
        wrong: (count) => `Con error ${number(count)}`,
        new: (count) => `Cuenta nueva ${number(count)}`,
        known: (count) => `Con cuenta ${number(count)}`,
        unproven: (count) => `Sin confirmar ${number(count)}`,
        enrolled: (count) => `En la clase ${number(count)}`,
        skipped: (count) => `Omitidas ${number(count)}`,
    },

    becomes: {
        wrong: "Con error",
        new: "Cuenta nueva",
        known: "Con cuenta",
        unproven: "Sin confirmar",
        enrolled: "En la clase",
        skipped: "Omitida",
    },

    meaning:
        "«Cuenta nueva»: se crea una cuenta, con un código para activarla. «Con cuenta»: ya la tiene, y pasa a estar en la clase. «Sin confirmar»: se une cuando escribe su código o cuando lo confirmas.",
    table: "Las líneas del archivo y qué pasaría con cada una",
    line: "Línea",
    student: "Estudiante",
    outcome: "Qué pasaría",
    number: String,
    noName: "Sin nombre",
    knownAs: (name) => `La cuenta conserva su nombre: ${name}`,
    shown: (shown, all) =>
        shown < all
            ? plural(all, {
                  one: `Primeras líneas: ${number(shown)} de #`,
                  other: `Primeras líneas: ${number(shown)} de #`,
              })
            : plural(all, { one: "# línea", other: "# líneas" }),
    more: (count) => `Mostrar ${number(count)} más`,
    noLines: "No hay líneas así.",
    fix: (count) =>
        plural(count, {
            one: "# línea tiene errores, así que la lista no se importa tal cual. Corrige el archivo, guárdalo y elígelo de nuevo.",
            other: "# líneas tienen errores, así que la lista no se importa tal cual. Corrige el archivo, guárdalo y elígelo de nuevo.",
        }),
    orOnlyRight: (right) =>
        plural(right, {
            one: "O importa # línea correcta, y las demás más tarde.",
            other: "O importa las # líneas correctas, y las demás más tarde.",
        }),
    submitRight: (right) =>
        plural(right, {
            one: "Importar solo # estudiante",
            other: "Importar solo # estudiantes",
        }),
    saveWrong: "Guardar las líneas con errores",
    wrongFile: "líneas con errores",
    wrongColumns: ["Línea", "Nombre", "Correo electrónico", "Número de estudiante", "Motivo"],
    noStudents: "Todas las líneas de esta lista se omiten, así que no hay a quién importar.",
    nothing: "Todas las personas de esta lista ya están en la clase. No hay nada que importar.",
    submit: (count) =>
        plural(count, { one: "Importar # estudiante", other: "Importar # estudiantes" }),
    allOrNone: (fresh) =>
        fresh
            ? "Si algo sale mal, no se importa a nadie. Los códigos de las cuentas nuevas se muestran justo después."
            : "Si algo sale mal, no se importa a nadie.",
    importing: "Importando. No cierres esta página…",
    done: (joined, fresh, unconfirmed = 0) =>
        [
            fresh
                ? plural(joined, {
                      one: `# estudiante se ha unido a la clase. Cuentas nuevas: ${number(fresh)}.`,
                      other: `# estudiantes se han unido a la clase. Cuentas nuevas: ${number(fresh)}.`,
                  })
                : plural(joined, {
                      one: "# estudiante se ha unido a la clase.",
                      other: "# estudiantes se han unido a la clase.",
                  }),
            unconfirmed &&
                plural(unconfirmed, {
                    one: "# estudiante está sin confirmar.",
                    other: "# estudiantes están sin confirmar.",
                }),
        ]
            .filter(Boolean)
            .join(" "),
    changed:
        "Algo ha cambiado desde que se comprobó este archivo, así que no se ha importado nada. Esta es la nueva vista previa.",
    unknown:
        "El servidor no ha respondido. Se ha importado a todos o a nadie: vuelve a comprobar el archivo para verlo. Si se importaron, crea códigos nuevos en la página de la clase.",
    checkAgain: "Comprobar de nuevo",
    nothingChanged: "No se ha cambiado nada.",

    roles: ROLES,
    columns: {
        heading: "Cómo se lee el archivo",
        lead: "Estas son las primeras filas de la lista. Si una columna se interpreta mal, elige qué es.",
        remembered: "Las columnas son las que elegiste para el último archivo con estos encabezados.",
        scroll: "Las columnas del archivo",
        caption: "Qué es cada columna, y sus primeras filas",
        what: (header) => `Qué es «${header}»`,
        unnamed: (place) => `Columna ${number(place)}`,
        check: "Comprueba esto",
        confirm: "Las columnas son correctas",
        choose: "Elegir…",
        sheet: "Hoja",
        sheetRows: (sheet, rows) =>
            plural(rows, {
                one: `${sheet} (# fila)`,
                other: `${sheet} (# filas)`,
            }),
        header: "Los nombres de las columnas están en",
        noHeader: "ninguna fila",
        row: (row) => `la fila ${number(row)}`,
        encoding: "¿Dónde se ven bien los nombres?",
        noSpecialNames: "No hay ningún nombre con letras especiales.",
    },

    missing: {
        name: "Ninguna columna tiene nombres completos. Elige «Nombre completo» sobre una columna, o «Nombre» y «Apellidos» sobre dos.",
        login: "Ninguna columna tiene correos electrónicos ni números de estudiante. Si hay alguna, elige qué es. Si no, haz que se creen números de estudiante.",
        both: "Ninguna columna dice quiénes son los estudiantes. Elige sobre las columnas qué son: una lista necesita nombres, y correos electrónicos o números de estudiante.",
    },

    makeNumbers: "Crear un número de estudiante para quienes no tengan",
    makeNumbersHint:
        "Para estudiantes sin correo ni número: entran con el número de su tarjeta.",
    makeNames: "Crear los nombres a partir de los correos electrónicos",
    makeNamesHint:
        "Por ejemplo, Ada Okafor de ada.okafor@school.example. Puedes corregir un nombre hasta que se active la cuenta.",
    getsNumber: "Recibe un número de estudiante",
    skippedBecause: SKIPPED,
    leftOut: (count) =>
        plural(count, {
            one: "Se ha omitido # línea con errores.",
            other: "Se han omitido # líneas con errores.",
        }),
};
