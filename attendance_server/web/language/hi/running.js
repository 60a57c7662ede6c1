/**
 * What reports say of a session that is running, and does not count yet.
 *
 * @module
 */

import { plural, sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/running.js").running} */
export const running = {
    strip: (startedAt, present) =>
        plural(present, {
            one: `एक सत्र चल रहा है (शुरू: ${sessionStart(startedAt)}), अब तक # विद्यार्थी उपस्थित। समाप्त होने पर यह यहाँ गिना जाएगा।`,
            other: `एक सत्र चल रहा है (शुरू: ${sessionStart(startedAt)}), अब तक # विद्यार्थी उपस्थित। समाप्त होने पर यह यहाँ गिना जाएगा।`,
        }),
    open: "सत्र खोलें",
    notCounted: "चल रहा है, अभी गिना नहीं जाता",
    soFar: {
        present: "चल रहे सत्र में: उपस्थित",
        late: "चल रहे सत्र में: देर से",
        excused: "चल रहे सत्र में: छुट्टी पर",
        absent: "चल रहे सत्र में: अनुपस्थित",
        none: "चल रहे सत्र में: अभी दर्ज नहीं",
    },
    notMarked: "अभी दर्ज नहीं",
};
