/** The words for lessons that were begun without a network. @module */

import { plural } from "/language/formats.js";

export const ownLessons = {
    begun: "There is no network. The session runs on this device, and is saved when there is one.",
    ended: "The session has ended on this device. It is saved when there is a network.",
    /** @param {number} count */
    waiting: (count) =>
        plural(count, { one: "Offline, # session waiting", other: "Offline, # sessions waiting" }),
    copy: "Copy the list",
    copied: "Copied.",
    notCopied: "This browser does not let the page copy. Select the text instead.",
};
