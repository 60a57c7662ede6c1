/** Taking back the end of a session, as long as the server allows it. @module */

import { h } from "/dom.js";
import { to } from "/router.js";
import { text } from "/language/text.js";
import { button, dialog } from "/ui.js";
import { goOn } from "/parts/continue.js";

/** Milliseconds after the end of a session in which it can be reopened. */
const WITHIN = 3_600_000;

/**
 * A button that is there while the session can be reopened, as far as one can tell here.
 *
 * @param {import("/app.js").App} app @param {AbortSignal} signal
 */
export function reopenButton(app, signal) {
    let session;
    let last = false;
    const node = button(text.reopening.button, {
        ...{ icon: "undo", onClick: () => reopen(app, session, signal) },
    });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    signal.addEventListener("abort", () => clearTimeout(timer));

    function draw() {
        clearTimeout(timer);
        const left = Date.parse(session.endedAt) + WITHIN - Date.now();
        const running = app.store.session(session.classId) !== undefined;
        node.hidden = !last || running || !(left > 0);
        if (!node.hidden) {
            timer = setTimeout(draw, left);
        }
    }

    return {
        node,
        draw,
        /** @param {any} now the session @param {boolean} isLast of its class */
        update(now, isLast) {
            session = now;
            last = isLast;
            draw();
        },
    };
}

/** @param {import("/app.js").App} app @param {any} session @param {AbortSignal} signal */
async function reopen(app, session, signal) {
    const words = text.reopening;
    await dialog({
        ...{ title: words.title, body: h("p", {}, words.body), confirmLabel: words.button, signal },
        confirm: async () => {
            await app.api.reopen(session.classId, session._id);
            goOn(session._id);
            await app.live.catchUp();
            // Whoever has gone somewhere else meanwhile stays there.
            if (!signal.aborted) {
                app.goInstead(to.roll(session.classId));
                app.notices.show(words.done, "good");
            }
        },
    });
}
