/** A person in a list, with the names they log in with if those are known. @module */

import { h, name } from "/dom.js";

/**
 * @param {{ name: string, email: string | null, studentNumber?: string }} student
 * @param {...any} more
 */
export function person({ name: given, email, studentNumber }, ...more) {
    return h(
        "div",
        { class: "person" },
        name(given),
        studentNumber && h("bdi", { class: "quiet" }, studentNumber),
        email && h("span", { class: "quiet email" }, email),
        more,
    );
}
