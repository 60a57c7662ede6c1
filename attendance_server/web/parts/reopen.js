/** Reopening a session that has just ended. @module */

import { h } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { continueSession } from "/parts/continue.js";
import { to } from "/router.js";
import { button, dialog } from "/ui.js";

/** @import { SessionDetail } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** Milliseconds after the end of a session in which it can be reopened. */
const WITHIN = 3_600_000;

/**
 * A button that is shown while the session can be reopened, as far as is known here.
 *
 * @param {App} app @param {AbortSignal} signal
 */
export function reopenButton(app, signal) {
    /** @type {SessionDetail | undefined} */
    let session;
    let last = false;
    const node = button(text.reopening.button, {
        ...{ icon: "undo", onClick: () => session && reopen(app, session, signal) },
    });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    signal.addEventListener("abort", () => clearTimeout(timer));

    function draw() {
        clearTimeout(timer);
        const { classId = "", endedAt } = session ?? {};
        const remaining = Date.parse(endedAt ?? "") + WITHIN - Date.now();
        const running = app.store.session(classId) !== undefined;
        node.hidden = !app.account.isTeacher || !last || running || !(remaining > 0);
        if (!node.hidden) {
            timer = setTimeout(draw, remaining);
        }
    }

    return {
        node,
        draw,
        /** @param {SessionDetail} current @param {boolean} isLast of its class */
        update(current, isLast) {
            session = current;
            last = isLast;
            draw();
        },
    };
}

/** @param {App} app @param {SessionDetail} session @param {AbortSignal} signal */
async function reopen(app, session, signal) {
    const words = text.reopening;
    await dialog({
        ...{ title: words.title, body: h("p", {}, words.body), confirmLabel: words.button, signal },
        confirm: async () => {
            await app.api.reopen(session.classId, session._id);
            continueSession(session._id);
            await app.live.catchUp();
            // Not if the user has left this page meanwhile.
            if (!signal.aborted) {
                app.goInstead(to.roll(session.classId));
                app.notices.show(words.done, "good");
            }
        },
    });
}
