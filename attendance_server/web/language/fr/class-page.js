/**
 * The words with which a teacher starts a session, adds the first students of a class and finds its
 * settings.
 *
 * @module
 */

import { sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/class-page.js").startWords} */
export const startWords = {
    start: (className) => `Démarrer une séance de ${className}`,
    resume: (iso) => `Continuer (début : ${sessionStart(iso)})`,
    resumeOf: (iso, className) => `Continuer (début : ${sessionStart(iso)}) : ${className}`,
    addStudents: "Ajouter des élèves",
    addStudentsTo: (className) => `Ajouter des élèves à ${className}`,
    emptyTitle: "Démarrer sans élèves ?",
    emptyBody:
        "Cette classe n’a pas encore d’élèves. Vous pouvez aussi les ajouter pendant la séance.",
    emptyConfirm: "Démarrer quand même",
};

/** @type {typeof import("/language/en/class-page.js").addWords} */
export const addWords = {
    heading: "Ajoutez vos élèves",
    body: "Depuis un fichier d’Excel, Moodle, Canvas, Google, Teams ou d’un autre logiciel. Ou avec le code de la classe, ou par leur nom.",
};

/** @type {typeof import("/language/en/class-page.js").settingsWords} */
export const settingsWords = {
    heading: "Réglages de cette classe",
    link: "Réglages",
    name: "Nom",
    late: "Retard",
    checkIn: "Pointage",
};
