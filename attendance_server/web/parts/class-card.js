/** A class in a list of classes, with what its teacher does with it most. @module */

import { h, name } from "/dom.js";
import { startWords } from "/language/en/class-page.js";
import { text } from "/language/en/teacher.js";
import { startSession } from "/parts/start-session.js";
import { owns } from "/parts/teachers.js";
import { to } from "/router.js";
import { button, linkButton } from "/ui.js";

/** @import { ClassView } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** @param {App} app @param {ClassView} class_ @param {AbortSignal} signal */
export function classCard(app, class_, signal) {
    return h(
        "li",
        { class: "card is-class" },
        h("h2", {}, h("a", { href: to.class(class_._id), class: "cover" }, name(class_.className))),
        h(
            "p",
            { class: "quiet" },
            text.classList.students(class_.studentIds.length),
            !owns(app, class_) && ` · ${text.teachers.asAssistant}`,
        ),
        !class_.archived && h("div", { class: "above" }, nextStep(app, class_, signal)),
    );
}

/**
 * To continue the session that is running, else to start one, else to add the first students.
 *
 * @param {App} app @param {ClassView} class_ @param {AbortSignal} signal
 */
function nextStep(app, { _id: id, className, studentIds }, signal) {
    const words = startWords;
    const running = app.store.session(id);
    if (running) {
        return linkButton(
            words.resume(running.startedAt),
            to.roll(id),
            { kind: "primary", icon: "live" },
            { "aria-label": words.resumeOf(running.startedAt, className) },
        );
    }
    if (!studentIds.length) {
        return linkButton(
            words.addStudents,
            to.class(id),
            { icon: "plus" },
            { "aria-label": words.addStudentsTo(className) },
        );
    }
    return button(
        text.class.start,
        { icon: "live", onClick: () => startSession(app, id, signal) },
        { "aria-label": words.start(className) },
    );
}
