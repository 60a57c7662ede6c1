/** Claim codes issued on this page, because the server tells each of them only once. @module */

/** @import { IssuedCode } from "/api-types.js" */
/** @import { App } from "/app.js" */

/**
 * `slips`: by student. `safe`: whether they were printed or downloaded, as far as a page can
 * know. `isOwn`: whether their teacher is logged in.
 *
 * @typedef {{ slips: Map<string, IssuedCode>, safe: boolean, isOwn: () => boolean }} Issued
 */

/** By class, in the memory of this page only. @type {Map<string, Issued>} */
const issuedByClass = new Map();

addEventListener("beforeunload", (event) => {
    // A user who has logged in since has nothing to lose.
    if ([...issuedByClass.values()].some(({ safe, isOwn }) => !safe && isOwn())) {
        event.preventDefault();
    }
});

/**
 * Add codes to those that are not safe yet, until their teacher has printed or downloaded them.
 *
 * @param {App} app @param {string} classId @param {IssuedCode[]} issued
 */
export function addSlips(app, classId, issued) {
    const userId = app.account.user?._id;
    if (!userId || !issued.length) {
        return;
    }
    const before = issuedSlips(classId);
    const slips = before && !before.safe ? before.slips : new Map();
    for (const slip of issued) {
        // The server does not tell which account an invitation is for.
        slips.set(slip.studentId ?? (slip.email || slip.studentNumber), slip);
    }
    const isOwn = () => app.account.user?._id === userId;
    issuedByClass.set(classId, { slips, safe: false, isOwn });
}

/** @param {string} classId */
export function issuedSlips(classId) {
    const issued = issuedByClass.get(classId);
    return issued?.isOwn() ? issued : undefined;
}

/** Forget the codes of a class, which are safe or no longer wanted. @param {string} classId */
export function forgetSlips(classId) {
    issuedByClass.delete(classId);
}
