/**
 * What a teacher's pages ask about check-in.
 *
 * @module
 */

/** @import { Api, Options } from "/api.js" */
/** @import { CheckInRules, CheckIns, ClassView, JoinRequest } from "/api-types.js" */

/**
 * @param {Api} api @param {string} classId @param {number | null} count `null` takes it back
 * @returns {Promise<{ count: number | null, presentCount: number }>}
 */
export function setHeadCount(api, classId, count) {
    return api.call("POST", `/attendance/${classId}/head-count`, { count });
}

/**
 * Have students drawn at random whom the teacher looks up at.
 *
 * @param {Api} api @param {string} classId @param {number} count
 * @returns {Promise<{ students: { studentId: string, flags: string[] }[], remaining: number }>}
 */
export function callOut(api, classId, count) {
    return api.call("POST", `/attendance/${classId}/call-out`, { count });
}

/**
 * Who has checked in to a session, running or ended.
 *
 * @param {Api} api @param {string} classId @param {string} sessionId @param {Options} [options]
 * @returns {Promise<CheckIns>}
 */
export function checkInsOf(api, classId, sessionId, options) {
    const path = `/class/${classId}/sessions/${sessionId}/check-ins`;
    return api.call("GET", path, undefined, options);
}

/**
 * @param {Api} api @param {string} classId @param {Options} [options]
 * @returns {Promise<JoinRequest[]>} oldest first
 */
export function joinRequests(api, classId, options) {
    return api.call("GET", `/class/${classId}/join-requests`, undefined, options);
}

/** @param {Api} api @param {string} classId @param {string} studentId */
export function acceptJoin(api, classId, studentId) {
    return api.call("POST", `/class/${classId}/join-requests/${studentId}/accept`);
}

/** @param {Api} api @param {string} classId @param {string} studentId */
export function declineJoin(api, classId, studentId) {
    return api.call("DELETE", `/class/${classId}/join-requests/${studentId}`);
}

/**
 * @param {Api} api @param {string} classId @param {Partial<CheckInRules>} checkIn
 * @returns {Promise<ClassView>}
 */
export function changeRules(api, classId, checkIn) {
    return api.call("PATCH", `/class/${classId}`, { checkIn });
}
