/** Ending a session from its roll. @module */

import { h } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { dialog } from "/ui.js";

/** @import { App } from "/app.js" */

/**
 * Ask whether to end the session, and end it once its marks are saved.
 *
 * @param {App} app @param {string} classId @param {AbortSignal} signal
 * @param {{ present: number, excused: number, total: number }} counts
 * @param {(ending: boolean) => void} isEnding is told that this page ends it, or does not after all
 */
export async function endSession(app, classId, signal, { present, excused, total }, isEnding) {
    const words = text.roll;
    const leaving = new AbortController();
    const waitingHint = h("p", { class: "hint", role: "status" });
    const drawHint = () => {
        const count = app.store.pendingIn(classId).length;
        const hint = app.store.ready ? words.endPending(count) : words.endOffline(count);
        if (waitingHint.textContent !== hint) {
            waitingHint.textContent = hint;
        }
    };
    drawHint();
    app.store.subscribe(drawHint, leaving.signal);
    await dialog({
        title: words.endTitle,
        body: [
            h("p", {}, words.endBody(present, total)),
            excused > 0 && h("p", {}, words.endExcused(excused)),
            waitingHint,
        ],
        ...{ confirmLabel: words.endConfirm, danger: true, signal },
        confirm: async () => {
            isEnding(true);
            try {
                await app.live.end(classId, leaving.signal);
            } catch (error) {
                isEnding(false);
                throw error;
            }
        },
    });
    // Withdraws the request to end if the dialog was cancelled.
    leaving.abort();
}
