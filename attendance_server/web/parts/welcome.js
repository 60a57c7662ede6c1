/** What a student does who is not in a class yet. @module */

import { h } from "/dom.js";
import { words as all } from "/language/en/joining.js";
import { joinEntry } from "/parts/join-entry.js";
import { iconFor } from "/ui.js";

/** @import { JoinedByCode } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** @param {App} app @param {(joined: JoinedByCode) => void} done has joined a class, or asked to */
export function welcome(app, done) {
    const words = all.welcome;
    const { email, studentNumber } = app.account.user ?? {};
    const shown = email
        ? [words.showEmail, email]
        : studentNumber
          ? [words.showNumber, studentNumber]
          : undefined;
    return h(
        "section",
        { class: "card stack welcome", "aria-labelledby": "welcome" },
        h("h2", { id: "welcome" }, words.heading),
        h(
            "ol",
            { class: "ways" },
            h("li", { class: "stack" }, h("h3", {}, words.enter), joinEntry(app, { done }).node),
            h("li", {}, h("h3", {}, iconFor("qr"), words.link), h("p", {}, words.linkHint)),
            shown &&
                h(
                    "li",
                    {},
                    h("h3", {}, words.show),
                    h(
                        "dl",
                        { class: "to-show" },
                        h("dt", { class: "unseen" }, shown[0]),
                        h("dd", {}, h("bdi", {}, shown[1])),
                    ),
                    h("p", {}, words.showHint),
                ),
        ),
    );
}
