/** The check-ins of an ended session: how many there were, and those that were odd. @module */

import { h, name } from "/dom.js";
import { words as all } from "/language/check-in-teacher.js";
import { statusLabel } from "/ui.js";

/** @import { CheckedIn, CheckIns } from "/api-types.js" */

/**
 * @param {CheckIns} session with at least one check-in
 * @param {(studentId: string) => string | undefined} nameOf
 */
export function checkInsSection({ checkIns, headCount, presentCount }, nameOf) {
    const words = all.afterwards;
    const typed = checkIns.filter(({ way }) => way === "typed").length;
    const flagged = checkIns.filter(({ flags, held }) => flags.length > 0 || held);
    return h(
        "section",
        { class: "card stack not-paper", "aria-labelledby": "check-ins" },
        h("h2", { id: "check-ins" }, words.heading),
        h("p", {}, words.summary(checkIns.length, checkIns.length - typed, typed)),
        headCount !== null && h("p", {}, words.headCount(headCount, presentCount)),
        flagged.length
            ? [
                  h("h3", {}, words.flagged(flagged.length)),
                  h(
                      "ul",
                      { class: "people", role: "list" },
                      flagged.map((each) => line(each, nameOf)),
                  ),
              ]
            : h("p", { class: "quiet" }, words.noFlags),
    );
}

/** @param {CheckedIn} checkedIn @param {(studentId: string) => string | undefined} nameOf */
function line(checkedIn, nameOf) {
    const words = all.afterwards;
    const { flags, with: others, way, checkedInAt, called, decided, status } = checkedIn;
    const names = others.flatMap((id) => nameOf(id) ?? []);
    const more = [
        words.came(words.way[way], checkedInAt),
        called && words.called,
        decided && words.decided,
    ].filter(Boolean);
    return h(
        "li",
        {},
        h(
            "div",
            { class: "person" },
            name(checkedIn.name),
            h("span", { class: "quiet" }, all.flagged.reasons(flags, names)),
            h("span", { class: "quiet" }, more.join(", ")),
        ),
        statusLabel(status ?? "absent"),
    );
}
