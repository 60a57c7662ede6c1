/**
 * The words with which a teacher starts a session, adds the first students of a class and finds its
 * settings.
 *
 * @module
 */

import { sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/class-page.js").startWords} */
export const startWords = {
    start: (className) => `Empezar sesión de ${className}`,
    resume: (iso) => `Continuar, desde ${sessionStart(iso)}`,
    resumeOf: (iso, className) => `Continuar, desde ${sessionStart(iso)}: ${className}`,
    addStudents: "Añadir estudiantes",
    addStudentsTo: (className) => `Añadir estudiantes a ${className}`,
    emptyTitle: "¿Empezar sin estudiantes?",
    emptyBody:
        "Esta clase aún no tiene estudiantes. También puedes añadirlos durante la sesión.",
    emptyConfirm: "Empezar igualmente",
};

/** @type {typeof import("/language/en/class-page.js").addWords} */
export const addWords = {
    heading: "Añade a tus estudiantes",
    body: "Desde un archivo de Excel, Moodle, Canvas, Google, Teams u otro sistema. O con el código de clase, o por su nombre.",
};

/** @type {typeof import("/language/en/class-page.js").settingsWords} */
export const settingsWords = {
    heading: "Ajustes de esta clase",
    link: "Ajustes",
    name: "Nombre",
    late: "Llegar tarde",
    checkIn: "Registro",
};
