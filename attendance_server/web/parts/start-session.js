/** Starting a session of a class, or opening the one that is running. @module */

import { to } from "/router.js";

/** @param {import("/app.js").App} app @param {string} id @param {AbortSignal} signal */
export async function startSession(app, id, signal) {
    try {
        const started = await app.api.start(id);
        if (!app.store.session(id)) {
            // The frame that tells it may come later than this answer.
            app.store.started({ className: "", ...started });
        }
        // Whoever has gone somewhere else meanwhile stays there.
        if (!signal.aborted) {
            app.go(to.roll(id));
        }
    } catch (error) {
        app.fail(error, signal);
    }
}
