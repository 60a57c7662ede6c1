/** Starting a session of a class, or opening the one that is running. @module */

import { isNoAnswer } from "/api.js";
import { h } from "/dom.js";
import { startWords } from "/language/en/class-page.js";
import { ownLessons } from "/language/en/own-lessons.js";
import { to } from "/router.js";
import { dialog } from "/ui.js";

/** @import { App } from "/app.js" */

/** Milliseconds. */
const BRIEF = 3000;

/** @param {App} app @param {string} id @param {AbortSignal} signal */
export async function startSession(app, id, signal) {
    try {
        // It is not waited for long if it could not be reached before.
        const patience = app.store.away ? BRIEF : undefined;
        const started = await app.api.start(id, { patience });
        if (!app.store.session(id)) {
            // The frame for it may arrive after this answer.
            app.store.started({ className: "", ...started });
        }
        // Not if the user has left this page meanwhile.
        if (!signal.aborted) {
            app.go(to.roll(id));
        }
    } catch (error) {
        if (!isNoAnswer(error) || !(await beginHere(app, id, signal))) {
            app.fail(error, signal);
        }
    }
}

/**
 * Begin the session on this device, if it knows the class.
 *
 * @param {App} app @param {string} id @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether it does
 */
async function beginHere(app, id, signal) {
    try {
        await app.live.begin(await app.api.class(id));
    } catch {
        return false;
    }
    if (!signal.aborted) {
        app.go(to.roll(id));
    }
    app.notices.show(ownLessons.begun);
    return true;
}

/**
 * The same, but a class without students is usually one whose students are yet to be added, so the
 * user is asked first.
 *
 * @param {App} app @param {{ _id: string, count: number }} class_ `count`: of its students
 * @param {AbortSignal} signal
 */
export async function askToStart(app, { _id, count }, signal) {
    const words = startWords;
    const sure =
        count > 0 ||
        Boolean(app.store.session(_id)) ||
        (await dialog({
            ...{ title: words.emptyTitle, body: h("p", {}, words.emptyBody), signal },
            confirmLabel: words.emptyConfirm,
        }));
    if (sure) {
        await startSession(app, _id, signal);
    }
}
