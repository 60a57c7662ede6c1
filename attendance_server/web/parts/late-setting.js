/** The setting from when on students are marked late automatically. @module */

import { h } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { button, dialog, field } from "/ui.js";

/** @import { ClassRoster } from "/api-types.js" */
/** @import { App } from "/app.js" */

/**
 * The current setting, and a button to change it.
 *
 * @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal
 */
export function lateSetting(app, class_, signal) {
    const words = text.lateSetting;
    const node = h("p", { class: "quiet" });

    function draw() {
        node.textContent = words.current(class_.lateAfter);
    }

    async function change() {
        const lateAfter = field({
            ...{ label: words.label, name: "lateAfter", hint: words.hint },
            ...{ value: class_.lateAfter ?? "", inputmode: "numeric", maxlength: 20 },
            autocomplete: "off",
        });
        const changed = await dialog({
            ...{ title: words.title, body: h("p", {}, words.body), fields: [lateAfter] },
            ...{ confirmLabel: words.save, signal },
            confirm: async (values) => {
                const updated = await app.api.changeClass(class_._id, {
                    lateAfter: minutes(values.lateAfter),
                });
                class_.lateAfter = updated.lateAfter;
            },
        });
        if (changed) {
            draw();
            app.notices.show(words.changed(class_.lateAfter), "good");
        }
    }

    draw();
    return { node, button: button(words.button, { icon: "waiting", onClick: change }) };
}

/**
 * The value of the field for the server. Anything but a whole number becomes 0, which the server
 * refuses in the same way.
 *
 * @param {string} typed @returns {number | null}
 */
function minutes(typed) {
    const trimmed = typed.trim();
    if (!trimmed) {
        return null;
    }
    return /^\d+$/.test(trimmed) ? Number(trimmed) : 0;
}
