/**
 * What a student can be in a session.
 *
 * @module
 */

/** @typedef {import("/client.js").Status} Status */

/** All of them, in the order in which they are counted. @type {Status[]} */
export const STATUSES = ["present", "late", "excused", "absent"];

/** Not there, or not yet: what a mark is taken back to. @type {Status} */
export const ABSENT = "absent";

/** What a student is who has come, as long as the clock does not make them late. @type {Status} */
export const PRESENT = "present";

/** Whether it counts as present: who is late is there. @param {string | null | undefined} status */
export function attends(status) {
    return status === PRESENT || status === "late";
}

/** The key of a student who is not marked, or whose mark was taken back. */
export const NONE = "none";

/** What a student is while the session runs. @param {string | null | undefined} status */
export function standing(status) {
    return status && status !== ABSENT ? status : NONE;
}

/**
 * How many students there are of each standing.
 *
 * @param {Iterable<string | null | undefined>} statuses
 */
export function tally(statuses) {
    const counts = { present: 0, late: 0, excused: 0, none: 0 };
    for (const status of statuses) {
        counts[standing(status)] += 1;
    }
    return counts;
}

/** How many of each there are. @param {{ status: Status }[]} marks */
export function countStatuses(marks) {
    const counts = { present: 0, late: 0, excused: 0, absent: 0 };
    for (const { status } of marks) {
        counts[status] += 1;
    }
    return counts;
}

/**
 * How often one was there: of the sessions that one was not excused from, as reports count too.
 *
 * @param {{ status: Status }[]} sessions
 */
export function attended(sessions) {
    const { present, late, excused } = countStatuses(sessions);
    return { present: present + late, total: sessions.length - excused, excused };
}

/**
 * The part that came of those who had to; `null` where nobody had to. It is the `rate` of the
 * server's reports.
 *
 * @param {Record<Status, number>} counts
 * @returns {number | null}
 */
export function rateOf({ present, late, absent }) {
    const expected = present + late + absent;
    return expected ? (present + late) / expected : null;
}
