/** The attendance of a class over time, session by session. @module */

import { overTime } from "/charts/over-time.js";
import { fitted } from "/charts/picture.js";
import { h } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { moreFiles } from "/parts/more-files.js";
import { reportPage } from "/parts/report-page.js";
import { to } from "/router.js";
import { STATUSES } from "/status.js";
import { empty } from "/ui.js";

/** @import { SessionReport } from "/api-types.js" */
/** @import { View } from "/app.js" */

/** @type {View} */
export const overTimeView = reportPage({
    ...{ part: "overTime", path: "/report/sessions", more: moreFiles },
    start: ({ app, id, className, signal }) => ({
        load: (query, until) =>
            app.api.sessionReport(id, query, { signal: until }),
        draw: (sessions) =>
            sessions.length
                ? [
                      h(
                          "div",
                          { class: "card" },
                          fitted(
                              (width) =>
                                  overTime(sessions, {
                                      title: text.overTimePage.title(className),
                                      width,
                                  }),
                              signal,
                          ),
                      ),
                      sessionTable(id, sessions),
                  ]
                : empty(text.report.none),
    }),
});

/** @param {string} classId @param {SessionReport[]} sessions oldest first */
function sessionTable(classId, sessions) {
    const words = text.overTimePage;
    const head = (/** @type {string} */ title) =>
        h("th", { scope: "col", class: "number" }, title);
    const number = (/** @type {number} */ value) =>
        h("td", { class: `number ${value ? "" : "is-zero"}` }, text.number(value));
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
                    h("th", { scope: "col" }, words.when),
                    head(text.report.rate),
                    STATUSES.map((status) => head(text.status[status])),
                    head(words.total),
                ),
            ),
            h(
                "tbody",
                {},
                sessions.slice().reverse().map(({ _id, startedAt, counts, rate, total }) =>
                    h(
                        "tr",
                        {},
                        h(
                            "th",
                            { scope: "row" },
                            h("a", { href: to.session(classId, _id) }, text.moment(startedAt)),
                        ),
                        h("td", { class: "number" }, text.rate(rate)),
                        STATUSES.map((status) => number(counts[status])),
                        number(total),
                    ),
                ),
            ),
        ),
    );
}
