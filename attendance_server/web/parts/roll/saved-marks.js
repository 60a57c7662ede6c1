/** Announces saved marks to screen readers, those of one moment together. @module */

/** @import { Mark } from "/session-store.js" */

/** Milliseconds in which saved marks are announced together. */
const TOGETHER = 700;

/**
 * A function to call with each saved mark.
 *
 * @param {(marks: Mark[]) => void} announce @param {AbortSignal} signal
 * @returns {(mark: Mark) => void}
 */
export function savedTogether(announce, signal) {
    /** @type {Mark[]} */
    let saved = [];
    return (mark) => {
        saved.push(mark);
        if (saved.length > 1) {
            return;
        }
        setTimeout(() => {
            const marks = saved;
            saved = [];
            if (!signal.aborted) {
                announce(marks);
            }
        }, TOGETHER);
    };
}
