/** A past session as one of its students sees it: their status, and changes to it. @module */

import { h, name } from "/dom.js";
import { text } from "/language/en/student.js";
import { trail } from "/parts/trail.js";
import { to } from "/router.js";
import { iconFor } from "/ui.js";

/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function ownSessionView(app, { ids: [classId, sessionId], signal, show }) {
    const words = text.ownSession;
    const session = await app.api.ownSession(classId, sessionId, { signal });
    const { className, startedAt, endedAt, status, markedAt, corrections } = session;
    if (session.running) {
        app.goInstead(to.class(classId));
        return;
    }
    app.store.subscribe(() => {
        // The session was reopened.
        if (app.store.session(classId)?.sessionId === sessionId) {
            app.goInstead(to.class(classId));
        }
    }, signal);
    show(
        `${className}, ${text.moment(startedAt)}`,
        h("p", { class: "crumb" }, h("a", { href: to.class(classId) }, text.backTo(className))),
        h("h1", {}, name(className)),
        h("p", { class: "quiet" }, text.session.times(startedAt, endedAt ?? startedAt)),
        h(
            "div",
            { class: `now is-${status === "absent" ? "over" : status}` },
            h("div", { class: "now-state" }, iconFor(status), words.mine[status]),
            markedAt && h("p", { class: "now-since" }, words.markedAt(markedAt)),
        ),
        h(
            "section",
            { class: "card stack", "aria-labelledby": "changes" },
            h("h2", { id: "changes" }, text.correction.ofMine),
            corrections.length
                ? trail(corrections)
                : h("p", { class: "quiet" }, words.unchanged),
        ),
    );
}
