/** What somebody was, in numbers and as a picture. @module */

import { fitted } from "/charts/picture.js";
import { statusesOverTime } from "/charts/statuses.js";
import { h } from "/dom.js";
import { STATUSES, countStatuses } from "/status.js";
import { text } from "/language/text.js";

/** The figures of a report of one student. @param {any} report */
export function figures({ rate, counts, absenceRun, lastSeen }) {
    const words = text.studentReport;
    const one = (/** @type {string} */ title, /** @type {string} */ value, kind = "") =>
        h("div", { class: `figure ${kind}` }, h("dt", {}, title), h("dd", {}, value));
    return h(
        "dl",
        { class: "figures" },
        one(words.rate, text.rate(rate), "is-large"),
        STATUSES.map((status) => one(text.status[status], text.number(counts[status]))),
        one(words.absenceRun, text.number(absenceRun)),
        one(words.lastSeen, lastSeen ? text.report.seen(lastSeen) : text.report.never),
    );
}

/**
 * @param {{ startedAt: string, status: import("/status.js").Status }[]} sessions oldest first @param {string} title
 * @param {(sessions: number, counts: Record<string, number>) => string} describe
 * @param {AbortSignal} signal
 */
export function statusPicture(sessions, title, describe, signal) {
    const description = describe(sessions.length, countStatuses(sessions));
    return fitted((width) => statusesOverTime(sessions, { title, description, width }), signal);
}
