/** The page of the roll while no session is running. @module */

import { h, name } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { startSession } from "/parts/start-session.js";
import { to } from "/router.js";
import { button, empty, linkButton } from "/ui.js";

/** @import { ClassRoster } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/**
 * @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal
 * @param {Place["show"]} show
 */
export function showNotRunning(app, class_, signal, show) {
    const message = empty(
        "",
        !class_.archived &&
            button(text.class.start, {
                ...{ kind: "primary", icon: "live" },
                onClick: () => startSession(app, class_._id, signal),
            }),
        linkButton(text.backTo(class_.className), to.class(class_._id)),
    );

    function draw() {
        const words = app.store.away ? text.connection.runningUnknown : text.roll.notRunning;
        message.firstElementChild.textContent = class_.archived ? text.class.archived : words;
    }

    app.store.subscribe(({ classId, started }) => {
        if (started && classId === class_._id) {
            app.render();
        } else if (classId === undefined) {
            draw();
        }
    }, signal);
    draw();
    show(
        text.oneSession.title(class_.className),
        h("p", { class: "crumb" }, h("a", { href: to.home }, text.myClasses)),
        h("h1", {}, name(class_.className)),
        message,
    );
}
