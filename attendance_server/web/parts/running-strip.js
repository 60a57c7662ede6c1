/** A line in the reports of a class while a session of it runs, which does not count yet. @module */

import { h, replace } from "/dom.js";
import { running as words } from "/language/en/running.js";
import { paced } from "/paced.js";
import { to } from "/router.js";
import { iconFor, linkButton } from "/ui.js";

/** @import { App } from "/app.js" */

/** The least time between two changes of the line, in milliseconds. */
const PAUSE = 500;

/** @param {App} app @param {string} classId @param {AbortSignal} signal */
export function runningStrip(app, classId, signal) {
    const line = h("p", {});
    const node = h(
        "div",
        { class: "notice is-info running-strip not-paper", hidden: true },
        iconFor("live"),
        line,
        linkButton(words.open, to.roll(classId)),
    );

    function draw() {
        const session = app.store.session(classId);
        node.hidden = !session;
        replace(line, session && words.strip(session.startedAt, session.present));
    }

    const redraw = paced(PAUSE, draw, signal);
    app.store.subscribe((news) => {
        if (news.classId === undefined || news.classId === classId) {
            redraw();
        }
    }, signal);
    draw();
    return node;
}
