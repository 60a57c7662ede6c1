/** A student's own attendance in all of their classes. @module */

import { isMissing } from "/api.js";
import { h, name, replace } from "/dom.js";
import { running } from "/language/en/running.js";
import { text } from "/language/en/student.js";
import { reportExports } from "/parts/exports.js";
import { followResults } from "/parts/changed-results.js";
import { reloading } from "/parts/reloading.js";
import { readChoice, spanFields, spanQuery, within } from "/parts/report-filters.js";
import { reportHead } from "/parts/report-head.js";
import { figures, statusPicture } from "/parts/statuses.js";
import { to } from "/router.js";
import { empty, statusLabel } from "/ui.js";

/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function ownReportView(app, { query, signal, show, readdress }) {
    const words = text.ownReport;
    const choice = readChoice(query);
    const range = h("p", { class: "quiet range" });
    const span = spanFields(choice, () => {
        if (!signal.aborted) {
            showChoice();
            void results.reload();
        }
    });
    const results = reloading(signal, load, draw);

    /** @param {AbortSignal} until */
    async function load(until) {
        const report = await app.api.ownReport(spanQuery(choice), { signal: until });
        const classes = await Promise.all(
            report.classes.map(async (each) => ({
                ...each,
                past: each.sessions ? await pastOf(each.classId, until) : [],
            })),
        );
        return { total: report.total, classes };
    }

    /**
     * The sessions in the chosen period, oldest first; none if the class was deleted.
     *
     * @param {string} classId @param {AbortSignal} until
     */
    async function pastOf(classId, until) {
        try {
            const sessions = await app.api.endedSessions(classId, { signal: until });
            return sessions.filter(({ startedAt }) => within(startedAt, choice)).reverse();
        } catch (error) {
            if (isMissing(error)) {
                return [];
            }
            throw error;
        }
    }

    /** @param {Awaited<ReturnType<typeof load>>} data */
    function draw({ total, classes }) {
        if (!classes.length) {
            return empty(words.noClass);
        }
        return [
            h(
                "section",
                { class: "card", "aria-labelledby": "all" },
                h("h2", { id: "all" }, words.all),
                figures(total),
            ),
            classes.map((each) => classCard(each, signal)),
        ];
    }

    function showChoice() {
        readdress(to.ownReport({ from: choice.from, to: choice.to }));
        range.textContent = text.report.span(choice.from, choice.to);
    }

    await results.start();
    showChoice();
    followResults(app, { signal, reload: results.reload });
    show(
        words.heading,
        h("p", { class: "crumb" }, h("a", { href: to.home }, text.myClasses)),
        reportHead(
            h("h1", {}, words.heading),
            range,
            reportExports(app, {
                ...{ what: words.heading, path: "/auth/me/report", query: () => spanQuery(choice) },
            }),
        ),
        h("div", { class: "card report-filters" }, span.nodes),
        runningSessions(app, signal),
        results.node,
    );
}

/** The student's status in sessions that run, which do not count yet. @param {App} app */
function runningSessions(app, /** @type {AbortSignal} */ signal) {
    const node = h("ul", { class: "card running-list not-paper", role: "list" });
    const draw = () => {
        const { sessions } = app.store;
        node.hidden = !sessions.length;
        replace(
            node,
            sessions.map(({ classId, className, status }) =>
                h(
                    "li",
                    {},
                    h("a", { href: to.class(classId), class: "line" }, name(className)),
                    statusLabel(status),
                    h("span", { class: "hint" }, running.notCounted),
                ),
            ),
        );
    };
    app.store.subscribe(draw, signal);
    draw();
    return node;
}

/** @param {any} report @param {AbortSignal} signal */
function classCard({ classId, className, enrolled, past, ...report }, signal) {
    const words = text.ownReport;
    const title = `class-${classId}`;
    return h(
        "section",
        { class: "card", "aria-labelledby": title },
        h(
            "h2",
            { id: title },
            enrolled
                ? h("a", { href: to.class(classId), class: "line" }, name(className))
                : name(className),
            !enrolled && h("span", { class: "tag" }, words.left),
        ),
        report.sessions
            ? [
                  figures(report),
                  past.length
                      ? statusPicture(past, words.picture(className), words.describe, signal)
                      : h("p", { class: "quiet" }, words.unavailable),
              ]
            : h("p", { class: "quiet" }, words.none),
    );
}
