/** What was done to a session after its end: marks corrected, ends taken back. @module */

import { h, name } from "/dom.js";
import { text } from "/language/text.js";
import { button, mark, statusLabel } from "/ui.js";

/** How many are shown at first. */
const SHOWN = 20;

/** How the server writes the name of a deleted account. */
const DELETED = "deleted";

/** @param {{ name: string, email: string | null }} person as the server tells of them */
export function shownName({ name: told, email }) {
    const deleted = email === null && /^Deleted student (\d+)$/.exec(told);
    return deleted ? text.session.deletedStudent(deleted[1]) : told;
}

/**
 * What became of marks and of the end, newest first.
 *
 * @param {any[]} changes corrections and reopenings
 * @param {(studentId: string) => string | undefined} nameOf whose mark it was, where that is told
 */
export function trail(changes, nameOf = () => undefined) {
    const newestFirst = changes
        .slice()
        .reverse()
        .sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
    const list = h("ol", { class: "trail", role: "list" });
    const add = (/** @type {any[]} */ some) =>
        list.append(...some.map((each) => entry(each, nameOf(each.studentId))));
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

/** @param {any} change @param {string} [student] */
function entry(change, student) {
    const words = text.correction;
    const by = change.byName === DELETED ? text.session.deletedAccount : change.byName;
    const when = by ? words.who(by, change.at) : text.moment(change.at);
    return h(
        "li",
        {},
        change.endedAt
            ? [
                  h("p", { class: "trail-what" }, mark("undo"), h("strong", {}, words.reopened)),
                  h("p", {}, words.hadEnded(change.endedAt)),
              ]
            : [
                  h(
                      "p",
                      { class: "trail-what" },
                      student && name(student),
                      statusLabel(change.from),
                      h("span", { "aria-hidden": "true" }, "→"),
                      h("span", { class: "unseen" }, ` ${words.fromTo} `),
                      statusLabel(change.to),
                  ),
                  // It is gone where the account was deleted that it was about.
                  change.reason && h("p", { class: "trail-reason", dir: "auto" }, change.reason),
              ],
        h("p", { class: "hint" }, when),
    );
}
