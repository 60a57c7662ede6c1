/** Correcting the name of an account that has not been claimed yet, and deleting it. @module */

import { h } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { dialog, field } from "/ui.js";

/** @import { App } from "/app.js" */

/**
 * Fulfilled with whether the account has changed or is deleted.
 *
 * @param {App} app @param {{ _id: string, name: string }} student @param {AbortSignal} signal
 * @returns {Promise<boolean>}
 */
export async function correctUnclaimed(app, student, signal) {
    const words = text.unclaimed;
    const newName = field({
        ...{ label: words.name, name: "name", value: student.name, required: true },
        ...{ maxlength: 200, autocomplete: "off" },
    });
    let deletes = false;
    const corrected = await dialog({
        ...{ title: words.title(student.name), body: h("p", {}, words.body), signal },
        ...{ fields: [newName], confirmLabel: words.save },
        confirm: (values) => app.api.renameStudent(student._id, values.name),
        instead: {
            ...{ label: words.remove, kind: "danger" },
            act: () => {
                deletes = true;
            },
        },
    });
    if (corrected) {
        app.notices.show(words.saved, "good");
    }
    return corrected || (deletes && (await remove(app, student, signal)));
}

/** @param {App} app @param {{ _id: string, name: string }} student @param {AbortSignal} signal */
async function remove(app, student, signal) {
    const words = text.unclaimed;
    const removed = await dialog({
        ...{ title: words.removeTitle(student.name), body: h("p", {}, words.removeBody), signal },
        ...{ confirmLabel: words.removeConfirm, danger: true },
        confirm: () => app.api.deleteStudent(student._id),
    });
    if (removed) {
        app.notices.show(words.removed, "good");
    }
    return removed;
}
