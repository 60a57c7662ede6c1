/** Whether a session that did not start today is to go on, which is asked before it does. @module */

import { h, name } from "/dom.js";
import { to } from "/router.js";
import { isToday, text } from "/language/text.js";
import { button, linkButton } from "/ui.js";
import { startSession } from "/parts/start-session.js";

/** The sessions, by id, that are open here already, or whose teacher wants them to go on. */
const going = new Set();

/** @param {{ sessionId: string, startedAt: string }} session */
export function needsAsking({ sessionId, startedAt }) {
    return !going.has(sessionId) && !isToday(startedAt);
}

/** From now on the session goes on without a question. @param {string} sessionId */
export function goOn(sessionId) {
    going.add(sessionId);
}

/**
 * The question, in place of the roll.
 *
 * @param {import("/app.js").App} app @param {any} class_ whose session runs
 * @param {{ sessionId: string, startedAt: string, present: number, total?: number }} session
 * @param {AbortSignal} signal @param {import("/app.js").Place["show"]} show
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
        text.roll.title(className),
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
                button(words.goOn, {
                    ...{ kind: "primary", icon: "live" },
                    onClick: () => {
                        goOn(sessionId);
                        app.render();
                    },
                }),
                restartButton,
                linkButton(text.cancel, to.class(classId), { kind: "quiet" }),
            ),
        ),
    );
}

/** It has ended meanwhile, which was the aim. @param {any} error */
function unlessEnded(error) {
    if (error.message !== "No active attendance session") {
        throw error;
    }
}
