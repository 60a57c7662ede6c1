/** A student's own attendance in all of their classes. @module */

import { isMissing } from "/api.js";
import { h, name } from "/dom.js";
import { text } from "/language/en/student.js";
import { reportExports } from "/parts/exports.js";
import { readChoice, reloading, reportHead, spanFields, spanQuery } from "/parts/report-page.js";
import { figures, statusPicture } from "/parts/statuses.js";
import { to } from "/router.js";
import { empty } from "/ui.js";

/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function ownReportView(app, { query, signal, show }) {
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
        const hash = to.ownReport({ from: choice.from, to: choice.to });
        if (hash !== location.hash) {
            history.replaceState(history.state, "", hash);
        }
        range.textContent = text.report.span(choice.from, choice.to);
    }

    await results.start();
    if (!signal.aborted) {
        showChoice();
    }
    app.store.subscribe(({ ended }) => ended && results.reload(), signal);
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
        results.node,
    );
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

/** Whether it is on one of the days, by the clock here. @param {string} iso @param {any} choice */
function within(iso, { from, to: last }) {
    const at = new Date(iso);
    const padded = (/** @type {number} */ part) => String(part).padStart(2, "0");
    const day = `${at.getFullYear()}-${padded(at.getMonth() + 1)}-${padded(at.getDate())}`;
    return (!from || day >= from) && (!last || day <= last);
}
