/**
 * The words of the page that lists who was absent often.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/absences.js").absences} */
export const absences = {
    link: "अक्सर अनुपस्थित विद्यार्थी",
    heading: "अक्सर अनुपस्थित विद्यार्थी",
    hint: "आपकी सभी चालू कक्षाओं की अनुपस्थितियाँ जोड़ी जाती हैं। स्वीकृत छुट्टियाँ नहीं गिनी जातीं।",
    schoolHint: "सभी चालू कक्षाओं की अनुपस्थितियाँ जोड़ी जाती हैं। स्वीकृत छुट्टियाँ नहीं गिनी जातीं।",
    filesHint: "फ़ाइलों में केवल वे कक्षाएँ हैं जिनके प्रभारी आप हैं।",
    table: "अक्सर अनुपस्थित रहे विद्यार्थी",
    file: "अनुपस्थितियाँ",
    schoolClasses: "कक्षाएँ",
    times: "अनुपस्थित",
    from: "इन कक्षाओं से",
    once: (count) =>
        plural(count, {
            one: "# विद्यार्थी कम से कम एक बार अनुपस्थित रहा।",
            other: "# विद्यार्थी कम से कम एक बार अनुपस्थित रहे।",
        }),
    often: (count, times) =>
        plural(count, {
            one: `# विद्यार्थी ${times} या अधिक बार अनुपस्थित रहा।`,
            other: `# विद्यार्थी ${times} या अधिक बार अनुपस्थित रहे।`,
        }),
    none: "इस अवधि में कोई विद्यार्थी इतनी बार अनुपस्थित नहीं रहा।",
};
