/**
 * The words with which teachers let students check in.
 *
 * @module
 */

import { list, number, plural, time } from "/language/formats.js";

/** @import { Flag } from "/api-types.js" */

export const errors = {
    check_in_off: "Students cannot check in in this class: its settings say so.",
    join_request_not_found: "This request was already answered.",
};

/**
 * What is odd about a check-in. `names`: the other students whom it concerns.
 *
 * @type {Record<Flag, (names: string[]) => string>}
 */
const FLAGS = {
    sharedDevice: (names) =>
        names.length ? `On the same device as ${list(names)}` : "On the device of another student",
    newDevice: () => "On a device that was first seen less than 12 hours ago",
    otherNetwork: () => "From outside the network of the room",
    typed: () => "Typed the letters, while the others scan",
    alwaysTogether: (names) =>
        names.length
            ? `Always within seconds of ${list(names)}`
            : "Always within seconds of another student",
    overHeadCount: () => "Above your head count",
};

export const words = {
    heading: "Check-in",

    door: {
        /** What a screen reader says of the QR code. */
        picture: "QR code to check in with",
        orType: "Scan, or type at",
        open: "Open check-in",
        close: "Close check-in",
        lost: "No connection. The code returns with it.",
        lostHint: "An old code would not let anyone in.",
    },

    panel: {
        hint: "Students check in themselves, with the code on the projector.",
        /** @param {string} [until] when it closes by itself */
        isOpen: (until) => (until ? `Check-in is open until ${time(until)}` : "Check-in is open"),
        isClosed: "Check-in is closed",
        /** @param {string} letters */
        letters: (letters) => `Letters: ${letters}`,
        open: "Open check-in",
        close: "Close check-in",
        project: "Show the code",
        callOut: "Call out",
        headCount: "Head count",
        /** @param {number} count @param {number} present */
        counted: (count, present) => {
            const over = present - count;
            const counted = plural(count, {
                one: "You counted # student.",
                other: "You counted # students.",
            });
            return over > 0
                ? plural(over, {
                      one: `${counted} # more is marked as present.`,
                      other: `${counted} # more are marked as present.`,
                  })
                : counted;
        },
        headCountTitle: "How many students do you see?",
        headCountBody:
            "Count the heads in the room. Check-ins beyond that number are flagged from then on.",
        headCountLabel: "Students in the room",
        headCountHint: "Leave it empty to take your count back.",
        headCountSave: "Save",
        headCountWrong: "Use a whole number from 0 to 10000, or leave it empty.",
    },

    flagged: {
        /** @param {number} count */
        heading: (count) => plural(count, {
            one: "# check-in to look at",
            other: "# check-ins to look at",
        }),
        held: "Not marked yet",
        tileHeld: "Confirm?",
        tileFlagged: "To look at",
        tileHand: "Hand raised",
        accept: "Accept",
        /** @param {string} name */
        acceptLabel: (name) => `Accept ${name}`,
        decline: "Absent",
        /** @param {string} name */
        declineLabel: (name) => `Absent: ${name}`,
        /** @param {Flag[]} flags @param {string[]} names */
        reasons: (flags, names) => flags.map((flag) => FLAGS[flag]?.(names) ?? flag).join(". "),
        /** @param {string} name */
        announce: (name) => `Look at the check-in of ${name}.`,
    },

    hands: {
        /** @param {number} count */
        heading: (count) => plural(count, { one: "# hand raised", other: "# hands raised" }),
        /** @param {string} iso */
        since: (iso) => `since ${time(iso)}`,
        accept: "Present",
        /** @param {string} name */
        acceptLabel: (name) => `Present: ${name}`,
        decline: "Absent",
        /** @param {string} name */
        declineLabel: (name) => `Absent: ${name}`,
        /** @param {string} name */
        announce: (name) => `${name} raises a hand.`,
    },

    joining: {
        /** @param {number} count */
        heading: (count) => plural(count, {
            one: "# request to join",
            other: "# requests to join",
        }),
        accept: "Let in",
        /** @param {string} name */
        acceptLabel: (name) => `Let in: ${name}`,
        decline: "Decline",
        /** @param {string} name */
        declineLabel: (name) => `Decline ${name}`,
        /** @param {string} name */
        announce: (name) => `${name} asks to join the class.`,
        /** @param {string} name */
        accepted: (name) => `${name} is in the class now.`,
    },

    called: {
        heading: "Called out",
        hint: "Call these names, and look up.",
        none: "Everyone who has checked in was called already.",
        accept: "Here",
        /** @param {string} name */
        acceptLabel: (name) => `Here: ${name}`,
        decline: "Not here",
        /** @param {string} name */
        declineLabel: (name) => `Not here: ${name}`,
    },

    notForTeachers: {
        heading: "Check-in is for students",
        /** @param {string} name */
        hint: (name) =>
            `This device is logged in as ${name}. Log out, and let the student log in.`,
    },

    setting: {
        button: "Check-in…",
        title: "Check-in by students",
        /** @param {{ allowed: boolean, openAtStart: boolean }} rules @returns {string} */
        current: ({ allowed, openAtStart }) =>
            allowed
                ? openAtStart
                    ? "Students can check in themselves from the start of a session."
                    : "Students can check in themselves once you open it in a session."
                : "Students cannot check in themselves.",
        allowed: "Students may check in themselves",
        openAtStart: "Open it with every session",
        openAtStartHint: "Otherwise you open it in the session.",
        closeAfter: "Close it after (minutes)",
        closeAfterHint: "Leave it empty to close it yourself, or with the session.",
        step: "A new QR code every (seconds)",
        stepHint: "From 3 to 60. Shorter leaves less time to forward a photo.",
        codeStep: "New letters every (seconds)",
        codeStepHint: "From 10 to 300. They have to stay long enough to type them.",
        join: "Others may ask to join",
        joinHint:
            "Students who are not in the class, but have a right code. You let them in with one tap.",
        save: "Save",
        saved: "The new settings apply from the next time you open check-in.",
    },

    afterwards: {
        heading: "Check-ins",
        /** @param {number} count @param {number} scanned @param {number} typed */
        summary: (count, scanned, typed) =>
            plural(count, {
                one: `# student checked in: ${number(scanned)} scanned, ${number(typed)} typed.`,
                other: `# students checked in: ${number(scanned)} scanned, ${number(typed)} typed.`,
            }),
        noFlags: "Nothing was odd about them.",
        /** @param {number} count */
        flagged: (count) => plural(count, { one: "# to look at", other: "# to look at" }),
        way: { scanned: "Scanned", typed: "Typed", hand: "Raised a hand" },
        /** @param {string} way @param {string} iso */
        came: (way, iso) => `${way} at ${time(iso)}`,
        /** @param {number} count @param {number} present */
        headCount: (count, present) =>
            `You had counted ${number(count)}; ${number(present)} were marked as present.`,
        called: "called out",
        decided: "decided by a teacher",
    },
};
