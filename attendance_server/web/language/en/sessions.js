/**
 * The words of a class's sessions, for teachers and the school office.
 *
 * @module
 */

import { text as reports } from "/language/en/reports.js";
import {
    day,
    dayAndMonth,
    dayOfMonth,
    moment,
    month,
    monthOfYear,
    number,
    percent,
    plural,
    sessionStart,
    time,
    weekday,
} from "/language/formats.js";
import { STATUSES } from "/status.js";

/** @import { Status } from "/status.js" */

/**
 * What a chart over time shows. `least` and `most` bound the rate. They are `null` if nobody
 * had to come.
 *
 * @typedef {{
 *     count: number, first: string, last: string, least: number | null, most: number | null,
 * }} OverTime
 */

export const text = {
    ...reports,

    resetCode: {
        button: "New password",
        /** @param {string} who */
        buttonLabel: (who) => `New password for ${who}`,
        /** @param {string} who */
        title: (who) => `A code for a new password of ${who}?`,
        body: "It works once, within 24 hours. Until it is used, the old password stays valid and no one is logged out. Make sure whom you give it to: whoever has the code can use the account.",
        confirm: "Show the code",
        /** @param {string} who */
        issued: (who) => `Code for ${who}`,
        done: "Done",
        /** @param {string} address @param {string} until */
        use: (address, until) =>
            `Open ${address}, choose “I have a code”, and enter it. It cannot be shown again, and works until ${until}.`,
    },

    /** What the page of a running session and that of a past one have in common. */
    oneSession: {
        /** @param {string} className */
        title: (className) => `Session: ${className}`,
        /** @param {number} total */
        of: (total) => `of ${number(total)}`,
        /** @param {number} present @param {number} total */
        ring: (present, total) => `${number(present)} of ${number(total)} present`,
    },

    history: {
        heading: "Past sessions",
        none: "No session has ended yet.",
        more: "Show earlier sessions",
        /** @param {number} present @param {number} total @param {number} excused */
        present: (present, total, excused) =>
            excused
                ? `${number(present)} of ${number(total)} present, ${number(excused)} excused`
                : `${number(present)} of ${number(total)} present`,
        when: "Session",
        attendance: "Present",
        rate: "Rate",
        /** @param {number} sessions */
        chart: (sessions) =>
            plural(sessions, {
                one: "Attendance in the last session",
                other: "Attendance in the last # sessions",
            }),
        /** @param {string} iso @param {number} present @param {number} total */
        bar: (iso, present, total) => `${day(iso)}: ${number(present)} of ${number(total)}`,
    },

    reopening: {
        button: "Reopen session",
        title: "Reopen this session?",
        body: "It continues as if it had not ended, with all its marks. Everyone in the class sees this at once. A session can be reopened within an hour of its end.",
        done: "The session is running again.",
    },

    discarding: {
        discarded: "This session was discarded.",
        button: "Discard session…",
        hint: "For a session that was started by mistake. It will not count anywhere, and can be restored for 30 days.",
        title: "Discard this session?",
        body: "Reports and lists no longer count it, and students no longer see it. You find it below the past sessions of the class and can restore it for 30 days.",
        reason: "Reason",
        reasonHint: "Stored with the session. Students do not see it.",
        confirm: "Discard session",
        /** @param {string} iso */
        done: (iso) => `The session is discarded. It can be restored until ${day(iso)}.`,
        /** @param {string} name @param {string} iso */
        by: (name, iso) => `Discarded by ${name}, ${moment(iso)}`,
        /** @param {string} iso */
        until: (iso) => `It can be restored until ${moment(iso)}.`,
        tooLate: "It can no longer be restored.",
        restore: "Restore",
        /** @param {string} iso */
        restoreLabel: (iso) => `Restore the session of ${moment(iso)}`,
        restored: "The session counts again.",
        list: "Discarded sessions",
        listHint: "They do not count anywhere.",
        more: "Show earlier ones",
    },

    continuing: {
        /** @param {string} iso */
        stillRuns: (iso) => `A session from ${sessionStart(iso)} is still running.`,
        /** @param {number} present @param {number} total */
        ending: (present, total) =>
            `${number(present)} of ${number(total)} students are present in it. If you end it, the others count as absent.`,
        resume: "Continue it",
        restart: "End it and start a new one",
    },

    matrixPage: {
        table: "Each student's status in each session",
        month: monthOfYear,
        weekday,
        dayOfMonth,
        /** @param {string} iso */
        restOfMoment: (iso) => `${monthOfYear(iso)}, ${time(iso)}`,
        legend: "Legend",
        notInClass: "Not in the class",
        hint: "Each date links to its session, and each name to the student's chart.",
        /** @param {string} first @param {string} last */
        part: (first, last) => `Sessions from ${moment(first)} to ${moment(last)}`,
        /** @param {number} first @param {number} last @param {number} all */
        printPart: (first, last, all) =>
            `Only students ${number(first)} to ${number(last)} of ${number(all)} are printed: those on screen. The Excel and CSV files contain all of them.`,
    },

    overTimePage: {
        /** @param {string} className */
        title: (className) => `Attendance in ${className} over time`,
        /** @param {OverTime} sessions */
        describe: ({ count, first, last, least, most }) =>
            [
                plural(count, {
                    one: `# session from ${day(first)} to ${day(last)}.`,
                    other: `# sessions from ${day(first)} to ${day(last)}.`,
                }),
                least !== null &&
                    most !== null &&
                    `The rate is between ${percent(least)} and ${percent(most)}.`,
                "The upper part shows the rate, the lower part how many were present, late, excused and absent. The table below lists every number.",
            ]
                .filter(Boolean)
                .join(" "),
        rateAxis: "Rate",
        countAxis: "Students",
        /**
         * @param {string} iso @param {Record<Status, number>} counts @param {number | null} rate
         */
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map(
                    (status) => `${reports.status[status]}: ${number(counts[status])}`,
                ),
                `Rate: ${reports.rate(rate)}`,
            ].join("\n"),
        month,
        monthOfYear,
        day: dayAndMonth,
        number,
        table: "Each session",
        when: "Session",
        total: "Students",
    },
};
