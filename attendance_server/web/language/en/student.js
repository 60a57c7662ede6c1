/**
 * The words of students' pages.
 *
 * @module
 */

import { countsOf, text as reports } from "/language/en/reports.js";
import { moment, number, plural, sessionStart } from "/language/formats.js";

/** @import { Attended, Status } from "/status.js" */

/**
 * How often a student was present, of the sessions from which they were not excused.
 *
 * @param {Attended} attended
 */
function rate({ present, total, excused }) {
    const times = `Present in ${number(present)} of ${number(total)}`;
    const without = plural(excused, {
        one: "excused from # session",
        other: "excused from # sessions",
    });
    if (excused && total) {
        return `${times}, ${without}`;
    }
    return excused ? without : times;
}

const MINE = {
    present: "You are present",
    late: "You are present, but late",
    excused: "You are excused",
    absent: "You are marked absent",
    none: "You are not marked yet",
    off: "No session is running",
};

export const text = {
    ...reports,

    ownSession: {
        mine: {
            present: "You were present",
            late: "You were late",
            excused: "You were excused",
            absent: "You were absent",
        },
        /** @param {string} iso */
        markedAt: (iso) => `Marked ${moment(iso)}`,
        unchanged: "Your mark has not been changed since.",
    },

    invitation: {
        /** @param {string} teacher */
        from: (teacher) => `${teacher} invites you to this class.`,
        code: "Code",
        codeHint: "Your teacher hands it out.",
        accept: "Join",
        decline: "Decline",
        /** @param {string} className */
        accepted: (className) => `You have joined ${className}.`,
        /** @param {string} className */
        declined: (className) => `You have declined ${className}.`,
    },

    leaveClass: {
        leave: "Leave class",
        /** @param {string} className */
        title: (className) => `Leave ${className}?`,
        body: "Your past sessions stay. Only the teacher can add you again.",
    },

    student: {
        none: "You are not in a class yet.",
        join: "Join a class",
        waiting: "Your teacher has been asked to let you in.",
        withdraw: {
            act: "Withdraw",
            /** @param {string} className */
            label: (className) => `Withdraw your request to join ${className}`,
            /** @param {string} className */
            title: (className) => `Withdraw your request to join ${className}?`,
            body: "Your teacher no longer sees it. To ask again, you need the code of the class.",
            /** @param {string} className */
            done: (className) => `Your request to join ${className} has been withdrawn.`,
            answered: "Your teacher had already answered.",
        },
        /** @param {string} className */
        joined: (className) => `You are in ${className}.`,
        /** @param {string} className */
        invited: (className) => `You are invited to ${className}.`,
        /** @param {string} className */
        removed: (className) => `You are no longer in ${className}.`,
        nextHint: "This page shows the next session as soon as your teacher starts it.",
        running: "Session running",
        /** @param {string} iso */
        since: (iso) => `since ${sessionStart(iso)}`,
        mine: MINE,
        was: {
            present: "The session has ended. You were present.",
            late: "The session has ended. You were late.",
            excused: "The session has ended. You were excused.",
            absent: "The session has ended. You were absent.",
            none: "The session has ended.",
            discarded: "This session was discarded.",
        },
        /** @param {keyof typeof MINE} mine @param {string} className */
        announceStatus: (mine, className) => `${className}: ${MINE[mine]}.`,
        /** @param {string} className */
        announceStart: (className) => `${className}: a session has started.`,
        checkInOpen: "Check-in is open",
        /** @param {string} className */
        announceCheckIn: (className) => `${className}: check-in is open.`,
        rate,
        rateLabel: "My attendance",
        noSessions: "No past sessions yet",
        /** @param {Attended} attended @param {number} count */
        rateOfLatest: (attended, count) =>
            plural(count, {
                one: `${rate(attended)} (latest # session)`,
                other: `${rate(attended)} (latest # sessions)`,
            }),
        /** @param {string} words those of `rate` or `rateOfLatest` */
        chart: (words) => `${words}; the oldest session comes first`,
        /** @param {string} iso @param {string} status */
        bar: (iso, status) => `${moment(iso)}: ${status}`,
        history: "My past sessions",
    },

    ownReport: {
        link: "My attendance",
        heading: "My attendance",
        all: "All classes",
        left: "left",
        none: "You were not in any session in this period.",
        noClass: "You are not in a class yet.",
        /** @param {string} className */
        picture: (className) => `My attendance in ${className}`,
        /** @param {number} sessions @param {Record<Status, number>} counts */
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. The page of the class shows each of them.`,
        unavailable: "The sessions of this class can no longer be shown.",
    },
};
