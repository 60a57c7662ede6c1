/** One student of a class, as its teacher looks back on them. @module */

import { h, name, replace } from "/dom.js";
import { text } from "/language/en/reports.js";
import {
    readChoice,
    reloading,
    reportHead,
    samePeriod,
    spanFields,
    spanQuery,
} from "/parts/report-page.js";
import { figures, statusPicture } from "/parts/statuses.js";
import { shownName } from "/parts/trail.js";
import { to } from "/router.js";
import { button, empty, statusLabel } from "/ui.js";

/** @import { ReportStudent } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { Status } from "/status.js" */

/** @param {App} app @param {Place} place */
export async function studentReportView(app, { ids: [id, studentId], query, signal, show }) {
    const words = text.studentReport;
    const choice = readChoice(query);
    const range = h("p", { class: "quiet range" });
    const class_ = await app.api.class(id, { signal });
    const crumb = h("a", { href: "" }, text.report.heading(class_.className));
    const heading = h("h1", {}, words.missing);
    const email = h("p", { class: "quiet email" });
    const span = spanFields(choice, () => {
        if (!signal.aborted) {
            showChoice();
            void results.reload();
        }
    });
    const results = reloading(signal, load, draw);

    /** @param {AbortSignal} until */
    async function load(until) {
        const span = spanQuery(choice);
        const [students, matrix] = await Promise.all([
            app.api.classReport(id, span, { signal: until }),
            app.api.matrix(id, span, { signal: until }),
        ]);
        const isStudent = (/** @type {ReportStudent} */ row) => row.studentId === studentId;
        const statuses = matrix.students.find(isStudent)?.statuses ?? [];
        return { report: students.find(isStudent), statuses, matrix };
    }

    /** @param {Awaited<ReturnType<typeof load>>} data */
    function draw({ report, statuses, matrix }) {
        if (!report) {
            return empty(words.none);
        }
        const studentName = shownName(report);
        heading.replaceChildren(name(studentName));
        email.textContent = [report.studentNumber, report.email].filter(Boolean).join(" · ");
        const sessions = matrix.sessions.flatMap(({ _id, startedAt }, place) => {
            const status = statuses[place];
            return status ? [{ _id, startedAt, status }] : [];
        });
        return [
            !report.enrolled && h("p", { class: "notice is-info" }, words.left),
            h("div", { class: "card" }, figures(report)),
            sessions.length
                ? [
                      h(
                          "section",
                          { class: "card", "aria-labelledby": "chart" },
                          h("h2", { id: "chart" }, words.chart),
                          statusPicture(
                              sessions,
                              words.picture(studentName),
                              words.describe,
                              signal,
                          ),
                      ),
                      h(
                          "section",
                          { class: "card", "aria-labelledby": "list" },
                          h("h2", { id: "list" }, words.list),
                          sessionList(id, sessions.slice().reverse()),
                      ),
                  ]
                : empty(words.none),
        ];
    }

    function showChoice() {
        const hash = to.studentReport(id, studentId, samePeriod(choice));
        if (hash !== location.hash) {
            history.replaceState(history.state, "", hash);
        }
        const span = text.report.span(choice.from, choice.to);
        replace(range, name(class_.className), ` · ${span}`);
        crumb.setAttribute("href", to.report(id, samePeriod(choice)));
    }

    await results.start();
    if (!signal.aborted) {
        showChoice();
    }
    show(
        words.heading(heading.textContent ?? "", class_.className),
        h("p", { class: "crumb" }, crumb),
        reportHead(
            [heading, email],
            range,
            h(
                "div",
                { class: "actions is-start" },
                button(text.exports.print, { icon: "print", onClick: () => print() }),
            ),
        ),
        h("div", { class: "card report-filters" }, span.nodes),
        results.node,
    );
}

/**
 * @param {string} classId
 * @param {{ _id: string, startedAt: string, status: Status }[]} sessions newest first
 */
function sessionList(classId, sessions) {
    return h(
        "ul",
        { class: "people is-columns", role: "list" },
        sessions.map(({ _id, startedAt, status }) =>
            h(
                "li",
                {},
                h("a", { href: to.session(classId, _id), class: "line" }, text.moment(startedAt)),
                statusLabel(status),
            ),
        ),
    );
}
