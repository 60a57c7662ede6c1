/** The students of a report who match the search, a page at a time. @module */

import { h, name, replace } from "/dom.js";
import { text } from "/language/en/reports.js";
import { samePeriod } from "/parts/report-filters.js";
import { shownName } from "/parts/trail.js";
import { to } from "/router.js";
import { matcher } from "/search.js";
import { button, empty } from "/ui.js";

/** @import { ReportStudent } from "/api-types.js" */
/** @import { Child } from "/dom.js" */
/** @import { Order } from "/figures.js" */
/** @import { About } from "/parts/report-page.js" */

/**
 * A student in a report.
 *
 * @typedef {{
 *     name: string, email: string | null, studentNumber?: string, counts: { absent: number },
 * }} Listed
 */

/** The direction of each order. @type {Record<Order, string>} */
const DIRECTIONS = {
    name: "ascending",
    rate: "ascending",
    absent: "descending",
    absenceRun: "descending",
    lastSeen: "ascending",
};

/**
 * A student's name, as a link to their chart.
 *
 * @param {ReportStudent} row @param {About} about
 */
export function studentLink(row, { id, choice }) {
    return [
        h(
            "a",
            { href: to.studentReport(id, row.studentId, samePeriod(choice)) },
            name(shownName(row)),
        ),
        !row.enrolled && h("span", { class: "tag" }, text.report.left),
    ];
}

/**
 * The students who match the search.
 *
 * @template {Listed} T
 * @param {Pick<About, "typed" | "choice"> & {
 *     countWords?: (count: number) => string, none?: string
 * }} about `countWords`: how many match; `none`: that there are none
 * @param {number} size of a page
 * @param {(rows: T[]) => Child} draw draws a page
 */
export function studentRows({ typed, choice, countWords, none }, size, draw) {
    const words = text.report;
    const count = h("p", { class: "lead", role: "status" });
    const range = h("span", {});
    const previous = button(words.previous, { onClick: () => turn(-size) });
    const next = button(words.next, { onClick: () => turn(size) });
    const pager = h("nav", { class: "pager", "aria-label": words.pages }, range, previous, next);
    const page = h("div", { class: "page" });
    /** @type {T[]} */
    let all = [];
    /** @type {T[]} */
    let matching = [];
    let first = 0;

    function match() {
        const least = Number(choice.missed) || 0;
        const matches = matcher(typed());
        matching = all.filter((row) => row.counts.absent >= least && matches(row));
        count.textContent = countWords
            ? countWords(matching.length)
            : least
              ? words.countMissed(matching.length, all.length, least)
              : words.count(matching.length, all.length);
    }

    function filter() {
        match();
        first = 0;
        show();
    }

    /** Rows have changed: show who matches now, on the same page. */
    function refresh() {
        const before = matching;
        match();
        if (before.length !== matching.length || before.some((row, at) => row !== matching[at])) {
            first = first < matching.length ? first : 0;
            show();
        }
    }

    /** @param {number} by */
    function turn(by) {
        first = Math.max(0, first + by < matching.length ? first + by : first);
        show();
    }

    function show() {
        const rows = matching.slice(first, first + size);
        pager.hidden = matching.length <= size;
        range.textContent = words.page(first + 1, first + rows.length, matching.length);
        for (const [node, off] of [
            [previous, first === 0],
            [next, first + size >= matching.length],
        ]) {
            node.toggleAttribute("aria-disabled", false);
            if (off) {
                node.setAttribute("aria-disabled", "true");
            }
        }
        const message = all.length ? words.noMatch : (none ?? words.noStudents);
        replace(page, rows.length ? draw(rows) : empty(message));
    }

    return {
        node: h("div", { class: "stack" }, h("div", { class: "rows-head" }, count, pager), page),
        filter,
        refresh,
        /**
         * @param {T[]} rows @param {{ size?: number, stay?: boolean }} [options] `size`: of a page
         *     from now on; `stay`: on the same page
         */
        update(rows, { size: next = size, stay = false } = {}) {
            all = rows;
            size = next;
            match();
            first = stay && first < matching.length ? first : 0;
            show();
        },
        /** All matching students, and which of them are on the current page. */
        get shown() {
            return { matching, first, size };
        },
        /** Draw the current page again. */
        show,
    };
}

/**
 * The head of a column, a button that sorts by it. On paper it is only text.
 *
 * @param {string} title @param {Order} order @param {About} about
 * @param {Record<string, any>} [props] @param {boolean} [paper]
 */
export function sortHead(title, order, { choice, sort }, props = {}, paper = false) {
    const isCurrent = (choice.sort || "name") === order;
    if (paper) {
        return h("th", { scope: "col", ...props }, title);
    }
    return h(
        "th",
        { scope: "col", ...props, ...(isCurrent && { "aria-sort": DIRECTIONS[order] }) },
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
