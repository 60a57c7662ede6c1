/** The students of a report: who is looked for, a page of them at a time. @module */

import { h, name, replace } from "/dom.js";
import { to } from "/router.js";
import { matcher } from "/search.js";
import { text } from "/language/text.js";
import { button, empty } from "/ui.js";
import { sameTime } from "/parts/report-page.js";
import { shownName } from "/parts/trail.js";

/** Which way each order goes. */
const DIRECTIONS = {
    name: "ascending",
    rate: "ascending",
    absent: "descending",
    absenceRun: "descending",
    lastSeen: "ascending",
};

/**
 * A student's name, which leads to their chart.
 *
 * @param {any} row @param {import("/parts/report-page.js").About} about
 */
export function studentLink(row, { id, choice }) {
    return [
        h(
            "a",
            { href: to.studentReport(id, row.studentId, sameTime(choice)) },
            name(shownName(row)),
        ),
        !row.enrolled && h("span", { class: "tag" }, text.report.left),
    ];
}

/**
 * Those of the students who are looked for.
 *
 * @param {import("/parts/report-page.js").About} about
 * @param {number} size of a page
 * @param {(rows: any[]) => any} draw a page of them
 */
export function studentRows({ typed, choice }, size, draw) {
    const words = text.report;
    const count = h("p", { class: "lead", role: "status" });
    const which = h("span", {});
    const back = button(words.previous, { onClick: () => turn(-size) });
    const on = button(words.next, { onClick: () => turn(size) });
    const pager = h("nav", { class: "pager", "aria-label": words.pages }, which, back, on);
    const page = h("div", { class: "page" });
    /** @type {any[]} */
    let all = [];
    /** @type {any[]} */
    let found = [];
    let first = 0;

    function filter() {
        const least = Number(choice.missed) || 0;
        const matches = matcher(typed());
        found = all.filter((row) => row.counts.absent >= least && matches(row));
        first = 0;
        count.textContent = least
            ? words.countMissed(found.length, all.length, least)
            : words.count(found.length, all.length);
        show();
    }

    /** @param {number} by */
    function turn(by) {
        first = Math.max(0, first + by < found.length ? first + by : first);
        show();
    }

    function show() {
        const rows = found.slice(first, first + size);
        pager.hidden = found.length <= size;
        which.textContent = words.page(first + 1, first + rows.length, found.length);
        for (const [node, off] of [
            [back, first === 0],
            [on, first + size >= found.length],
        ]) {
            node.toggleAttribute("aria-disabled", false);
            if (off) {
                node.setAttribute("aria-disabled", "true");
            }
        }
        replace(page, rows.length ? draw(rows) : empty(all.length ? words.noMatch : words.nobody));
    }

    return {
        node: h("div", { class: "stack" }, h("div", { class: "rows-head" }, count, pager), page),
        filter,
        /** @param {any[]} rows */
        update(rows) {
            all = rows;
            filter();
        },
        /** Those who are looked for, on all pages, and which of them are on this one. */
        get shown() {
            return { found, first, size };
        },
        /** Draw this page anew. */
        show,
    };
}

/**
 * The head of a column; pressing it sorts by it. On paper there is nothing to press, and what is
 * not repeated from sheet to sheet.
 *
 * @param {string} title @param {string} order @param {import("/parts/report-page.js").About} about
 * @param {Record<string, any>} [props] @param {boolean} [paper]
 */
export function sortHead(title, order, { choice, sort }, props = {}, paper = false) {
    const now = (choice.sort || "name") === order;
    if (paper) {
        return h("th", { scope: "col", ...props }, title);
    }
    return h(
        "th",
        { scope: "col", ...props, ...(now && { "aria-sort": DIRECTIONS[order] }) },
        h(
            "button",
            {
                ...{ type: "button", class: "sort", title: text.report.orders[order] },
                on: { click: () => sort(order) },
            },
            title,
            h("span", { class: "sort-sign", "aria-hidden": "true" }),
        ),
    );
}
