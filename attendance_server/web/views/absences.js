/** Who was absent often, over all classes of a teacher, or of the school. @module */

import { h, name, replace } from "/dom.js";
import { absences } from "/language/en/absences.js";
import { text } from "/language/en/reports.js";
import { followResults } from "/parts/changed-results.js";
import { reportExports } from "/parts/exports.js";
import { sortQuery } from "/parts/file-form.js";
import {
    missedField,
    readChoice,
    samePeriod,
    spanFields,
    spanQuery,
} from "/parts/report-filters.js";
import { reportHead } from "/parts/report-head.js";
import { studentRows } from "/parts/report-rows.js";
import { reloading } from "/parts/reloading.js";
import { shownName } from "/parts/trail.js";
import { ABSENT, absentStudents } from "/report-calls.js";
import { to } from "/router.js";
import { field } from "/ui.js";

/** @import { AbsentStudent } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { Choice } from "/parts/report-filters.js" */

/** Students per page. */
const PAGE = 100;

/** The number of absences, unless another is chosen: the server's own. */
const USUAL = "3";

/** @param {App} app @param {Place} place */
export async function absencesView(app, { query, signal, show, readdress }) {
    const words = absences;
    const choice = readChoice(query);
    choice.missed ||= USUAL;
    const range = h("p", { class: "quiet range" });
    const find = field({
        ...{ label: text.report.find, name: "find", type: "search", autocomplete: "off" },
        on: { input: () => rows.filter() },
    });
    const rows = studentRows(
        {
            choice,
            typed: () => find.control.value,
            countWords: (count) =>
                choice.missed === "1"
                    ? words.once(count)
                    : words.often(count, text.number(Number(choice.missed))),
            none: words.none,
        },
        PAGE,
        (/** @type {AbsentStudent[]} */ page) => table(page, choice),
    );
    // Paper shows all of them, not only the current page.
    const paper = h("div", { class: "only-paper" });
    addEventListener(
        "beforeprint",
        () => {
            const { matching, size } = rows.shown;
            replace(paper, matching.length > size && table(matching, choice));
            rows.node.classList.toggle("not-paper", matching.length > size);
        },
        { signal },
    );
    addEventListener("afterprint", () => replace(paper), { signal });
    let drawn = "";
    const results = reloading(
        signal,
        (until) => absentStudents(app.api, queryOf(), { signal: until }),
        (students) => {
            const key = JSON.stringify(choice);
            rows.update(students, { stay: key === drawn });
            drawn = key;
            return [rows.node, paper];
        },
    );
    const span = spanFields(choice, changed);
    const missed = missedField(choice, () => choice.missed && changed());

    /** @returns {Record<string, string>} */
    function queryOf() {
        return { ...spanQuery(choice), ...sortQuery(), atLeast: choice.missed };
    }

    function showChoice() {
        const chosen = { ...samePeriod(choice), missed: choice.missed };
        readdress(to.absences(chosen.missed === USUAL ? { ...chosen, missed: "" } : chosen));
        range.textContent = text.report.span(choice.from, choice.to);
    }

    function changed() {
        if (!signal.aborted) {
            showChoice();
            void results.reload();
        }
    }

    await results.start();
    followResults(app, { signal, reload: results.reload });
    showChoice();
    const { isAdmin } = app.account;
    const [href, back] = isAdmin
        ? [to.office.classes, words.schoolClasses]
        : [to.home, text.myClasses];
    show(
        words.heading,
        h("p", { class: "crumb" }, h("a", { href }, back)),
        reportHead(
            h("h1", {}, words.heading),
            range,
            reportExports(app, { what: words.file, path: ABSENT, query: queryOf }),
        ),
        h("p", { class: "quiet" }, isAdmin ? words.schoolHint : words.hint),
        h(
            "div",
            { class: "card report-filters" },
            missed.node,
            span.nodes,
            find.node,
        ),
        results.node,
        !isAdmin && h("p", { class: "hint not-paper" }, words.filesHint),
    );
}

/** @param {AbsentStudent[]} students @param {Choice} choice */
function table(students, choice) {
    const words = absences;
    const head = (/** @type {string} */ title) =>
        h("th", { scope: "col", class: "number" }, title);
    return h(
        "div",
        { class: "card table-card", role: "region", tabindex: "0", "aria-label": words.table },
        h(
            "table",
            { class: "grid is-absences" },
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    h("th", { scope: "col" }, text.report.student),
                    head(words.times),
                    h("th", { scope: "col" }, words.from),
                    head(text.report.rate),
                    head(text.report.lastSeen),
                ),
            ),
            h("tbody", {}, students.map((student) => row(student, choice))),
        ),
    );
}

/** @param {AbsentStudent} student @param {Choice} choice */
function row(student, choice) {
    const { studentId, email, studentNumber, counts, rate, lastSeen, classes } = student;
    const number = (/** @type {string} */ value, kind = "") =>
        h("td", { class: `number ${kind}` }, value);
    return h(
        "tr",
        {},
        h(
            "th",
            { scope: "row" },
            name(shownName(student)),
            h("div", { class: "hint" }, [studentNumber, email].filter(Boolean).join(" · ")),
        ),
        number(text.number(counts.absent), "is-strong"),
        h(
            "td",
            {},
            h(
                "ul",
                { class: "absent-from", role: "list" },
                classes
                    .filter((each) => each.counts.absent)
                    .map((each) =>
                        h(
                            "li",
                            {},
                            h(
                                "a",
                                { href: to.studentReport(each.classId, studentId, samePeriod(choice)) },
                                name(each.className),
                            ),
                            " ",
                            h("strong", {}, text.number(each.counts.absent)),
                        ),
                    ),
            ),
        ),
        number(text.rate(rate)),
        number(lastSeen ? text.report.seen(lastSeen) : text.report.never),
    );
}
