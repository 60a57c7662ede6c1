/**
 * The words that all pages share: the frame, the connection, waiting marks, and the statuses.
 *
 * @module
 */

import { moment, number, percent, plural, time } from "/language/formats.js";

/** @import { Standing, Status } from "/status.js" */

/**
 * A status within a sentence, after “is” or “was”.
 *
 * @type {Record<Standing, string>}
 */
export const being = {
    present: "present",
    late: "late",
    excused: "excused",
    absent: "absent",
    none: "not marked",
};

/**
 * What is counted beside each other: “2 new accounts, 1 known student”.
 *
 * @param {(string | number | false | undefined)[]} parts those that are not there are left out
 */
export const enumerated = (parts) => parts.filter(Boolean).join(", ");

export const text = {
    product: "Attendance",
    /** @param {string} view */
    title: (view) => `${view} – Attendance`,
    skip: "Skip to content",
    mainMenu: "Main",
    classes: "Classes",
    myClasses: "My classes",
    office: "Office",
    account: "Account",
    logOut: "Log out",
    language: "Language",
    loggedOut: "You are logged out.",
    loggedOutElsewhere: "You were logged out in another tab.",
    /** @param {string} name */
    otherUser: (name) => `${name} logged in from another tab, so you are logged out here.`,
    logOutTitle: "Log out now?",
    /** @param {number} count */
    logOutPending: (count) =>
        plural(count, {
            one: "# mark is not saved yet. It stays on this device and is sent when you log in here again.",
            other: "# marks are not saved yet. They stay on this device and are sent when you log in here again.",
        }),
    /** @param {number} count */
    logOutLosing: (count) =>
        plural(count, {
            one: "# mark is not saved yet and will be lost.",
            other: "# marks are not saved yet and will be lost.",
        }),
    /** When a log-in ended by itself. */
    expired: "Your log-in has expired. Log in again to continue where you left off.",
    loading: "Loading…",
    cancel: "Cancel",
    close: "Close",
    notices: "Notices",
    tryAgain: "Try again",
    more: "More",
    back: "Back to my classes",
    /** @param {string} className */
    backTo: (className) => `Back to ${className}`,
    required: "Please fill this in.",
    showPassword: "Show",
    moment,
    number,
    /** @param {number | null} rate */
    rate: (rate) => (rate === null ? "–" : percent(rate)),
    /**
     * What someone logs in with.
     *
     * @param {{ email: string | null, studentNumber?: string }} person
     */
    loginName: ({ email, studentNumber }) =>
        email || (studentNumber ? `student number ${studentNumber}` : ""),

    connection: {
        connecting: "Connecting…",
        live: "Live",
        polling: "Live updates blocked",
        trying: "Reconnecting…",
        /** @param {number} seconds */
        waiting: (seconds) => `Reconnecting in ${number(seconds)} s`,
        offline: "Offline",
        tryNow: "Try now",
        runningUnknown: "Without a connection, this page cannot know whether a session is running.",
        label: "Connection",
        announce: {
            waiting: "Connection lost. Reconnecting automatically.",
            offline: "This device is offline.",
            live: "Back online. Everything is up to date.",
            back: "Back online.",
            /** @param {number} count */
            sending: (count) =>
                plural(count, {
                    one: "Back online. # mark is being sent…",
                    other: "Back online. # marks are being sent…",
                }),
            /** @param {number} count */
            sent: (count) =>
                plural(count, {
                    one: "# mark that was waiting here is now saved.",
                    other: "# marks that were waiting here are now saved.",
                }),
            polling: "This network blocks live connections. The page works without them.",
        },
    },

    waiting: {
        label: "Waiting marks",
        /** @param {number} count */
        offline: (count) =>
            plural(count, { one: "Offline, # mark waiting", other: "Offline, # marks waiting" }),
        /** @param {number} count */
        sending: (count) =>
            plural(count, { one: "# mark is being sent…", other: "# marks are being sent…" }),
        /** @param {number} count of the marks that `offline` or `sending` has just named */
        unstored: (count) =>
            plural(count, {
                one: "This browser cannot store it: it will be lost if you close this page.",
                other: "This browser cannot store them: they will be lost if you close this page.",
            }),
        polling:
            "This network blocks live connections (WebSockets). Changes on other devices appear after a few seconds.",
        session: moment,
        /** @param {number} count @param {string} names @param {string} code */
        problem: (count, names, code) =>
            code === "newer"
                ? plural(count, {
                      one: `The mark of ${names} was not changed.`,
                      other: `# marks were not changed: ${names}.`,
                  })
                : plural(count, {
                      one: `The mark of ${names} was not saved.`,
                      other: `# marks were not saved: ${names}.`,
                  }),
        why: {
            ended: "The session had already ended. You can still correct it there.",
            gone: "The session no longer exists, or is no longer yours.",
            discarded: "The session has been discarded, so it no longer counts.",
            newer: "This was changed later on another device. The later change stays.",
        },
        /**
         * @param {Standing} status @param {string} iso of the tap
         * @param {Status} [saved] if it differs
         */
        wanted: (status, iso, saved) =>
            saved
                ? `${being[status]}, tapped at ${time(iso)}; saved as ${being[saved]}`
                : `${being[status]}, tapped at ${time(iso)}`,
        details: "Show each mark",
        correct: "Correct this session",
        show: "Show this session",
        open: "Open running session",
        dismiss: "Dismiss",
    },

    status: {
        present: "Present",
        late: "Late",
        excused: "Excused",
        absent: "Absent",
        none: "Not marked",
    },

    resetNotice: {
        dismiss: "Dismiss",
        /**
         * @param {{ way: string, at: string, by?: string }} reset the way is `teacher`, `office`,
         *     `command` (whoever runs the server) or `mail`
         */
        body: ({ way, at, by }) => {
            const whose = by ? ` (${by})` : "";
            const set = {
                teacher: `The password of this account was set with a code from a teacher${whose}: ${moment(at)}.`,
                office: `The password of this account was set with a code from the school office${whose}: ${moment(at)}.`,
                command: `The password of this account was set with a code from whoever runs the server: ${moment(at)}.`,
                mail: `The password of this account was set with a code that was mailed to its address: ${moment(at)}.`,
            }[way];
            return `${set ?? `The password of this account was set with a code: ${moment(at)}.`} If that was not you, tell the school office.`;
        },
    },

    missing: {
        heading: "Page not found",
        body: "This page does not exist, or no longer exists.",
    },

    failed: "Something went wrong",
};
