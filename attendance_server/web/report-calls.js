/**
 * The calls of reports over several classes, and of several corrections.
 *
 * @module
 */

/** @import { AbsentStudent, CorrectedMarks } from "/api-types.js" */
/** @import { Api, Options, Query } from "/api.js" */
/** @import { Status } from "/status.js" */

/** The path of the report, also of its files. */
export const ABSENT = "/reports/absent";

/**
 * Students who were absent often, over all of the user's classes.
 *
 * @param {Api} api @param {Query} query @param {Options} [options]
 * @returns {Promise<AbsentStudent[]>}
 */
export function absentStudents(api, query, options) {
    const search = new URLSearchParams({ ...query, format: "json" });
    return api.call("GET", `${ABSENT}?${search}`, undefined, options);
}

/**
 * Correct the marks of several students at once: all of them, or none.
 *
 * @param {Api} api @param {string} classId @param {string} sessionId
 * @param {{ studentIds: string[], status: Status, reason: string }} corrections
 * @returns {Promise<CorrectedMarks>}
 */
export const correctSeveral = (api, classId, sessionId, corrections) =>
    api.call("POST", `/class/${classId}/sessions/${sessionId}/corrections`, corrections);
