/** The user's imports of the last day into a class, each of which can be undone. @module */

import { isMissing } from "/api.js";
import { h, replace } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { forgetSlips } from "/parts/issued-slips.js";
import { button, dialog, iconFor } from "/ui.js";

/** @import { RecentImport } from "/api-types.js" */
/** @import { App } from "/app.js" */

/**
 * @param {App} app @param {string} classId
 * @param {{ signal: AbortSignal, undone: () => void }} options `undone` is called after one was
 */
export function recentImports(app, classId, { signal, undone }) {
    const words = text.recentImports;
    const node = h("div", { class: "stack not-paper", hidden: true });

    async function load() {
        try {
            const imports = await app.api.recentImports(classId, { signal });
            const changing = imports.filter(changes);
            node.hidden = !changing.length;
            replace(node, ...changing.map(line));
        } catch (error) {
            // Not for a teacher who may not import into this class.
            if (!isMissing(error)) {
                app.fail(error, signal);
            }
        }
    }

    /** @param {RecentImport} import_ */
    function line(import_) {
        return h(
            "div",
            { class: "notice is-info" },
            iconFor("info"),
            h("p", {}, words.what(import_)),
            button(
                words.undo,
                { icon: "undo", onClick: () => ask(import_) },
                { "aria-label": words.undoLabel(import_.at) },
            ),
        );
    }

    /** @param {RecentImport} import_ */
    async function ask(import_) {
        let deleted = 0;
        const sure = await dialog({
            ...{ title: words.title, body: h("p", {}, words.body), signal },
            ...{ confirmLabel: words.confirm, danger: true },
            confirm: async () => {
                ({ deleted } = await app.api.undoImport(import_._id));
            },
        });
        if (sure) {
            // The codes of deleted accounts are worth nothing.
            forgetSlips(classId);
            app.notices.show(words.done(deleted), "good");
            undone();
        }
    }

    void load();
    return node;
}

/** Whether it has changed the class. @param {RecentImport} import_ */
function changes({ created, joined, invited, left = 0, renamed = 0 }) {
    return created + joined + invited + left + renamed > 0;
}
