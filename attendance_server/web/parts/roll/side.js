/**
 * Check-in beside the roll: in a wide window a column of its own, in a narrow one a sheet over the
 * page that a button of the bar opens. Either way no tile moves.
 *
 * @module
 */

import { h } from "/dom.js";
import { words } from "/language/en/roll.js";
import { text } from "/language/en/teacher.js";
import { iconFor } from "/ui.js";

export class Side {
    #panel = h("div", { hidden: true });
    #badge = h("span", { class: "badge", hidden: true });
    #label = h("span", { class: "unseen" }, words.checkIn);
    node = h("div", {
        ...{ class: "roll-side", id: "roll-side", hidden: true },
        on: { keydown: ({ key }) => key === "Escape" && this.#open(false) },
    });
    button = h(
        "button",
        {
            ...{ type: "button", class: "tool side-toggle", "aria-expanded": "false" },
            ...{ "aria-controls": "roll-side", hidden: true },
            on: { click: () => this.#open(!this.node.classList.contains("is-open")) },
        },
        iconFor("qr"),
        this.#label,
        this.#badge,
    );

    constructor() {
        this.node.append(
            h(
                "button",
                {
                    ...{ type: "button", class: "close side-close", "aria-label": text.close },
                    on: { click: () => this.#open(false) },
                },
                iconFor("close"),
            ),
            this.#panel,
        );
    }

    /** @param {HTMLElement} panel */
    add(panel) {
        this.#panel.replaceWith(panel);
        this.#panel = panel;
        this.draw(0);
    }

    /** @param {number} waiting how many students need the teacher's attention */
    draw(waiting) {
        this.node.hidden = this.#panel.hidden;
        this.button.hidden = this.#panel.hidden;
        this.#badge.hidden = !waiting;
        this.#badge.textContent = waiting ? text.number(waiting) : "";
        this.#badge.setAttribute("aria-hidden", "true");
        this.#label.textContent = waiting ? words.checkInWaiting(waiting) : words.checkIn;
    }

    /** @param {boolean} open */
    #open(open) {
        const inside = this.node.contains(document.activeElement);
        this.node.classList.toggle("is-open", open);
        this.button.setAttribute("aria-expanded", String(open));
        if (open) {
            this.node.querySelector("h2")?.focus();
        } else if (inside) {
            this.button.focus();
        }
    }
}
