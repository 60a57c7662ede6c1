/** A student's attendance in figures and as a chart. @module */

import { fitted } from "/charts/picture.js";
import { statusesOverTime } from "/charts/statuses.js";
import { h } from "/dom.js";
import { text } from "/language/en/reports.js";
import { STATUSES, countStatuses } from "/status.js";

/** @import { AttendanceFigures, Counts } from "/api-types.js" */
/** @import { Status } from "/status.js" */

/** @param {AttendanceFigures} report */
export function figures({ rate, counts, absenceRun, lastSeen }) {
    const words = text.studentReport;
    const figure = (/** @type {string} */ title, /** @type {string} */ value, kind = "") =>
        h("div", { class: `figure ${kind}` }, h("dt", {}, title), h("dd", {}, value));
    return h(
        "dl",
        { class: "figures" },
        figure(words.rate, text.rate(rate), "is-large"),
        STATUSES.map((status) => figure(text.status[status], text.number(counts[status]))),
        figure(words.absenceRun, text.number(absenceRun)),
        figure(words.lastSeen, lastSeen ? text.report.seen(lastSeen) : text.report.never),
    );
}

/**
 * @param {{ startedAt: string, status: Status }[]} sessions oldest first @param {string} title
 * @param {(sessions: number, counts: Counts) => string} describe
 * @param {AbortSignal} signal
 */
export function statusPicture(sessions, title, describe, signal) {
    const description = describe(sessions.length, countStatuses(sessions));
    return fitted((width) => statusesOverTime(sessions, { title, description, width }), signal);
}
