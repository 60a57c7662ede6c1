/** The two doors for those who have no account yet: teachers and students. @module */

import { h } from "/dom.js";
import { entrance } from "/language/en/entrance.js";
import { to } from "/router.js";
import { iconFor } from "/ui.js";

/** @param {string | undefined} next where to go once there is an account */
export function newHere(next) {
    const words = entrance;
    return h(
        "section",
        { class: "newcomers", "aria-labelledby": "new-here" },
        h("h2", { id: "new-here" }, words.newHere),
        door("screen", words.teacher, words.teacherBody, to.signup(next, "teacher")),
        door("person", words.student, words.studentBody, to.signup(next, "student")),
    );
}

/** @param {string} icon @param {string} who @param {string} body @param {string} href */
function door(icon, who, body, href) {
    return h(
        "div",
        { class: "card newcomer" },
        iconFor(icon),
        h("a", { href, class: "cover" }, who),
        h("p", { class: "quiet" }, body),
    );
}
