/**
 * The words with which a teacher starts a session, adds the first students of a class and finds its
 * settings.
 *
 * @module
 */

import { sessionStart } from "/language/formats.js";

export const startWords = {
    /** @param {string} className */
    start: (className) => `Start session of ${className}`,
    /** @param {string} iso when the session was started */
    resume: (iso) => `Continue, since ${sessionStart(iso)}`,
    /** @param {string} iso @param {string} className */
    resumeOf: (iso, className) => `Continue, since ${sessionStart(iso)}: ${className}`,
    addStudents: "Add students",
    /** @param {string} className */
    addStudentsTo: (className) => `Add students to ${className}`,
    emptyTitle: "Start without students?",
    emptyBody:
        "This class has no students yet. You can add them while the session is running, too.",
    emptyConfirm: "Start anyway",
};

export const addWords = {
    heading: "Add your students",
    body: "From a file of Excel, Moodle, Canvas, Google, Teams or another system. Or with the code of the class, or by name.",
};

export const settingsWords = {
    heading: "Settings of this class",
    link: "Settings",
    name: "Name",
    late: "Late",
    checkIn: "Check-in",
};
