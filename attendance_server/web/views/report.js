/** The students of a class: how often each was there. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/en/reports.js";
import { moreFiles } from "/parts/more-files.js";
import { reportPage } from "/parts/report-page.js";
import { sortHead, studentLink, studentRows } from "/parts/report-rows.js";
import { STATUSES } from "/status.js";

/** @import { StudentReport } from "/api-types.js" */
/** @import { View } from "/app.js" */
/** @import { About } from "/parts/report-page.js" */

/** Students per page. */
const PAGE = 100;

/** @type {View} */
export const reportView = reportPage({
    ...{ part: "students", path: "/report", ofStudents: true, more: moreFiles },
    start(about) {
        const { app, id, choice, signal } = about;
        // The filters and the order in which it was drawn last.
        let drawn = "";
        const rows = studentRows(about, PAGE, (/** @type {StudentReport[]} */ page) =>
            studentTable(page, about),
        );
        // Paper shows all of them, not only the current page.
        const paper = h("div", { class: "only-paper" });
        addEventListener(
            "beforeprint",
            () => {
                const { matching, size } = rows.shown;
                replace(paper, matching.length > size && studentTable(matching, about));
                rows.node.classList.toggle("not-paper", matching.length > size);
            },
            { signal },
        );
        addEventListener("afterprint", () => replace(paper), { signal });
        return {
            load: (query, until) =>
                app.api.classReport(id, query, { signal: until }),
            draw(students) {
                const key = JSON.stringify(choice);
                rows.update(students, { stay: key === drawn });
                drawn = key;
                return [rows.node, paper];
            },
            filter: rows.filter,
        };
    },
});

/** @param {StudentReport[]} rows @param {About} about */
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

/** @param {StudentReport} row @param {About} about */
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
