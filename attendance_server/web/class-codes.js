/**
 * The codes with which students join classes: what teachers set, and what students send.
 *
 * @module
 */

/** @import { Api, Options } from "/api.js" */
/** @import { ClassCode, CodeRule, JoinedByCode, PendingJoinRequest } from "/api-types.js" */

/**
 * @param {Api} api @param {string} classId @param {Options} [options] @returns {Promise<ClassCode>}
 */
export function classCode(api, classId, options) {
    return api.call("GET", `/class/${classId}/code`, undefined, options);
}

/** @param {Api} api @param {string} classId @param {CodeRule} rule @returns {Promise<ClassCode>} */
export function setCodeRule(api, classId, rule) {
    return api.call("PATCH", `/class/${classId}/code`, { rule });
}

/** @param {Api} api @param {string} classId @returns {Promise<ClassCode>} */
export function renewCode(api, classId) {
    return api.call("POST", `/class/${classId}/code/renew`);
}

/** @param {Api} api @param {string} code or a link @returns {Promise<JoinedByCode>} */
export function joinWithCode(api, code) {
    return api.call("POST", "/join", { code });
}

/** @param {Api} api @param {Options} [options] @returns {Promise<PendingJoinRequest[]>} */
export function ownJoinRequests(api, options) {
    return api.call("GET", "/auth/me/join-requests", undefined, options);
}

/** @param {Api} api @param {string} classId @returns {Promise<{ classId: string }>} */
export function withdrawJoin(api, classId) {
    return api.call("DELETE", `/auth/me/join-requests/${classId}`);
}
