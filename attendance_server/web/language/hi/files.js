/**
 * The words for files.
 *
 * @module
 */

/** @type {typeof import("/language/en/files.js").files} */
export const files = {
    more: "और फ़ाइलें",
    records: "हर विद्यार्थी और सत्र के लिए एक पंक्ति",
    recordsWhat: "उपस्थिति, हर विद्यार्थी और सत्र के लिए एक पंक्ति,",
    school: "पूरे विद्यालय की उपस्थिति",
    schoolBody:
        "इन दिनों के हर सत्र में हर विद्यार्थी, प्रत्येक एक पंक्ति में। ऑडिट लॉग में दिखता है कि इसे किसने लिया।",
    presets: "किसी दूसरी प्रणाली के लिए",
    system: "प्रणाली",
    systems: [
        ["moodle", "Moodle (उपस्थिति)"],
        ["canvas", "Canvas (अंक पुस्तिका)"],
        ["powerschool", "PowerSchool"],
        ["england", "SIMS: इंग्लैंड के कोड"],
        ["oneroster", "OneRoster 1.1"],
        ["webuntis", "WebUntis"],
    ],
    download: "डाउनलोड करें",
};
