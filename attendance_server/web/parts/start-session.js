/** Starting a session of a class, or opening the one that is running. @module */

import { to } from "/router.js";

/** @import { App } from "/app.js" */

/** @param {App} app @param {string} id @param {AbortSignal} signal */
export async function startSession(app, id, signal) {
    try {
        const started = await app.api.start(id);
        if (!app.store.session(id)) {
            // The frame for it may arrive after this answer.
            app.store.started({ className: "", ...started });
        }
        // Not if the user has left this page meanwhile.
        if (!signal.aborted) {
            app.go(to.roll(id));
        }
    } catch (error) {
        app.fail(error, signal);
    }
}
