/** Keyboard shortcuts of one key, and whether they are on. @module */

import { h } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { checkbox, dialog } from "/ui.js";

/** @import { Standing } from "/status.js" */

const OFF = "attendance.no-single-keys";

/**
 * The status that each key gives the student whose tile has the focus.
 *
 * @type {Record<string, Standing>}
 */
export const STATUS_SHORTCUTS = {
    p: "present",
    l: "late",
    e: "excused",
    a: "absent",
    n: "none",
};

/** The key that was pressed, unless it is text that is being typed. @param {KeyboardEvent} event */
export function shortcutOf({ key, target, ctrlKey, altKey, metaKey, isComposing }) {
    const typed = target instanceof Element && target.closest("input, textarea");
    const other = ctrlKey || altKey || metaKey || isComposing;
    const busy = typed || other || document.querySelector("dialog[open]");
    return !busy && areShortcutsOn() ? key : undefined;
}

/** Show all shortcuts. @param {AbortSignal} signal */
export async function showShortcuts(signal) {
    const words = text.roll;
    // Users of speech input need to turn single-key shortcuts off (WCAG 2.2, 2.1.4).
    const use = checkbox(words.shortcutsOn, "keys", undefined, {
        checked: areShortcutsOn(),
        on: { change: () => turn(use.control.checked) },
    });
    await dialog({
        title: words.shortcuts,
        body: [
            h(
                "dl",
                { class: "facts" },
                words.shortcutTable.map(([key, what]) => [
                    h("dt", {}, h("kbd", {}, key)),
                    h("dd", {}, what),
                ]),
            ),
            use.node,
        ],
        ...{ cancelLabel: text.close, signal },
    });
}

/** Whether single-key shortcuts are on. */
export function areShortcutsOn() {
    try {
        return localStorage.getItem(OFF) === null;
    } catch {
        return true;
    }
}

/** @param {boolean} on */
function turn(on) {
    try {
        if (on) {
            localStorage.removeItem(OFF);
        } else {
            localStorage.setItem(OFF, "1");
        }
    } catch {
        // The browser stores nothing, so nothing changes.
    }
}
