/**
 * Addresses within the page: what stands behind `#`, such as `#/class/65f0…/roll`.
 *
 * @module
 */

const ID = "([0-9a-f]{24})";

/** @type {[string, RegExp][]} */
const ROUTES = [
    ["login", /^\/login$/],
    ["signup", /^\/signup$/],
    ["home", /^\/?$/],
    ["account", /^\/account$/],
    ["class", new RegExp(`^/class/${ID}$`)],
    ["roll", new RegExp(`^/class/${ID}/roll$`)],
    ["projector", new RegExp(`^/class/${ID}/projector$`)],
    ["session", new RegExp(`^/class/${ID}/sessions/${ID}$`)],
    ["import", new RegExp(`^/class/${ID}/import$`)],
    ["slips", new RegExp(`^/class/${ID}/slips$`)],
    ["claim", /^\/claim(?:\/([^/]*))?$/],
];

/**
 * @param {string} hash as `location.hash`
 * @returns {{ name: string, ids: string[], next?: string }} `next`: where to go after a log-in
 */
export function route(hash) {
    const [path, query] = hash.replace(/^#/, "").split("?");
    const next = new URLSearchParams(query).get("next") ?? undefined;
    for (const [name, pattern] of ROUTES) {
        const match = pattern.exec(path);
        if (match) {
            return { name, ids: match.slice(1), next };
        }
    }
    return { name: "missing", ids: [] };
}

export const to = {
    home: "#/",
    account: "#/account",
    /** @param {string} [next] */
    login: (next) => `#/login${after(next)}`,
    /** @param {string} [next] */
    signup: (next) => `#/signup${after(next)}`,
    /** @param {string} id */
    class: (id) => `#/class/${id}`,
    /** @param {string} id */
    roll: (id) => `#/class/${id}/roll`,
    /** @param {string} id */
    projector: (id) => `#/class/${id}/projector`,
    /** @param {string} id */
    import: (id) => `#/class/${id}/import`,
    /** @param {string} id */
    slips: (id) => `#/class/${id}/slips`,
    /** @param {string} [code] */
    claim: (code) => (code ? `#/claim/${code}` : "#/claim"),
    /** @param {string} id @param {string} sessionId */
    session: (id, sessionId) => `#/class/${id}/sessions/${sessionId}`,
};

/** @param {string} [next] */
function after(next) {
    return next && next !== to.home ? `?${new URLSearchParams({ next })}` : "";
}
