/** How a check-in went, large enough for a teacher to see at a glance. @module */

import { h, name } from "/dom.js";
import { time } from "/language/formats.js";
import { iconFor } from "/ui.js";

/** @import { Child } from "/dom.js" */

/**
 * `checking`: not known yet. `present`, `late`, `excused`: checked in, with that mark. `held`: the
 * teacher has to decide. `wrong`: the student is not in.
 *
 * @typedef {"checking" | "present" | "late" | "excused" | "held" | "wrong"} Outcome
 */

/** @type {Record<Outcome, string>} */
const ICONS = {
    checking: "waiting",
    present: "present",
    late: "late",
    excused: "excused",
    held: "hand",
    wrong: "warning",
};

/**
 * @param {Outcome} outcome @param {string} heading
 * @param {{ at?: string, who?: string, where?: string, content?: Child }} [more] `at`: the time of
 *     the mark; `who`: the student; `where`: the class
 */
export function outcomeCard(outcome, heading, { at, who, where, content } = {}) {
    return h(
        "section",
        { class: `check-in-result is-${outcome}` },
        iconFor(ICONS[outcome]),
        h("h1", {}, heading),
        at && h("p", { class: "result-time" }, h("time", { datetime: at }, time(at))),
        who && h("div", { class: "result-who" }, name(who)),
        where && h("p", {}, name(where)),
        content,
    );
}
