/**
 * The words of the bar of the roll, of marking all students at once, and of how they are listed.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/roll.js").words} */
export const words = {
    rest: "बाकी सब उपस्थित",
    restAs: "बाकी सबको कुछ और दर्ज करें",
    restTitle: (count) =>
        plural(count, {
            one: "# विद्यार्थी दर्ज नहीं है",
            other: "# विद्यार्थी दर्ज नहीं हैं",
        }),
    restDone: {
        present: (count) =>
            plural(count, {
                one: "# विद्यार्थी उपस्थित दर्ज",
                other: "# विद्यार्थी उपस्थित दर्ज",
            }),
        late: (count) =>
            plural(count, {
                one: "# विद्यार्थी देर से दर्ज",
                other: "# विद्यार्थी देर से दर्ज",
            }),
        excused: (count) =>
            plural(count, {
                one: "# विद्यार्थी छुट्टी पर दर्ज",
                other: "# विद्यार्थी छुट्टी पर दर्ज",
            }),
        absent: (count) =>
            plural(count, {
                one: "# विद्यार्थी अनुपस्थित दर्ज",
                other: "# विद्यार्थी अनुपस्थित दर्ज",
            }),
    },
    tapAway: "जो यहाँ नहीं हैं, उन्हें छुएँ।",
    noRest: "हर विद्यार्थी दर्ज हो चुका है।",
    undone: (count) =>
        plural(count, {
            one: "वापस लिया: # प्रविष्टि",
            other: "वापस लिया: # प्रविष्टियाँ",
        }),
    notUndone: (count) =>
        plural(count, {
            one: "# विद्यार्थी की प्रविष्टि इस बीच कहीं और बदली गई, और वही रहेगी।",
            other: "# विद्यार्थियों की प्रविष्टियाँ इस बीच कहीं और बदली गईं, और वही रहेंगी।",
        }),
    away: (name) => `${name} को अनुपस्थित दर्ज करें`,
    takeBack: "प्रविष्टि वापस लें",

    summary: "सारांश",
    view: "दृश्य",
    layout: "विद्यार्थियों को ऐसे दिखाएँ",
    layouts: { tiles: "टाइल", dense: "छोटी टाइल", list: "सूची" },
    order: "विद्यार्थियों को इस क्रम में रखें",
    letters: "अक्षर पर जाएँ",
    otherLetters: "अन्य",

    checkIn: "चेक-इन",
    checkInWaiting: (count) =>
        plural(count, {
            one: "चेक-इन: # विद्यार्थी पर ध्यान दें",
            other: "चेक-इन: # विद्यार्थियों पर ध्यान दें",
        }),
};
