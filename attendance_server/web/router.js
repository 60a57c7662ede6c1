/**
 * The addresses of the pages, which are URL fragments such as `#/class/65f0…/roll`.
 *
 * @module
 */

const ID = "([0-9a-f]{24})";

/** @type {[string, RegExp][]} */
const ROUTES = [
    ["login", /^\/login$/],
    ["signup", /^\/signup$/],
    ["signedOn", /^\/signed-on$/],
    ["forgot", /^\/forgot$/],
    ["home", /^\/?$/],
    ["account", /^\/account$/],
    ["archived", /^\/archived$/],
    ["officePerson", new RegExp(`^/people/${ID}$`)],
    ["officeClasses", /^\/classes$/],
    ["officeAudit", /^\/audit$/],
    ["class", new RegExp(`^/class/${ID}$`)],
    ["roll", new RegExp(`^/class/${ID}/roll$`)],
    ["soFar", new RegExp(`^/class/${ID}/roll/summary$`)],
    ["projector", new RegExp(`^/class/${ID}/projector$`)],
    ["session", new RegExp(`^/class/${ID}/sessions/${ID}$`)],
    ["report", new RegExp(`^/class/${ID}/report$`)],
    ["matrix", new RegExp(`^/class/${ID}/report/matrix$`)],
    ["overTime", new RegExp(`^/class/${ID}/report/sessions$`)],
    ["studentReport", new RegExp(`^/class/${ID}/students/${ID}$`)],
    ["ownReport", /^\/attendance$/],
    ["absences", /^\/absences$/],
    ["import", new RegExp(`^/class/${ID}/import$`)],
    ["slips", new RegExp(`^/class/${ID}/slips$`)],
    ["claim", /^\/claim(?:\/([^/]*))?$/],
    ["join", /^\/join(?:\/([^/]*))?$/],
    ["checkIn", new RegExp(`^/check-in(?:/${ID})?$`)],
];

/**
 * @param {string} hash as in `location.hash`
 * @returns {{ name: string, ids: string[], query: URLSearchParams, next?: string }} `next`: where
 *     to go after logging in
 */
export function route(hash) {
    const [path, search] = hash.replace(/^#/, "").split("?");
    const query = new URLSearchParams(search);
    const next = query.get("next") ?? undefined;
    for (const [name, pattern] of ROUTES) {
        const match = pattern.exec(path);
        if (match) {
            return { name, ids: match.slice(1), query, next };
        }
    }
    return { name: "missing", ids: [], query };
}

export const to = {
    home: "#/",
    account: "#/account",
    archived: "#/archived",
    office: {
        people: "#/",
        classes: "#/classes",
        audit: "#/audit",
        /** @param {string} id */
        person: (id) => `#/people/${id}`,
        /** The audit log of one account or class. @param {Choice} choice */
        log: (choice) => `#/audit${chosen(choice)}`,
    },
    /** @param {string} [next] @param {string} [problem] the code of what kept a user out */
    login: (next, problem = "") => `#/login${after(next, { problem })}`,
    /** The log-in after one that has expired. @param {string} next */
    expired: (next) => `#/login${after(next, { expired: "true" })}`,
    /**
     * Single sign-on, which leaves the pages.
     *
     * @param {string | undefined} next @param {boolean} stay
     */
    signOn: (next, stay) =>
        `/auth/sign-on${chosen({ page: next ?? "", stay: stay ? "true" : "" })}`,
    /** @param {string} [next] */
    forgot: (next) => `#/forgot${after(next)}`,
    /** @param {string} [next] @param {"teacher" | "student" | ""} [as] the door that was chosen */
    signup: (next, as = "") => `#/signup${after(next, { as })}`,
    /** @param {string} id */
    class: (id) => `#/class/${id}`,
    /** @param {string} id */
    roll: (id) => `#/class/${id}/roll`,
    /** The summary of the running session. @param {string} id */
    soFar: (id) => `#/class/${id}/roll/summary`,
    /** @param {string} id */
    projector: (id) => `#/class/${id}/projector`,
    /** @param {string} id */
    import: (id) => `#/class/${id}/import`,
    /** @param {string} id */
    slips: (id) => `#/class/${id}/slips`,
    /** @param {string} [code] @param {string} [next] */
    claim: (code, next) => `#/claim${code ? `/${code}` : ""}${after(next)}`,
    /** Joining a class. @param {string} [code] of the class */
    join: (code) => `#/join${code ? `/${code}` : ""}`,
    /**
     * Where the link of a QR code leads.
     *
     * @param {string} id @param {{ done?: string, problem?: string }} [choice] `done`: the student
     *     has checked in; `problem`: the code of what kept them out
     */
    checkIn: (id, choice) => `#/check-in/${id}${chosen(choice)}`,
    /** @param {string} id @param {string} sessionId */
    session: (id, sessionId) => `#/class/${id}/sessions/${sessionId}`,
    /** @param {string} id @param {Choice} [choice] */
    report: (id, choice) => `#/class/${id}/report${chosen(choice)}`,
    /** @param {string} id @param {Choice} [choice] */
    matrix: (id, choice) => `#/class/${id}/report/matrix${chosen(choice)}`,
    /** @param {string} id @param {Choice} [choice] */
    overTime: (id, choice) => `#/class/${id}/report/sessions${chosen(choice)}`,
    /** @param {string} id @param {string} studentId @param {Choice} [choice] */
    studentReport: (id, studentId, choice) =>
        `#/class/${id}/students/${studentId}${chosen(choice)}`,
    /** Who was absent often, over all classes. @param {Choice} [choice] */
    absences: (choice) => `#/absences${chosen(choice)}`,
    /** @param {Choice} [choice] */
    ownReport: (choice) => `#/attendance${chosen(choice)}`,
};

/**
 * The filters and the order of a report. Empty values are left out of the address.
 *
 * @typedef {Record<string, string>} Choice
 */

/** @param {Choice} [choice] */
function chosen(choice = {}) {
    const filled = Object.entries(choice).filter(([, value]) => value);
    return filled.length ? `?${new URLSearchParams(filled)}` : "";
}

/** @param {string} [next] @param {Choice} [more] */
function after(next, more = {}) {
    return chosen({ next: next && next !== to.home ? next : "", ...more });
}
