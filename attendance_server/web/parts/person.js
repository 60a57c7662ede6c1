/** A person in a list, with their e-mail address if it is known. @module */

import { h, name } from "/dom.js";

/** @param {{ name: string, email: string | null }} student @param {...any} more */
export function person(student, ...more) {
    return h(
        "div",
        { class: "person" },
        name(student.name),
        student.email && h("span", { class: "quiet email" }, student.email),
        more,
    );
}
