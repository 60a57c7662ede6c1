/** Keys of one letter: which there are, and whether they are wanted. @module */

import { h } from "/dom.js";
import { text } from "/language/text.js";
import { checkbox, dialog } from "/ui.js";

const OFF = "attendance.no-single-keys";

/**
 * What each marks the student as at whose tile the keyboard is.
 *
 * @type {Record<string, import("/status.js").Status>}
 */
export const STATUS_KEYS = { p: "present", l: "late", e: "excused", a: "absent" };

/** The key, where it is meant as one and not typed. @param {KeyboardEvent} event */
export function singleKey({ key, target, ctrlKey, altKey, metaKey, isComposing }) {
    const typed = target instanceof Element && target.closest("input, textarea");
    const other = ctrlKey || altKey || metaKey || isComposing;
    const busy = typed || other || document.querySelector("dialog[open]");
    return !busy && areKeysOn() ? key : undefined;
}

/** Tell of all keys. @param {AbortSignal} signal */
export async function showKeys(signal) {
    const words = text.roll;
    // Keys of one letter are in the way of who speaks to the computer (WCAG 2.2, 2.1.4).
    const use = checkbox(words.keysOn, "keys", undefined, {
        checked: areKeysOn(),
        on: { change: () => turn(use.control.checked) },
    });
    await dialog({
        title: words.keys,
        body: [
            h(
                "dl",
                { class: "facts" },
                words.keyTable.map(([key, what]) => [
                    h("dt", {}, h("kbd", {}, key)),
                    h("dd", {}, what),
                ]),
            ),
            use.node,
        ],
        ...{ cancelLabel: text.close, signal },
    });
}

/** Whether keys of one letter do anything here. */
export function areKeysOn() {
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
        // The browser keeps nothing; then they stay as they are.
    }
}
