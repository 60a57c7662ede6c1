/** The long file of a class, and files for other systems, out of the way until wanted. @module */

import { h, uniqueId } from "/dom.js";
import { files as words } from "/language/en/files.js";
import { exportButtons, files } from "/parts/exports.js";

/** @import { App } from "/app.js" */

/**
 * @param {App} app @param {string} path of the class
 * @param {() => Record<string, string>} query the days, and the time zone
 */
export function moreFiles(app, path, query) {
    const id = uniqueId("system");
    const system = h(
        "select",
        { id, name: "system" },
        words.systems.map(([value, label]) => h("option", { value }, label)),
    );
    const preset = () => new URLSearchParams({ ...query(), preset: system.value });
    return h(
        "details",
        { class: "more-files" },
        h("summary", {}, words.more),
        h(
            "div",
            { class: "card stack" },
            h("h2", {}, words.records),
            exportButtons(
                app,
                files({ what: words.recordsWhat, path: `${path}/records`, query }),
            ),
            h("h2", {}, words.presets),
            h("div", { class: "field" }, h("label", { for: id }, words.system), system),
            exportButtons(app, [
                { label: words.download, path: () => `${path}/export?${preset()}` },
            ]),
        ),
    );
}
