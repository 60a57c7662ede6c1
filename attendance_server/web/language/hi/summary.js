/**
 * The words of the list of students in an ended session.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/summary.js").summary} */
export const summary = {
    list: "इस सत्र के विद्यार्थी",
    soFar: "अब तक का सारांश",
    soFarHint: "जो नहीं आए, वे पहले हैं। सूची हर निशान के साथ बदलती है।",
    toRoll: "सूची पर वापस",
    filters: "दिखाएँ",
    filter: {
        all: "सभी",
        missing: "नहीं आए",
        unmarked: "दर्ज नहीं",
        late: "देर से",
        excused: "छुट्टी पर",
        present: "उपस्थित",
        corrected: "सुधारे गए",
    },
    neverMarked: "दर्ज नहीं",
    none: "इस समूह में कोई विद्यार्थी नहीं है।",

    copy: "पते कॉपी करें",
    copied: (count) =>
        plural(count, { one: "# पता कॉपी हो गया।", other: "# पते कॉपी हो गए।" }),
    without: (count) =>
        plural(count, {
            one: "# विद्यार्थी का कोई पता नहीं है।",
            other: "# विद्यार्थियों का कोई पता नहीं है।",
        }),
    noAddress: "इनमें से किसी विद्यार्थी का पता नहीं है।",
    copyTitle: "ये पते कॉपी करें",
    copyHint:
        "यह ब्राउज़र पृष्ठ को कॉपी नहीं करने देता। पते चुने हुए हैं: उन्हें मेनू से या Ctrl+C से कॉपी करें।",
    addresses: "पते",
    done: "हो गया",

    choose: (name) => `${name} को चुनें`,
    chooseShown: "जो दिख रहे हैं, सबको चुनें",
    chosen: (count) =>
        plural(count, { one: "# विद्यार्थी चुना गया", other: "# विद्यार्थी चुने गए" }),
    change: "प्रविष्टियाँ बदलें…",
    chooseNone: "चयन हटाएँ",
    changeTitle: (count) =>
        plural(count, {
            one: "# विद्यार्थी की प्रविष्टि बदलें",
            other: "# विद्यार्थियों की प्रविष्टियाँ बदलें",
        }),
    save: "बदलाव सहेजें",
    saved: (count) =>
        plural(count, { one: "# प्रविष्टि बदली गई।", other: "# प्रविष्टियाँ बदली गईं।" }),
    unchanged: (count) =>
        plural(count, {
            one: "# विद्यार्थी की यही स्थिति पहले से थी।",
            other: "# विद्यार्थियों की यही स्थिति पहले से थी।",
        }),
    nothingChanged:
        "सबकी यही स्थिति पहले से थी। कुछ नहीं बदला, और आपका कारण सहेजा नहीं गया।",
};
