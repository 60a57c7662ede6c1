/**
 * The words with which a teacher starts a session, adds the first students of a class and finds its
 * settings.
 *
 * @module
 */

import { sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/class-page.js").startWords} */
export const startWords = {
    start: (className) => `सत्र शुरू करें: ${className}`,
    resume: (iso) => `जारी रखें (शुरू: ${sessionStart(iso)})`,
    resumeOf: (iso, className) => `जारी रखें (शुरू: ${sessionStart(iso)}): ${className}`,
    addStudents: "विद्यार्थी जोड़ें",
    addStudentsTo: (className) => `${className} में विद्यार्थी जोड़ें`,
    emptyTitle: "बिना विद्यार्थियों के शुरू करें?",
    emptyBody: "इस कक्षा में अभी कोई विद्यार्थी नहीं है। सत्र चलते समय भी आप उन्हें जोड़ सकते हैं।",
    emptyConfirm: "फिर भी शुरू करें",
};

/** @type {typeof import("/language/en/class-page.js").addWords} */
export const addWords = {
    heading: "अपने विद्यार्थी जोड़ें",
    body: "Excel, Moodle, Canvas, Google, Teams या किसी और प्रणाली की फ़ाइल से। या कक्षा के कोड से, या नाम से।",
};

/** @type {typeof import("/language/en/class-page.js").settingsWords} */
export const settingsWords = {
    heading: "इस कक्षा की सेटिंग",
    link: "सेटिंग",
    name: "नाम",
    late: "देर",
    checkIn: "चेक-इन",
};
