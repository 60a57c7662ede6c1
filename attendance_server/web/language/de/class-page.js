/**
 * The words with which a teacher starts a session, adds the first students of a class and finds its
 * settings.
 *
 * @module
 */

import { sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/class-page.js").startWords} */
export const startWords = {
    start: (className) => `Stunde beginnen: ${className}`,
    resume: (iso) => `Fortsetzen, seit ${sessionStart(iso)}`,
    resumeOf: (iso, className) => `Fortsetzen, seit ${sessionStart(iso)}: ${className}`,
    addStudents: "Schülerinnen und Schüler hinzufügen",
    addStudentsTo: (className) => `Schülerinnen und Schüler hinzufügen: ${className}`,
    emptyTitle: "Ohne Schülerinnen und Schüler beginnen?",
    emptyBody: "In dieser Klasse ist noch niemand. Sie können auch während der Stunde hinzufügen.",
    emptyConfirm: "Trotzdem beginnen",
};

/** @type {typeof import("/language/en/class-page.js").addWords} */
export const addWords = {
    heading: "Schülerinnen und Schüler hinzufügen",
    body: "Aus einer Datei von Excel, Moodle, Canvas, Google, Teams oder einem anderen System. Oder mit dem Klassencode, oder nach Namen.",
};

/** @type {typeof import("/language/en/class-page.js").settingsWords} */
export const settingsWords = {
    heading: "Einstellungen dieser Klasse",
    link: "Einstellungen",
    name: "Name",
    late: "Verspätet",
    checkIn: "Check-in",
};
