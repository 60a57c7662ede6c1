/** The filters of the roll, each with the number of students that it matches. @module */

import { h } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { iconFor } from "/ui.js";

/** @import { Standing } from "/status.js" */

/** The students to show. @typedef {"all" | Standing} Filter */

/** @type {Filter[]} */
const FILTERS = ["all", "none", "present", "late", "excused", "absent"];

export class Filters {
    /** @type {Map<Filter, { node: HTMLElement, count: HTMLElement }>} */
    #buttons = new Map();
    node = h("div", {
        ...{ class: "filters", role: "group", "aria-label": text.roll.filters },
        "data-keep": "filter",
    });

    /** @param {(filter: Filter) => void} choose */
    constructor(choose) {
        for (const each of FILTERS) {
            const count = h("span", { class: "filter-count" });
            const node = h(
                "button",
                {
                    ...{ type: "button", class: "filter", value: each },
                    on: { click: () => choose(each) },
                },
                each !== "all" && iconFor(each),
                h("span", { class: "filter-word" }, text.roll.filter[each]),
                " ",
                count,
            );
            this.#buttons.set(each, { node, count });
            this.node.append(node);
        }
    }

    /** Leave room for all digits, so that growing counts move nothing. @param {number} students */
    fit(students) {
        this.node.style.setProperty("--digits", String(text.number(students).length));
    }

    /** @param {Record<Filter, number>} counts @param {Filter} current */
    draw(counts, current) {
        for (const [each, { node, count }] of this.#buttons) {
            const words = text.number(counts[each]);
            if (count.textContent !== words) {
                count.textContent = words;
            }
            node.setAttribute("aria-pressed", String(each === current));
        }
    }
}
