/** Whether a session that did not start today is to go on, which is asked before it does. @module */

import { h, name } from "/dom.js";
import { to } from "/router.js";
import { isToday, text } from "/text.js";
import { button, linkButton, mark } from "/ui.js";
import { startSession } from "/views/class.js";

/** The sessions, by id, that go on here: they were open already, or their teacher has said so. */
const going = new Set();

/** @param {{ sessionId: string, startedAt: string }} session */
export function needsAsking({ sessionId, startedAt }) {
    return !going.has(sessionId) && !isToday(startedAt);
}

/** From now on the session goes on without a question. @param {string} sessionId */
export function goOn(sessionId) {
    going.add(sessionId);
}

/** @typedef {NonNullable<ReturnType<import("../session-store.js").SessionStore["session"]>>} Running */

/**
 * The question, in place of the roll.
 *
 * @param {import("../app.js").App} app @param {any} class_
 * @param {Running} session that runs in it
 * @param {AbortSignal} signal @param {import("../app.js").Place["show"]} show
 */
export function askToContinue(app, class_, session, signal, show) {
    const words = text.continuing;
    const { sessionId, startedAt, present, total } = session;
    let restarting = false;

    async function restart() {
        if (restarting) {
            return;
        }
        restarting = true;
        restartButton.setAttribute("aria-disabled", "true");
        try {
            await app.live.end(class_._id, signal).catch(unlessEnded);
            await startSession(app, class_._id, signal);
        } catch (error) {
            app.fail(error, signal);
        } finally {
            restarting = false;
            restartButton.removeAttribute("aria-disabled");
        }
    }

    const restartButton = button(words.restart, { onClick: restart });
    app.store.subscribe(() => {
        if (!restarting && app.store.session(class_._id)?.sessionId !== sessionId) {
            app.render();
        }
    }, signal);
    show(
        text.roll.title(class_.className),
        h(
            "p",
            { class: "crumb" },
            h("a", { href: to.class(class_._id) }, text.backTo(class_.className)),
        ),
        h("h1", {}, name(class_.className)),
        h(
            "div",
            { class: "card stack" },
            h("p", { class: "lead" }, mark("live"), " ", words.stillRuns(startedAt)),
            h("p", {}, words.ending(present, total ?? class_.students.length)),
            h(
                "div",
                { class: "actions is-start" },
                button(words.goOn, {
                    kind: "primary",
                    onClick: () => {
                        goOn(sessionId);
                        app.render();
                    },
                }),
                restartButton,
                linkButton(text.cancel, to.class(class_._id), { kind: "quiet" }),
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
