/**
 * A student's attendance in figures, computed from their status in each session as the server
 * computes its reports. Pure.
 *
 * @module
 */

import { ABSENT, attends, rateOf } from "/status.js";

/** @import { AttendanceFigures, SessionReport } from "/api-types.js" */
/** @import { Status } from "/status.js" */

/**
 * @param {(Status | null)[]} statuses one per session; `null` where the student was not on the
 *     roster
 * @param {{ startedAt: string }[]} sessions oldest first
 * @returns {AttendanceFigures}
 */
export function figuresOf(statuses, sessions) {
    const counts = { present: 0, late: 0, excused: 0, absent: 0 };
    let absenceRun = 0;
    /** @type {string | null} */
    let lastSeen = null;
    statuses.forEach((status, place) => {
        if (!status) {
            return;
        }
        counts[status] += 1;
        if (attends(status)) {
            const { startedAt } = sessions[place];
            absenceRun = 0;
            lastSeen = lastSeen && lastSeen > startedAt ? lastSeen : startedAt;
        } else if (status === ABSENT) {
            absenceRun += 1;
        }
    });
    const total = counts.present + counts.late + counts.excused + counts.absent;
    return { sessions: total, counts, rate: rateOf(counts), absenceRun, lastSeen };
}

/** @typedef {"name" | "absent" | "rate" | "absenceRun" | "lastSeen"} Order */

/**
 * How each order compares two students; of equals, the order by name decides.
 *
 * @type {Record<Order, (one: AttendanceFigures, other: AttendanceFigures) => number>}
 */
const COMPARE = {
    name: () => 0,
    absent: (one, other) => other.counts.absent - one.counts.absent,
    // Students without a rate come last, and those who were never seen first.
    rate: (one, other) => (one.rate ?? Infinity) - (other.rate ?? Infinity) || 0,
    absenceRun: (one, other) => other.absenceRun - one.absenceRun,
    lastSeen: (one, other) => Date.parse(one.lastSeen ?? "0001-01-01") - Date.parse(other.lastSeen ?? "0001-01-01"),
};

/**
 * @template {AttendanceFigures} T
 * @param {T[]} rows by name @param {Order} order
 */
export const inOrder = (rows, order) => [...rows].sort(COMPARE[order]);

/**
 * A session as the report of sessions has it.
 *
 * @param {{ _id: string, startedAt: string, endedAt: string }} session
 * @param {{ status: Status }[]} attendance @returns {SessionReport}
 */
export function sessionReportOf({ _id, startedAt, endedAt }, attendance) {
    const counts = { present: 0, late: 0, excused: 0, absent: 0 };
    for (const { status } of attendance) {
        counts[status] += 1;
    }
    return { _id, startedAt, endedAt, total: attendance.length, counts, rate: rateOf(counts) };
}
