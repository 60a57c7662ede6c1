/**
 * The words of a user's first minute: the doors, the way back after a log-in, and starting a
 * session. To translate the pages, translate this with `text.js`.
 *
 * @module
 */

import { sessionStart } from "/language/formats.js";

export const doorWords = {
    heading: "New here?",
    teacher: "I am a teacher",
    teacherBody: "Make an account and a class, and take attendance in a minute.",
    student: "I am a student",
    studentBody: "Join your class with a code, a slip or your e-mail address.",
    slip: "Your teacher has given you a slip with a code? Then you have an account already.",
    enterCode: "Enter your code",
};

export const returnWords = {
    needed: "Log in, and you get to the page that you opened.",
};

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
    import: "From a list",
    importBody: "A file from Excel, Moodle, Canvas, Google, Teams or another system.",
    search: "By name",
};

export const settingsWords = {
    heading: "Settings of this class",
    link: "Settings",
    name: "Name",
    late: "Late",
    checkIn: "Check-in",
};

export const accountWords = {
    givenName: "Given name",
    familyName: "Family name",
    partsHint:
        "By these, lists can be sorted. Without them, the last word of the name counts as the family name.",
};
