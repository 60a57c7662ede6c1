/** How the students of a class check in: the current settings, and a button to change them. @module */

import { changeRules } from "/check-in/teacher-calls.js";
import { h } from "/dom.js";
import { words as all } from "/language/check-in-teacher.js";
import { fieldErrors } from "/language/errors.js";
import { button, checkbox, dialog, field } from "/ui.js";

/** @import { CheckInRules, ClassRoster } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** What the server does not send. @type {CheckInRules} */
const DEFAULTS = {
    ...{ allowed: true, step: 5, codeStep: 30, openAtStart: false, closeAfter: null, join: "no" },
};

/** @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal */
export function checkInSetting(app, class_, signal) {
    const words = all.setting;
    const node = h("p", { class: "quiet" });

    function draw() {
        node.textContent = words.current(class_.checkIn ?? DEFAULTS);
    }

    async function change() {
        const { allowed, step, codeStep, openAtStart, closeAfter, join } = class_.checkIn ?? DEFAULTS;
        /** @param {string} name @param {string} label @param {string} hint @param {number | null} value */
        const whole = (name, label, hint, value) =>
            field({
                ...{ name, label, hint, value: value ?? "", inputmode: "numeric", maxlength: 6 },
                autocomplete: "off",
            });
        const may = checkbox(words.allowed, "allowed", undefined, { checked: allowed });
        const atStart = checkbox(words.openAtStart, "openAtStart", words.openAtStartHint, {
            checked: openAtStart,
        });
        const ask = checkbox(words.join, "join", words.joinHint, { checked: join === "ask" });
        const fields = [
            whole("closeAfter", words.closeAfter, words.closeAfterHint, closeAfter),
            whole("step", words.step, words.stepHint, step),
            whole("codeStep", words.codeStep, words.codeStepHint, codeStep),
        ];
        const changed = await dialog({
            ...{ title: words.title, body: [may.node, atStart.node, ask.node], fields },
            ...{ confirmLabel: words.save, signal },
            confirm: async (values) => {
                const updated = await changeRules(app.api, class_._id, {
                    allowed: may.control.checked,
                    openAtStart: atStart.control.checked,
                    join: ask.control.checked ? "ask" : "no",
                    closeAfter: values.closeAfter.trim() ? wholeNumber(values.closeAfter) : null,
                    step: wholeNumber(values.step),
                    codeStep: wholeNumber(values.codeStep),
                });
                class_.checkIn = updated.checkIn;
            },
            // The server names fields with the object that they are in.
            explain: (error) =>
                Object.fromEntries(
                    Object.entries(fieldErrors(error)).map(([path, problem]) => [
                        path.split(".").at(-1),
                        problem,
                    ]),
                ),
        });
        if (changed) {
            draw();
            app.notices.show(words.saved, "good");
        }
    }

    draw();
    return { node, button: button(words.button, { icon: "qr", onClick: () => void change() }) };
}

/**
 * The value of a field for the server. Anything but a whole number becomes 0, which the server
 * refuses in the same way.
 *
 * @param {string} typed
 */
function wholeNumber(typed) {
    return /^\d+$/.test(typed.trim()) ? Number(typed) : 0;
}
