/** One student of a class, as its teacher looks back on them. @module */

import { h, name, replace } from "/dom.js";
import { figuresOf } from "/figures.js";
import { text } from "/language/en/reports.js";
import { running } from "/language/en/running.js";
import { followResults } from "/parts/changed-results.js";
import { readChoice, samePeriod, spanFields, spanQuery } from "/parts/report-filters.js";
import { reloading } from "/parts/reloading.js";
import { reportHead } from "/parts/report-head.js";
import { figures, statusPicture } from "/parts/statuses.js";
import { shownName } from "/parts/trail.js";
import { to } from "/router.js";
import { standing } from "/status.js";
import { button, empty, statusLabel } from "/ui.js";

/** @import { Matrix } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { Status } from "/status.js" */

/** @param {App} app @param {Place} place */
export async function studentReportView(app, { ids: [id, studentId], query, signal, show, readdress }) {
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
        const query = { ...spanQuery(choice), student: studentId };
        return app.api.matrix(id, query, { signal: until });
    }

    /** @param {Matrix} matrix of the one student */
    function draw({ students: [report], sessions: held }) {
        if (!report) {
            return empty(words.none);
        }
        const { statuses } = report;
        const studentName = shownName(report);
        heading.replaceChildren(name(studentName));
        email.textContent = [report.studentNumber, report.email].filter(Boolean).join(" · ");
        const sessions = held.flatMap(({ _id, startedAt }, place) => {
            const status = statuses[place];
            return status ? [{ _id, startedAt, status }] : [];
        });
        return [
            !report.enrolled && h("p", { class: "notice is-info" }, words.left),
            h("div", { class: "card" }, figures(figuresOf(statuses, held))),
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
        readdress(to.studentReport(id, studentId, samePeriod(choice)));
        const span = text.report.span(choice.from, choice.to);
        replace(range, name(class_.className), ` · ${span}`);
        crumb.setAttribute("href", to.report(id, samePeriod(choice)));
    }

    await results.start();
    followResults(app, {
        ...{ classId: id, signal, reload: results.reload },
        take: ({ attendance, discarded }) =>
            !discarded && !attendance.some((line) => line.studentId === studentId),
    });
    showChoice();
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
        soFar(app, id, studentId, signal),
        results.node,
    );
}

/**
 * The student's mark in the running session, which does not count yet.
 *
 * @param {App} app @param {string} classId @param {string} studentId @param {AbortSignal} signal
 */
function soFar(app, classId, studentId, signal) {
    const node = h("p", { class: "notice is-info not-paper", hidden: true });
    const draw = () => {
        const session = app.store.session(classId);
        node.hidden = !session;
        node.textContent = session ? running.soFar[standing(session.statusOf(studentId))] : "";
    };
    app.store.subscribe(({ classId: changed, students }) => {
        if ((!changed || changed === classId) && (!students || students.includes(studentId))) {
            draw();
        }
    }, signal);
    draw();
    return node;
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
