/** Claim codes that were issued on this page: the server tells each of them once only. @module */

/**
 * Without `studentId`, the code is that of an invitation, which does not expire.
 *
 * @typedef {{
 *     studentId: string | null, name: string, email: string, code: string,
 *     codeExpiresAt: string | null,
 * }} Slip
 */

/**
 * `safe`: whether they have been printed or downloaded, as far as a page can know. `here`: whether
 * their teacher is logged in.
 *
 * @typedef {{ slips: Map<string, Slip>, safe: boolean, here: () => boolean }} Issued
 */

/** By class, in the memory of this page only. @type {Map<string, Issued>} */
const issuedByClass = new Map();

addEventListener("beforeunload", (event) => {
    // Whoever has logged in here since has nothing to lose.
    if ([...issuedByClass.values()].some(({ safe, here }) => !safe && here())) {
        event.preventDefault();
    }
});

/**
 * Keep the codes until their teacher has made something of them; after those that still wait.
 *
 * @param {import("/app.js").App} app @param {string} classId @param {Slip[]} issued
 */
export function addSlips(app, classId, issued) {
    const userId = app.account.user?._id;
    if (!userId || !issued.length) {
        return;
    }
    const before = issuedSlips(classId);
    const slips = before && !before.safe ? before.slips : new Map();
    for (const slip of issued) {
        slips.set(slip.email, slip);
    }
    const here = () => app.account.user?._id === userId;
    issuedByClass.set(classId, { slips, safe: false, here });
}

/** @param {string} classId */
export function issuedSlips(classId) {
    const found = issuedByClass.get(classId);
    return found?.here() ? found : undefined;
}

/** Its teacher needs them no longer. @param {string} classId */
export function forgetSlips(classId) {
    issuedByClass.delete(classId);
}
