/** Catching up with what `WATCHING` does not tell, after frames may have been missed. @module */

/** @import { App } from "/app.js" */

/**
 * Milliseconds within which it is done, so that a whole school that has come to another server does
 * not ask that for everything in one instant.
 */
const WITHIN = 15_000;

/**
 * Call `then` whenever the connection is back.
 *
 * @param {App} app @param {() => unknown} then @param {AbortSignal} signal ends it
 */
export function afterMissedFrames(app, then, signal) {
    let missed = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    app.store.subscribe(({ classId }) => {
        if (classId !== undefined) {
            return;
        }
        if (!app.store.ready) {
            missed = true;
        } else if (missed) {
            missed = false;
            clearTimeout(timer);
            timer = setTimeout(then, WITHIN * Math.random());
        }
    }, signal);
    signal.addEventListener("abort", () => clearTimeout(timer));
}
