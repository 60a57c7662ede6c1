/**
 * The words of reports and of past sessions, for teachers, students and the school office.
 *
 * @module
 */

import { being, text as common } from "/language/en/common.js";
import {
    date,
    day,
    fieldDate,
    fullLastDay,
    moment,
    number,
    plural,
    size,
    time,
} from "/language/formats.js";

/** @import { SessionCounts } from "/api-types.js" */
/** @import { Status } from "/status.js" */

/** @param {number} sessions @param {Record<Status, number>} counts */
export function countsOf(sessions, counts) {
    const [present, late, excused, absent] = [
        number(counts.present),
        number(counts.late),
        number(counts.excused),
        number(counts.absent),
    ];
    const each = `${present} present, ${late} late, ${excused} excused, ${absent} absent`;
    return plural(sessions, {
        one: `# session: ${each}`,
        other: `# sessions: ${each}`,
    });
}

export const text = {
    ...common,

    /** For where there is no room for a word. Every letter differs. */
    statusLetter: {
        present: "P",
        late: "L",
        excused: "E",
        absent: "A",
        none: "·",
    },

    teachers: {
        heading: "Teachers",
        you: "(you)",
        hint: "Assistants take attendance in this class as you do. They cannot change, export or delete it.",
        assistantHint: "All of them take attendance in this class. Its owner manages it.",
        youAssist: "You are an assistant in this class: you take attendance, and its owner manages it.",
        asAssistant: "you are an assistant",
        /** @param {"owner" | "assistant"} role @param {string | null} until */
        role: (role, until) => {
            if (role === "owner") {
                return "Owner";
            }
            if (!until) {
                return "Assistant";
            }
            const lastDay = fullLastDay(until);
            return lastDay
                ? `Substitute up to and including ${day(lastDay)}`
                : `Substitute until ${moment(until)}`;
        },
        add: "Add a teacher",
        addBody: "They see the class, its students and its reports, and take attendance.",
        email: "E-mail address of the teacher",
        until: "Last day",
        untilHint: "For a substitute. Without it, they stay until you remove them.",
        addConfirm: "Add",
        added: "The teacher has been added.",
        remove: "Remove",
        /** @param {string} name */
        removeLabel: (name) => `Remove ${name}`,
        /** @param {string} name */
        removeTitle: (name) => `Remove ${name} from the teachers?`,
        removeBody: "They no longer see this class. What they have marked stays.",
        /** @param {string} name */
        removed: (name) => `${name} is no longer a teacher of this class.`,
        leave: "Leave class",
        /** @param {string} className */
        leaveTitle: (className) => `Leave ${className}?`,
        leaveBody: "You no longer see this class. What you have marked stays. Only its owner can add you again.",
        /** @param {string} className */
        left: (className) => `You are no longer a teacher of ${className}.`,
        noLonger: "You are no longer a teacher of this class.",
    },

    session: {
        student: "Student",
        status: "Status",
        file: "Session",
        /** @param {string} startedAt @param {string} endedAt */
        times: (startedAt, endedAt) =>
            day(startedAt) === day(endedAt)
                ? `${moment(startedAt)} to ${time(endedAt)}`
                : `${moment(startedAt)} to ${moment(endedAt)}`,
        /** @param {SessionCounts} counts */
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const present = lateCount
                ? `${number(presentCount)} present (${number(lateCount)} late)`
                : `${number(presentCount)} present`;
            const absent = excusedCount
                ? `${number(absentCount)} absent (${number(excusedCount)} excused)`
                : `${number(absentCount)} absent`;
            return `${present}, ${absent}`;
        },
        noStudents: "No students were enrolled in this session.",
        deletedAccount: "Deleted account",
        /** @param {string} number */
        deletedStudent: (number) => `Deleted student ${number}`,
        filter: "Find in this session",
        noMatch: "No student matches this.",
        correct: "Change",
        /** @param {string} name */
        correctLabel: (name) => `Change the mark of ${name}`,
        /** @param {string} iso */
        correctedAt: (iso) => `Corrected ${moment(iso)}`,
        openAgain: "This session is running again.",
        openRoll: "Open running session",
    },

    correction: {
        /** @param {string} name */
        title: (name) => `Change the mark of ${name}`,
        /** @param {Status} status @param {string | null} iso */
        soFar: (status, iso) =>
            iso
                ? `So far: ${being[status]}, since ${moment(iso)}`
                : `So far: ${being[status]}`,
        to: "Change it to",
        reason: "Reason",
        reasonHint: "Stored with the change and shown to the student. It cannot be edited later.",
        save: "Save change",
        /** @param {string} name @param {Status} status */
        saved: (name, status) => `${name} is now ${being[status]}.`,
        /** @param {string} name @param {Status} status */
        already: (name, status) =>
            `${name} was already ${being[status]}. Nothing was changed, and your reason was not saved.`,
        /** @param {string} name @param {Status} status */
        meanwhile: (name, status) =>
            `${name} is now ${being[status]}. The mark had also been changed in another window: see the changes.`,
        /** @param {number} count */
        changes: (count) => plural(count, {
            one: "# change after the end",
            other: "# changes after the end",
        }),
        hint: "Newest first. Students see changes to their own mark, but not who made them.",
        /** @param {number} count */
        earlier: (count) => plural(count, {
            one: "Show # earlier change",
            other: "Show # earlier changes",
        }),
        /** Between the status before and the status after. */
        fromTo: "to",
        /** @param {string} name @param {string} iso */
        by: (name, iso) => `${name}, ${moment(iso)}`,
        reopened: "Session reopened",
        /** @param {string} iso */
        hadEnded: (iso) => `It had ended ${moment(iso)}.`,
        ofMine: "Changes after the end",
        corrected: "Corrected",
    },

    report: {
        link: "Report, matrix and charts",
        /** @param {string} className */
        heading: (className) => `Attendance: ${className}`,
        parts: "Reports of this class",
        students: "Students",
        matrix: "Matrix",
        overTime: "Over time",
        from: "From",
        to: "To",
        wrongOrder: "This is before the first day.",
        order: "Order",
        orders: {
            name: "By name",
            absent: "Most often absent first",
            rate: "Lowest rate first",
            absenceRun: "Longest absence in a row first",
            lastSeen: "Longest not seen first",
        },
        missed: "Absent at least",
        missedHint: "times",
        find: "Find a student",
        /** @param {string} from @param {string} to the values of date fields; empty: no bound */
        span: (from, to) => {
            if (from && to) {
                return from === to
                    ? `On ${fieldDate(from)}`
                    : `${fieldDate(from)} to ${fieldDate(to)}`;
            }
            if (from) {
                return `Since ${fieldDate(from)}`;
            }
            return to ? `Up to ${fieldDate(to)}` : "All sessions";
        },
        /** @param {number} shown @param {number} all */
        count: (shown, all) =>
            shown === all
                ? plural(all, { one: "# student", other: "# students" })
                : plural(all, {
                      one: `${number(shown)} of # student`,
                      other: `${number(shown)} of # students`,
                  }),
        /** @param {number} shown @param {number} all @param {number} times */
        countMissed: (shown, all, times) => {
            const students = plural(all, {
                one: `${number(shown)} of # student`,
                other: `${number(shown)} of # students`,
            });
            return plural(times, {
                one: `Absent at least once: ${students}`,
                other: `Absent # times or more: ${students}`,
            });
        },
        noMatch: "No student matches this.",
        none: "No session has ended in this period.",
        noStudents: "No students were in this class in this period.",
        student: "Student",
        sessions: "Sessions",
        rate: "Rate",
        absenceRun: "In a row",
        absenceRunLong: "Absent in a row",
        lastSeen: "Last seen",
        never: "Never",
        left: "left",
        seen: date,
        table: "Attendance of each student",
        pages: "Pages",
        /** @param {number} first @param {number} last @param {number} all */
        page: (first, last, all) =>
            `Students ${number(first)} to ${number(last)} of ${number(all)}`,
        previous: "Previous",
        next: "Next",
        failed: "The report could not be loaded.",
    },

    studentReport: {
        /** @param {string} name @param {string} className */
        heading: (name, className) => `${name}, ${className}`,
        /** @param {string} name */
        picture: (name) => `Attendance of ${name}`,
        /** @param {number} sessions @param {Record<Status, number>} counts */
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. The list below shows each of them.`,
        /** @param {string} iso @param {Status} status */
        cell: (iso, status) => `${moment(iso)}: ${common.status[status]}`,
        rate: "Rate",
        absenceRun: "Absent in a row",
        lastSeen: "Last seen",
        chart: "Session by session",
        list: "All sessions",
        none: "They were not in any session in this period.",
        left: "This student has left the class.",
        missing: "This student is not in the reports of this class.",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        /** @param {string} what */
        csvLabel: (what) => `${what} as CSV`,
        /** @param {string} what */
        xlsxLabel: (what) => `${what} for Excel (XLSX)`,
        print: "Print",
        preparing: "The server is preparing the file…",
        /** @param {number} bytes */
        received: (bytes) => `Downloading: ${size(bytes)} so far…`,
        /** @param {string} name @param {number} bytes */
        done: (name, bytes) => `${name} has been downloaded (${size(bytes)}).`,
        /** @param {number} seconds */
        busy: (seconds) =>
            plural(seconds, {
                one: "The server is busy preparing other files. Try again in # second.",
                other: "The server is busy preparing other files. Try again in # seconds.",
            }),
        broken: "The download was interrupted. Check the network and try again.",
        /** @param {string} why */
        failed: (why) => `Not downloaded. ${why}`,
    },
};
