/** The students of a class: how often each was there. @module */

import { h, replace } from "/dom.js";
import { STATUSES } from "/status.js";
import { text } from "/text.js";
import { reportPage } from "/views/report-page.js";
import { studentLink, studentRows } from "/views/report-rows.js";

/** Students on a page. */
const PAGE = 100;

/** @type {import("../app.js").View} */
export const reportView = reportPage({
    ...{ part: "students", path: "/report", ofStudents: true },
    start(about) {
        const { app, id, signal } = about;
        const rows = studentRows(about, PAGE, (page) => studentTable(page, about));
        // On paper all of them.
        const paper = h("div", { class: "only-paper" });
        addEventListener(
            "beforeprint",
            () => {
                const { found, size } = rows.shown;
                replace(paper, found.length > size && studentTable(found, about));
                rows.node.classList.toggle("not-paper", found.length > size);
            },
            { signal },
        );
        addEventListener("afterprint", () => replace(paper), { signal });
        return {
            load: (query, until) =>
                app.api.report(`/class/${id}/report`, query, { signal: until }),
            draw(found) {
                rows.update(found);
                return [rows.node, paper];
            },
            filter: rows.filter,
        };
    },
});

/** Which way each order goes. */
const DIRECTIONS = {
    name: "ascending",
    rate: "ascending",
    absent: "descending",
    absenceRun: "descending",
    lastSeen: "ascending",
};

/**
 * The head of a column; pressing it sorts by it. On paper there is nothing to press, and what is
 * not repeated from sheet to sheet.
 *
 * @param {string} title @param {string} order @param {import("./report-page.js").About} about
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

/** @param {any[]} rows @param {import("./report-page.js").About} about */
function studentTable(rows, about) {
    const words = text.report;
    const number = { class: "number" };
    const head = (/** @type {string} */ title) => h("th", { scope: "col", ...number }, title);
    return h(
        "div",
        { class: "card table-card", role: "region", tabindex: "0", "aria-label": words.table },
        h(
            "table",
            { class: "grid" },
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    sortHead(words.student, "name", about),
                    sortHead(text.status.absent, "absent", about, number),
                    sortHead(words.absenceRunLong, "absenceRun", about, number),
                    sortHead(words.rate, "rate", about, number),
                    sortHead(words.lastSeen, "lastSeen", about, number),
                    head(text.status.present),
                    head(text.status.late),
                    head(text.status.excused),
                    head(words.sessions),
                ),
            ),
            h(
                "tbody",
                {},
                rows.map((row) => studentRow(row, about)),
            ),
        ),
    );
}

/** @param {any} row @param {import("./report-page.js").About} about */
function studentRow(row, about) {
    const words = text.report;
    const number = (/** @type {any} */ value, /** @type {string} */ kind = "") =>
        h("td", { class: `number ${kind}` }, value);
    const count = (/** @type {number} */ value, /** @type {string} */ kind = "") =>
        number(text.number(value), value ? kind : "is-zero");
    const [, ...others] = STATUSES;
    return h(
        "tr",
        {},
        h("th", { scope: "row" }, studentLink(row, about)),
        count(row.counts.absent, "is-strong"),
        count(row.absenceRun),
        number(text.rate(row.rate)),
        number(row.lastSeen ? words.seen(row.lastSeen) : words.never),
        count(row.counts.present),
        others.filter((status) => status !== "absent").map((status) => count(row.counts[status])),
        count(row.sessions),
    );
}
