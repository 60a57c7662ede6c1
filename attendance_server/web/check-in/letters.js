/** The code of a check-in as a student types, pastes or scans it. @module */

/** How many letters and digits are typed. */
export const LENGTH = 6;

/** Letters and digits that no code has, because they look like others. */
const NEVER = /[01IO]/;

/**
 * The code in what was typed, pasted or scanned, which may be a whole link. Letter case, full width,
 * blanks and dashes are ignored.
 *
 * @param {string} typed
 */
export function codeIn(typed) {
    const last = typed.normalize("NFKC").trim().replace(/\/+$/u, "").split("/").at(-1) ?? "";
    return last.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether something was misread: the code has a letter that no code has. @param {string} code */
export const isMisread = (code) => NEVER.test(code);
