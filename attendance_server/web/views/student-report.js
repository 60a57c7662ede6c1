/** One student of a class, as its teacher looks back on them. @module */

import { h, name, replace } from "/dom.js";
import { to } from "/router.js";
import { text } from "/language/text.js";
import { button, empty, statusLabel } from "/ui.js";
import {
    readChoice,
    reloading,
    reportHead,
    sameTime,
    spanFields,
    spanQuery,
} from "/parts/report-page.js";
import { shownName } from "/parts/trail.js";
import { figures, statusPicture } from "/parts/statuses.js";

/** @type {import("/app.js").View} */
export async function studentReportView(app, { ids: [id, studentId], query, signal, show }) {
    const words = text.studentReport;
    const choice = readChoice(query);
    const range = h("p", { class: "quiet range" });
    const class_ = await app.api.class(id, { signal });
    const crumb = h("a", { href: "" }, text.report.heading(class_.className));
    const heading = h("h1", {}, words.gone);
    const email = h("p", { class: "quiet email" });
    const span = spanFields(choice, () => {
        if (!signal.aborted) {
            tell();
            void results.reload();
        }
    });
    const results = reloading(signal, load, draw);

    /** @param {AbortSignal} until */
    async function load(until) {
        const at = spanQuery(choice);
        const [students, matrix] = await Promise.all([
            app.api.report(`/class/${id}/report`, at, { signal: until }),
            app.api.report(`/class/${id}/report/matrix`, at, { signal: until }),
        ]);
        const is = (/** @type {any} */ row) => row.studentId === studentId;
        return { report: students.find(is), row: matrix.students.find(is), matrix };
    }

    /** @param {Awaited<ReturnType<typeof load>>} data */
    function draw({ report, row, matrix }) {
        if (!report) {
            return empty(words.none);
        }
        const who = shownName(report);
        heading.replaceChildren(name(who));
        email.textContent = report.email ?? "";
        const sessions = matrix.sessions
            .map(({ _id, startedAt }, place) => ({
                ...{ _id, startedAt, status: row?.statuses[place] },
            }))
            .filter(({ status }) => status);
        return [
            !report.enrolled && h("p", { class: "notice is-info" }, words.left),
            h("div", { class: "card" }, figures(report)),
            sessions.length
                ? [
                      h(
                          "section",
                          { class: "card", "aria-labelledby": "chart" },
                          h("h2", { id: "chart" }, words.chart),
                          statusPicture(sessions, words.picture(who), words.describe, signal),
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

    function tell() {
        const hash = to.studentReport(id, studentId, sameTime(choice));
        if (hash !== location.hash) {
            history.replaceState(history.state, "", hash);
        }
        const span = text.report.span(choice.from, choice.to);
        replace(range, name(class_.className), ` · ${span}`);
        crumb.setAttribute("href", to.report(id, sameTime(choice)));
    }

    await results.start();
    if (!signal.aborted) {
        tell();
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

/** @param {string} classId @param {any[]} sessions newest first */
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
