/**
 * The words with which teachers let students join a class by themselves.
 *
 * @module
 */

import { plural } from "/language/formats.js";

export const words = {
    heading: "Class code",
    hint: "Students enter the code, or open the link, and are in the class. You need no list and no addresses.",
    rule: "Who has the code",
    rules: {
        off: "cannot use it",
        atOnce: "joins at once",
        ask: "joins after you have accepted",
    },
    readOnly: {
        off: "The code is off. The owner of the class can switch it on.",
        atOnce: "Students who have the code join at once.",
        ask: "Students who have the code join after you have accepted.",
    },
    /** @param {string} address */
    enterAt: (address) => `Students log in at ${address} and choose “Join a class”.`,
    code: "Code of this class",
    picture: "QR code with the link to join this class",
    copyLink: "Copy link",
    copied: "The link has been copied.",
    /** @param {string} link */
    notCopied: (link) => `The link could not be copied. It is ${link}`,
    showLarge: "Show large",
    close: "Close",
    renew: "New code…",
    renewTitle: "Replace the code?",
    renewBody: "The old code and its link stop working at once. Students who have joined stay.",
    renewConfirm: "Replace",
    renewed: "The class has a new code.",
    saved: "Saved.",
    /** @param {number} count */
    requests: (count) =>
        plural(count, { one: "# student asks to join", other: "# students ask to join" }),
    accept: "Accept",
    refuse: "Refuse",
    /** @param {string} name */
    acceptLabel: (name) => `Accept: ${name}`,
    /** @param {string} name */
    refuseLabel: (name) => `Refuse: ${name}`,
    /** @param {string} name */
    accepted: (name) => `${name} is in the class.`,
    /** @param {string} name */
    refused: (name) => `${name} has been refused.`,
};
