/**
 * The calls that keep a class up to date: API keys, rosters that it is to be, and meeting reports.
 *
 * @module
 */

/** @import { ApiKey, Meeting, Sync } from "/api-types.js" */
/** @import { Api, Options, Query } from "/api.js" */

/** Milliseconds: the server may have other lists to read first. */
const PATIENCE = 60_000;

/** The path of the keys of a class, or of the school. @param {string} [classId] */
const keys = (classId) => (classId ? `/class/${classId}/keys` : "/keys");

/**
 * @param {Api} api @param {string} [classId] without one: the keys of the school
 * @param {Options} [options] @returns {Promise<ApiKey[]>}
 */
export const apiKeys = (api, classId, options) =>
    api.call("GET", keys(classId), undefined, options);

/**
 * @param {Api} api @param {string | undefined} classId @param {string} name
 * @returns {Promise<ApiKey & { key: string }>}
 */
export const makeApiKey = (api, classId, name) => api.call("POST", keys(classId), { name });

/** @param {Api} api @param {string | undefined} classId @param {string} id */
export const endApiKey = (api, classId, id) => api.call("DELETE", `${keys(classId)}/${id}`);

/**
 * Compare a class with a roster, and with `dryRun: ""` make it what the roster says.
 *
 * @param {Api} api @param {string} classId @param {Blob} file @param {Query} query
 * @param {Options} [options] @returns {Promise<Sync>}
 */
export function syncRoster(api, classId, file, query, options) {
    const path = `/class/${classId}/roster/sync?${filled(query)}`;
    return api.call("POST", path, file, { patience: PATIENCE, ...options });
}

/**
 * Read a meeting report, and with `dryRun: ""` add it as a session.
 *
 * @param {Api} api @param {string} classId @param {Blob} file @param {Query} query
 * @param {Options} [options] @returns {Promise<Meeting>}
 */
export function importMeeting(api, classId, file, query, options) {
    const path = `/class/${classId}/meetings?${filled(query)}`;
    return api.call("POST", path, file, { patience: PATIENCE, ...options });
}

/** A query without empty values. @param {Query} query */
function filled(query) {
    const values = Object.entries(query).filter(([, value]) => value);
    return new URLSearchParams(/** @type {[string, string][]} */ (values));
}
