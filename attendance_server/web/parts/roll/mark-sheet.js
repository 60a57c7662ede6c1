/**
 * The choice of a status: a sheet beside the tile of the student, or at the bottom of a phone.
 *
 * @module
 */

import { h, uniqueId } from "/dom.js";
import { words } from "/language/en/roll.js";
import { text } from "/language/en/common.js";
import { STATUS_SHORTCUTS, areShortcutsOn } from "/parts/roll/shortcuts.js";
import { NONE, STATUSES } from "/status.js";
import { button, iconFor } from "/ui.js";

/** @import { Child } from "/dom.js" */
/** @import { Standing } from "/status.js" */

/** Milliseconds in which a second tap is accidental, and chooses nothing. */
const DOUBLE_TAP = 350;

/**
 * Calls `choose` if a status is chosen.
 *
 * @param {{
 *     heading: Child, status: Standing, now: string, at: HTMLElement, signal: AbortSignal,
 *     choose: (status: Standing) => void,
 * }} options `status`, `now`: what is marked at present; `at`: where to open the sheet
 */
export function markSheet({ heading, status, now, at, signal, choose }) {
    const id = uniqueId("sheet");
    const opened = performance.now();
    const tapped = at.getBoundingClientRect();
    const shortcuts = areShortcutsOn();

    /** @param {Standing} chosen */
    function take(chosen) {
        node.close();
        choose(chosen);
    }

    /**
     * Whether a click is the second half of the double tap whose first half opened the sheet.
     *
     * @param {MouseEvent} event
     */
    function isAccidental({ timeStamp, clientX: x, clientY: y }) {
        const isInside =
            x >= tapped.left && x <= tapped.right && y >= tapped.top && y <= tapped.bottom;
        return isInside && timeStamp - opened < DOUBLE_TAP;
    }

    /** @param {Standing} each */
    function option(each) {
        const key = Object.keys(STATUS_SHORTCUTS).find((one) => STATUS_SHORTCUTS[one] === each);
        return h(
            "div",
            { class: "sheet-row" },
            h(
                "button",
                {
                    ...{ type: "button", class: `sheet-option is-${each}` },
                    ...{ "aria-pressed": String(each === status), autofocus: each === status },
                    ...(shortcuts && { "aria-keyshortcuts": key }),
                    title: each === NONE && words.takeBack,
                    on: { click: (event) => isAccidental(event) || take(each) },
                },
                iconFor(each),
                h("span", {}, text.status[each]),
            ),
            shortcuts && h("kbd", { class: "for-keys", "aria-hidden": "true" }, key),
        );
    }

    const node = h(
        "dialog",
        {
            ...{ class: "sheet", "aria-labelledby": id },
            on: {
                close: () => node.remove(),
                click: (event) => event.target === node && !isAccidental(event) && node.close(),
                keydown: (event) => {
                    const { key, repeat, ctrlKey, altKey, metaKey } = event;
                    const other = repeat || ctrlKey || altKey || metaKey;
                    if (shortcuts && key in STATUS_SHORTCUTS && !other) {
                        event.preventDefault();
                        take(STATUS_SHORTCUTS[key]);
                    }
                },
            },
        },
        h(
            "div",
            { class: "sheet-body" },
            h("h2", { id }, heading),
            now && h("p", { class: "quiet" }, now),
            h(
                "div",
                { class: "sheet-options", role: "group", "aria-labelledby": id },
                STATUSES.map(option),
                status !== NONE && option(NONE),
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
 * Place the sheet as near to the button as the window allows. In a narrow window it is at the
 * bottom.
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
