/** Checking in on the page of a class, without the link of a QR code. @module */

import { h } from "/dom.js";
import { words } from "/language/check-in-student.js";
import { codeEntry, handEntry } from "/parts/check-in/entry.js";
import { to } from "/router.js";

/** @import { App } from "/app.js" */

/**
 * `draw` shows it while the student is not marked in the running session: to raise a hand, and while
 * check-in is open, the letters and the camera too.
 *
 * @param {App} app @param {string} classId @param {AbortSignal} signal
 */
export function checkInSection(app, classId, signal) {
    const entry = codeEntry(app, classId, {
        signal,
        done: () => app.go(to.checkIn(classId, { done: "true" })),
        failed: (problem) => app.go(to.checkIn(classId, { problem })),
    });
    const scanning = h("div", { class: "stack" }, h("p", {}, words.how), entry);
    const node = h(
        "section",
        { class: "card stack", "aria-labelledby": "check-in", hidden: true },
        h("h2", { id: "check-in" }, words.heading),
        scanning,
        handEntry(app, classId, signal),
    );

    function draw() {
        const session = app.store.session(classId);
        node.hidden = !session || Boolean(session.status);
        scanning.hidden = !session?.checkIn;
    }

    draw();
    return { node, draw };
}
