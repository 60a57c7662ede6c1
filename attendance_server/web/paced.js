/** Work that many events ask for, done at a bounded rate. @module */

/**
 * A function that has `work` done soon, and again once it is asked for meanwhile, but not before
 * the pause is over.
 *
 * @param {number} pause milliseconds from one time to the next
 * @param {() => unknown} work @param {AbortSignal} signal ends it
 */
export function paced(pause, work, signal) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    let last = -Infinity;
    signal.addEventListener("abort", () => clearTimeout(timer));
    return () => {
        if (timer !== undefined || signal.aborted) {
            return;
        }
        const wait = Math.max(0, last + pause - performance.now());
        timer = setTimeout(() => {
            timer = undefined;
            last = performance.now();
            work();
        }, wait);
    };
}
