/** The past sessions of a class, as its teacher sees them. @module */

import { bars } from "/charts/bars.js";
import { h, replace } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { meetingWords } from "/language/en/upkeep.js";
import { wordFor } from "/language/word-for.js";
import { discardedSessions } from "/parts/discard.js";
import { to } from "/router.js";
import { rateOf } from "/status.js";
import { button, empty, linkButton } from "/ui.js";

/** @import { Session } from "/api-types.js" */
/** @import { App } from "/app.js" */

const PAGE = 20;

/**
 * @param {App} app @param {string} classId @param {AbortSignal} signal
 */
export async function pastSessions(app, classId, signal) {
    const words = text.history;
    const content = h("div", { class: "stack" });
    const discarded = discardedSessions(app, classId, signal, () => reload());
    /** Newest first. @type {Session[]} */
    let sessions = [];
    let more = false;

    async function reload() {
        const [page] = await Promise.all([
            app.api.sessions(classId, { limit: PAGE, signal }),
            discarded.reload(),
        ]);
        take(page, []);
    }

    async function loadMore() {
        try {
            const after = sessions.at(-1)?._id;
            const known = sessions.length;
            take(await app.api.sessions(classId, { limit: PAGE, after, signal }), sessions);
            // The focused button may have been removed.
            content.querySelectorAll("tbody a")[known]?.focus();
        } catch (error) {
            app.fail(error, signal);
        }
    }

    /** @param {Session[]} page @param {Session[]} before */
    function take(page, before) {
        more = page.length === PAGE;
        sessions = [...before, ...page];
        draw();
    }

    function draw() {
        const ended = sessions.filter(({ running }) => !running);
        replace(
            content,
            ended.length
                ? [
                      h(
                          "div",
                          { class: "actions is-start" },
                          linkButton(text.report.link, to.matrix(classId), { icon: "chart" }),
                      ),
                      trend(ended),
                      table(classId, ended),
                  ]
                : empty(words.none),
            more && button(words.more, { onClick: loadMore }),
        );
    }

    await reload();
    return {
        node: h(
            "section",
            { class: "card", "aria-labelledby": "history" },
            h("h2", { id: "history" }, words.heading),
            content,
            discarded.node,
        ),
        reload: () => reload().catch((error) => app.fail(error, signal)),
    };
}

/** @param {Session[]} sessions newest first */
function trend(sessions) {
    const oldestFirst = sessions.slice().reverse();
    return h(
        "div",
        { class: "chart" },
        bars(
            oldestFirst.map(({ startedAt, presentCount, total, excusedCount }) => ({
                share: presentCount / (total - excusedCount || 1),
                label: text.history.bar(startedAt, presentCount, total),
            })),
            text.history.chart(sessions.length),
        ),
    );
}

/** @param {string} classId @param {Session[]} sessions */
function table(classId, sessions) {
    const words = text.history;
    return h(
        "table",
        {},
        h(
            "thead",
            {},
            h(
                "tr",
                {},
                h("th", { scope: "col" }, words.when),
                h("th", { scope: "col" }, words.attendance),
                h("th", { scope: "col", class: "number" }, words.rate),
            ),
        ),
        h(
            "tbody",
            {},
            sessions.map(({ _id, startedAt, presentCount, total, ...counts }) =>
                h(
                    "tr",
                    {},
                    h(
                        "th",
                        { scope: "row" },
                        h("a", { href: to.session(classId, _id) }, text.moment(startedAt)),
                        counts.source && h("div", { class: "hint" }, wordFor(meetingWords.sources, counts.source) ?? counts.source),
                    ),
                    h("td", {}, words.present(presentCount, total, counts.excusedCount)),
                    h(
                        "td",
                        { class: "number" },
                        text.rate(
                            rateOf({
                                present: presentCount - counts.lateCount,
                                late: counts.lateCount,
                                excused: counts.excusedCount,
                                absent: counts.absentCount - counts.excusedCount,
                            }),
                        ),
                    ),
                ),
            ),
        ),
    );
}
