/** All that a student can be, to choose from: a sheet at their tile, or at the foot of a phone. @module */

import { h, name, uniqueId } from "/dom.js";
import { ABSENT, STATUSES } from "/status.js";
import { text } from "/language/text.js";
import { button, mark } from "/ui.js";
import { STATUS_KEYS, areKeysOn } from "/parts/shortcuts.js";

/** @typedef {import("/status.js").Status} Status */

/** Milliseconds in which a finger that taps twice has slipped, and chooses nothing. */
const DOUBLE_TAP = 350;

/**
 * Calls `choose` with the status that is chosen, if one is.
 *
 * @param {{
 *     student: any, status: Status, said: string, at: HTMLElement, signal: AbortSignal,
 *     choose: (status: Status) => void,
 * }} options `status` and `said`: what the student is now; `at`: where it opens
 */
export function markSheet({ student, status, said, at, signal, choose }) {
    const id = uniqueId("sheet");
    const opened = performance.now();
    const tapped = at.getBoundingClientRect();
    const keys = areKeysOn();

    /** @param {Status} chosen */
    function take(chosen) {
        node.close();
        choose(chosen);
    }

    /** Whether it is the second half of the double tap that has opened the sheet. */
    function slipped({ timeStamp, clientX: x, clientY: y }) {
        const there =
            x >= tapped.left && x <= tapped.right && y >= tapped.top && y <= tapped.bottom;
        return there && timeStamp - opened < DOUBLE_TAP;
    }

    /** @param {Status} each */
    function option(each) {
        const key = Object.keys(STATUS_KEYS).find((one) => STATUS_KEYS[one] === each);
        const sign = each === ABSENT ? "none" : each;
        return h(
            "div",
            { class: "sheet-row" },
            h(
                "button",
                {
                    ...{ type: "button", class: `sheet-option is-${sign}` },
                    ...{ "aria-pressed": String(each === status), autofocus: each === status },
                    ...(keys && { "aria-keyshortcuts": key }),
                    on: { click: (event) => slipped(event) || take(each) },
                },
                mark(sign),
                h("span", {}, text.status[sign]),
            ),
            keys && h("kbd", { class: "for-keys", "aria-hidden": "true" }, key),
        );
    }

    const node = h(
        "dialog",
        {
            ...{ class: "sheet", "aria-labelledby": id },
            on: {
                close: () => node.remove(),
                click: (event) => event.target === node && !slipped(event) && node.close(),
                keydown: (event) => {
                    const { key, repeat, ctrlKey, altKey, metaKey } = event;
                    if (keys && key in STATUS_KEYS && !(repeat || ctrlKey || altKey || metaKey)) {
                        event.preventDefault();
                        take(STATUS_KEYS[key]);
                    }
                },
            },
        },
        h(
            "div",
            { class: "sheet-body" },
            h("h2", { id }, name(student.name)),
            h("p", { class: "quiet" }, said),
            h(
                "div",
                { class: "sheet-options", role: "group", "aria-labelledby": id },
                STATUSES.map(option),
            ),
            button(text.cancel, { kind: "quiet is-wide", onClick: () => node.close() }),
        ),
    );
    signal.addEventListener("abort", () => node.close());
    document.body.append(node);
    node.showModal();
    place(node, tapped);
}

/**
 * As near to the button as the window allows; a narrow one has it at its foot.
 *
 * @param {HTMLElement} node @param {DOMRect} from
 */
function place(node, from) {
    const { offsetWidth, offsetHeight } = node;
    const left = Math.max(8, Math.min(from.right - offsetWidth, innerWidth - offsetWidth - 8));
    const below = from.bottom + 4;
    const fits = below + offsetHeight <= innerHeight - 8;
    const top = fits ? below : Math.max(8, from.top - offsetHeight - 4);
    node.style.setProperty("--left", `${left}px`);
    node.style.setProperty("--top", `${top}px`);
}
