/** Asking whether to continue a session that was started on another day. @module */

import { h, name } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { errorCode } from "/language/errors.js";
import { isToday } from "/language/formats.js";
import { startSession } from "/parts/start-session.js";
import { to } from "/router.js";
import { button, linkButton } from "/ui.js";

/** @import { ClassRoster } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** The ids of sessions that continue without a question. @type {Set<string>} */
const continued = new Set();

/** @param {{ sessionId: string, startedAt: string }} session */
export function needsAsking({ sessionId, startedAt }) {
    return !continued.has(sessionId) && !isToday(startedAt);
}

/** Do not ask about this session. @param {string} sessionId */
export function continueSession(sessionId) {
    continued.add(sessionId);
}

/**
 * Show the question in place of the roll.
 *
 * @param {App} app @param {ClassRoster} class_
 * @param {{ sessionId: string, startedAt: string, present: number, total?: number }} session
 * @param {AbortSignal} signal @param {Place["show"]} show
 */
export function askToContinue(app, class_, session, signal, show) {
    const words = text.continuing;
    const { _id: classId, className, students } = class_;
    const { sessionId, startedAt, present, total = students.length } = session;
    let restarting = false;

    async function restart() {
        if (restarting) {
            return;
        }
        restarting = true;
        restartButton.setAttribute("aria-disabled", "true");
        try {
            await app.live.end(classId, signal).catch(unlessEnded);
            await startSession(app, classId, signal);
        } catch (error) {
            app.fail(error, signal);
        } finally {
            restarting = false;
            restartButton.removeAttribute("aria-disabled");
        }
    }

    const restartButton = button(words.restart, { onClick: restart });
    app.store.subscribe(() => {
        if (!restarting && app.store.session(classId)?.sessionId !== sessionId) {
            app.render();
        }
    }, signal);
    show(
        text.oneSession.title(className),
        h("p", { class: "crumb" }, h("a", { href: to.class(classId) }, text.backTo(className))),
        h("h1", {}, name(className)),
        h(
            "div",
            { class: "card stack" },
            h("p", { class: "lead" }, words.stillRuns(startedAt)),
            h("p", {}, words.ending(present, total)),
            h(
                "div",
                { class: "actions is-start" },
                button(words.resume, {
                    ...{ kind: "primary", icon: "live" },
                    onClick: () => {
                        continueSession(sessionId);
                        app.render();
                    },
                }),
                restartButton,
                linkButton(text.cancel, to.class(classId), { kind: "quiet" }),
            ),
        ),
    );
}

/** Ignores that the session has ended already. @param {unknown} error */
function unlessEnded(error) {
    if (errorCode(error) !== "no_active_session") {
        throw error;
    }
}
