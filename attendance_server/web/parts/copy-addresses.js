/** Copying e-mail addresses, also where a page may not use the clipboard. @module */

import { h, uniqueId } from "/dom.js";
import { summary } from "/language/en/summary.js";
import { dialog } from "/ui.js";

/** @import { App } from "/app.js" */

/** Between two addresses, as every mail program takes them. */
const BETWEEN = ", ";

/**
 * Copy the addresses, or else show them, selected.
 *
 * @param {App} app @param {(string | null | undefined)[]} emails of students, some of whom may have
 *     none
 * @param {AbortSignal} signal
 */
export async function copyAddresses(app, emails, signal) {
    const words = summary;
    const addresses = emails.filter((email) => email);
    const without = emails.length - addresses.length;
    if (!addresses.length) {
        app.notices.show(words.noAddress);
        return;
    }
    const list = addresses.join(BETWEEN);
    if (!(await copy(list))) {
        await showSelected(list, without, signal);
        return;
    }
    const count = addresses.length;
    app.notices.show([words.copied(count), without && words.without(without)].filter(Boolean).join(" "), "good");
}

/** Whether the text is on the clipboard now. @param {string} list */
async function copy(list) {
    try {
        await navigator.clipboard.writeText(list);
        return true;
    } catch {
        // No permission, or no clipboard: pages without TLS have none.
        return copySelected(list);
    }
}

/** Copy as from a field, which needs no permission, but works only in some browsers. */
function copySelected(/** @type {string} */ list) {
    const area = h("textarea", { class: "unseen", "aria-hidden": "true" }, list);
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (focused instanceof HTMLElement) {
        focused.focus({ preventScroll: true });
    }
    return copied;
}

/** @param {string} list @param {number} without @param {AbortSignal} signal */
async function showSelected(list, without, signal) {
    const words = summary;
    const id = uniqueId("addresses");
    const area = h("textarea", { id, readonly: true, rows: 6, dir: "ltr" }, list);
    const closed = dialog({
        ...{ title: words.copyTitle, cancelLabel: words.done, signal },
        body: h(
            "div",
            { class: "field" },
            h("label", { for: id }, words.addresses),
            h("p", { class: "hint", id: `${id}-hint` }, words.copyHint),
            area,
            without > 0 && h("p", { class: "hint" }, words.without(without)),
        ),
    });
    area.focus();
    area.select();
    await closed;
}
