/**
 * The words with which students join a class by themselves, and those of a student without one.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/joining.js").errors} */
export const errors = {
    class_code_wrong: "Ninguna clase tiene este código. Vuelve a mirar o pide el actual a tu docente.",
    too_many_tries: "Demasiados intentos fallidos. Espera un momento o pregunta a tu docente.",
};

/** @type {typeof import("/language/en/joining.js").words} */
export const words = {
    heading: "Unirse a una clase",
    code: "Código de la clase",
    codeHint: "Ocho letras y cifras, tal como las muestra tu docente. También puedes pegar el enlace.",
    misread: "Ningún código lleva 0, O, 1 ni I. Vuelve a mirar.",
    wrongLength: (expected, actual) =>
        `Escribe ${number(expected)} letras y cifras. Ahora hay ${number(actual)}.`,
    submit: "Unirse",
    as: (name) => `Te unes como ${name}.`,
    notYou: "¿No eres tú?",
    joined: (className) => `Ya estás en ${className}.`,
    asked: "Se ha avisado a tu docente",
    askedHint: (className) =>
        `Cuando te acepte, ${className} estará entre tus clases. Esta página se actualiza sola.`,
    refused: (className) => `Tu docente no te ha aceptado en ${className}. Pregúntale por qué.`,
    forStudents: "Solo los estudiantes se unen a una clase con un código",
    forStudentsHint: "Sal, y entra o crea una cuenta como estudiante.",

    welcome: {
        heading: "Te damos la bienvenida. Aún no estás en ninguna clase.",
        enter: "¿Tu docente ha mostrado un código? Escríbelo.",
        link: "¿Tu docente ha mostrado un código QR o enviado un enlace?",
        linkHint: "Escanéalo con la cámara de tu teléfono o abre el enlace. Te trae de vuelta aquí.",
        show: "¿Ninguna de las dos cosas? Enseña esto a tu docente.",
        showHint: "Con esto tu docente te añade, y la clase aparece aquí sola.",
        showNumber: "Tu número de estudiante",
        showEmail: "Tu correo electrónico",
    },
};
