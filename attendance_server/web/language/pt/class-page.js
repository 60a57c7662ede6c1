/**
 * The words with which a teacher starts a session, adds the first students of a class and finds its
 * settings.
 *
 * @module
 */

import { sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/class-page.js").startWords} */
export const startWords = {
    start: (className) => `Iniciar aula de ${className}`,
    resume: (iso) => `Continuar, desde ${sessionStart(iso)}`,
    resumeOf: (iso, className) => `Continuar, desde ${sessionStart(iso)}: ${className}`,
    addStudents: "Adicionar estudantes",
    addStudentsTo: (className) => `Adicionar estudantes a ${className}`,
    emptyTitle: "Iniciar sem estudantes?",
    emptyBody:
        "Esta turma ainda não tem estudantes. Também é possível adicioná-los durante a aula.",
    emptyConfirm: "Iniciar assim mesmo",
};

/** @type {typeof import("/language/en/class-page.js").addWords} */
export const addWords = {
    heading: "Adicione os seus estudantes",
    body: "A partir de um arquivo do Excel, Moodle, Canvas, Google, Teams ou outro sistema. Ou com o código da turma, ou pelo nome.",
};

/** @type {typeof import("/language/en/class-page.js").settingsWords} */
export const settingsWords = {
    heading: "Configurações desta turma",
    link: "Configurações",
    name: "Nome",
    late: "Atraso",
    checkIn: "Check-in",
};
