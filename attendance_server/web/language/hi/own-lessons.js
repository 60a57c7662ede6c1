/** The words for lessons that were begun without a network. @module */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/own-lessons.js").ownLessons} */
export const ownLessons = {
    begun: "नेटवर्क नहीं है। सत्र इस उपकरण पर चल रहा है, और नेटवर्क मिलते ही सहेजा जाएगा।",
    ended: "सत्र इस उपकरण पर समाप्त हो गया है। नेटवर्क मिलते ही सहेजा जाएगा।",
    waiting: (count) =>
        plural(count, {
            one: "ऑफ़लाइन, # सत्र प्रतीक्षा में",
            other: "ऑफ़लाइन, # सत्र प्रतीक्षा में",
        }),
    copy: "सूची कॉपी करें",
    copied: "कॉपी हो गई।",
    notCopied: "यह ब्राउज़र पृष्ठ को कॉपी नहीं करने देता। इसकी जगह पाठ चुन लें।",
};
