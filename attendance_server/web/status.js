/**
 * The statuses that a student can have in a session.
 *
 * @module
 */

/** @typedef {import("/client.js").Status} Status */

/** In the order in which they are shown. @type {Status[]} */
export const STATUSES = ["present", "late", "excused", "absent"];

/** @type {"absent"} */
export const ABSENT = "absent";

/** The status of a tap, unless the time makes it `late`. @type {"present"} */
export const PRESENT = "present";

/** Whether a status counts as present; `late` does. @param {string | null | undefined} status */
export function attends(status) {
    return status === PRESENT || status === "late";
}

/** Stands for no mark, or one that was taken back. @type {"none"} */
export const NONE = "none";

/**
 * What a running session shows of a student.
 *
 * @typedef {Status | "none"} Standing
 */

/** @param {Standing | null | undefined} status @returns {Standing} */
export function standing(status) {
    return status ?? NONE;
}

/**
 * The number of students of each standing.
 *
 * @param {Iterable<Standing | null | undefined>} statuses
 */
export function countStandings(statuses) {
    const counts = { present: 0, late: 0, excused: 0, absent: 0, none: 0 };
    for (const status of statuses) {
        counts[standing(status)] += 1;
    }
    return counts;
}

/** The number of marks of each status. @param {{ status: Status }[]} marks */
export function countStatuses(marks) {
    const counts = { present: 0, late: 0, excused: 0, absent: 0 };
    for (const { status } of marks) {
        counts[status] += 1;
    }
    return counts;
}

/**
 * The sessions attended, of those that the student was not excused from. Reports count like this.
 *
 * @typedef {{ present: number, total: number, excused: number }} Attended
 */

/** @param {{ status: Status }[]} sessions @returns {Attended} */
export function attended(sessions) {
    const { present, late, excused } = countStatuses(sessions);
    return { present: present + late, total: sessions.length - excused, excused };
}

/**
 * The share of students who came, of those not excused: the `rate` of the server's reports. `null`
 * if all were excused.
 *
 * @param {Record<Status, number>} counts
 * @returns {number | null}
 */
export function rateOf({ present, late, absent }) {
    const expected = present + late + absent;
    return expected ? (present + late) / expected : null;
}
