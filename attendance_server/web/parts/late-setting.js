/** From when on who comes into a session of a class is late by the clock. @module */

import { h } from "/dom.js";
import { text } from "/language/text.js";
import { button, dialog, field } from "/ui.js";

/**
 * What is set, and a button to change it.
 *
 * @param {import("/app.js").App} app @param {any} class_ @param {AbortSignal} signal
 */
export function lateSetting(app, class_, signal) {
    const words = text.lateSetting;
    const node = h("p", { class: "quiet" });

    function draw() {
        node.textContent = words.told(class_.lateAfter);
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
                const now = await app.api.changeClass(class_._id, {
                    lateAfter: minutes(values.lateAfter),
                });
                class_.lateAfter = now.lateAfter;
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
 * What was typed, as the server takes it. What is no whole number becomes 0, which the server
 * refuses with the words for both.
 *
 * @param {string} typed @returns {number | null}
 */
function minutes(typed) {
    const written = typed.trim();
    if (!written) {
        return null;
    }
    return /^\d+$/.test(written) ? Number(written) : 0;
}
