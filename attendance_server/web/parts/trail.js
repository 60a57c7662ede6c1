/** Changes to a session after its end: corrections and reopenings. @module */

import { h, name } from "/dom.js";
import { text } from "/language/en/reports.js";
import { button, iconFor, statusLabel } from "/ui.js";

/** @import { Status } from "/status.js" */

/** Changes that are shown at first. */
const SHOWN = 20;

/** The server's name for a deleted account. */
const DELETED = "deleted";

/**
 * The name to show for a student.
 *
 * @param {{ name: string, email: string | null, studentNumber?: string }} student
 */
export function shownName({ name: given, email, studentNumber }) {
    const deleted = email === null && !studentNumber && /^Deleted student (\d+)$/.exec(given);
    return deleted ? text.session.deletedStudent(deleted[1]) : given;
}

/**
 * A correction or a reopening. Students do not see who made it.
 *
 * @typedef {{
 *     at: string, byName?: string, endedAt?: string, studentId?: string,
 *     from?: Status, to?: Status, reason?: string,
 * }} Change
 */

/**
 * The changes, newest first.
 *
 * @param {Change[]} changes
 * @param {(studentId: string) => string | undefined} nameOf the student's name, if it is to be
 *     shown
 */
export function trail(changes, nameOf = () => undefined) {
    const newestFirst = changes
        .slice()
        .reverse()
        .sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
    const list = h("ol", { class: "trail", role: "list" });
    const add = (/** @type {Change[]} */ some) =>
        list.append(...some.map((each) => entry(each, nameOf(each.studentId ?? ""))));
    add(newestFirst.slice(0, SHOWN));
    const earlier = newestFirst.slice(SHOWN);
    if (!earlier.length) {
        return list;
    }
    const more = button(text.correction.earlier(earlier.length), {
        onClick: () => {
            add(earlier);
            more.remove();
            const next = list.children[SHOWN];
            next.setAttribute("tabindex", "-1");
            next.focus();
        },
    });
    return [list, more];
}

/** @param {Change} change @param {string} [student] the name */
function entry(change, student) {
    const words = text.correction;
    const by = change.byName === DELETED ? text.session.deletedAccount : change.byName;
    const when = by ? words.by(by, change.at) : text.moment(change.at);
    return h(
        "li",
        {},
        change.endedAt
            ? [
                  h("p", { class: "trail-what" }, iconFor("undo"), h("strong", {}, words.reopened)),
                  h("p", {}, words.hadEnded(change.endedAt)),
              ]
            : [
                  h(
                      "p",
                      { class: "trail-what" },
                      student && name(student),
                      statusLabel(change.from ?? null),
                      h("span", { class: "trail-arrow", "aria-hidden": "true" }, "→"),
                      h("span", { class: "unseen" }, ` ${words.fromTo} `),
                      statusLabel(change.to ?? null),
                  ),
                  // Empty if the student's account was deleted.
                  change.reason && h("p", { class: "trail-reason", dir: "auto" }, change.reason),
              ],
        h("p", { class: "hint" }, when),
    );
}
