/**
 * What is within reach of the thumb: the last change, its undo, and marking all who are left.
 *
 * @module
 */

import { h } from "/dom.js";
import { words } from "/language/en/roll.js";
import { text } from "/language/en/teacher.js";
import { markSheet } from "/parts/roll/mark-sheet.js";
import { NONE, PRESENT } from "/status.js";
import { button, iconFor } from "/ui.js";

/** @import { Status } from "/status.js" */

export class Dock {
    #leave;
    #change = h("p", { class: "last-change" });
    #undo;
    #last;
    #count = h("span", { class: "rest-count" });
    #rest;
    #unmarked = 0;

    /**
     * @param {{
     *     undo: () => void, markRest: (status: Status) => void, leave: () => void,
     *     signal: AbortSignal,
     * }} roll `leave`: give the focus of a button that disappears to something else
     */
    constructor({ undo, markRest, leave, signal }) {
        this.#leave = leave;
        this.#undo = button(
            text.roll.undo,
            { icon: "undo", onClick: undo },
            { "aria-keyshortcuts": "u" },
        );
        this.#last = h("div", { class: "last", hidden: true }, this.#change, this.#undo);
        const more = h(
            "button",
            {
                ...{ type: "button", class: "rest-more", "aria-label": words.restAs },
                ...{ "aria-haspopup": "dialog" },
                on: {
                    click: () =>
                        markSheet({
                            ...{ heading: words.restTitle(this.#unmarked), now: "", status: NONE },
                            ...{ at: more, signal },
                            choose: (status) => status !== NONE && markRest(status),
                        }),
                },
            },
            iconFor("more"),
        );
        this.#rest = h(
            "div",
            { class: "rest", hidden: true },
            h(
                "button",
                {
                    ...{ type: "button", class: "rest-present", "aria-keyshortcuts": "r" },
                    on: { click: ({ detail }) => detail > 1 || markRest(PRESENT) },
                },
                iconFor(PRESENT),
                h("span", {}, words.rest),
                " ",
                this.#count,
            ),
            more,
        );
        this.node = h("div", { class: "dock" }, this.#last, this.#rest);
    }

    /** @param {string} change what was last changed; empty: nothing that could be undone */
    drawChange(change) {
        this.#show(this.#last, Boolean(change));
        if (this.#change.textContent !== change) {
            this.#change.textContent = change;
        }
    }

    /** @param {number} unmarked how many students are unmarked */
    drawRest(unmarked) {
        this.#unmarked = unmarked;
        this.#show(this.#rest, unmarked > 0);
        this.#count.textContent = text.number(unmarked);
    }

    /** @param {HTMLElement} part @param {boolean} shown */
    #show(part, shown) {
        const leaves = !shown && part.contains(document.activeElement);
        part.hidden = !shown;
        if (leaves && !this.#last.hidden) {
            this.#undo.focus({ preventScroll: true });
        } else if (leaves) {
            this.#leave();
        }
    }
}
