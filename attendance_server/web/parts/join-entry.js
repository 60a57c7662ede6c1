/** Entering the code of a class. @module */

import { joinWithCode } from "/class-codes.js";
import { h } from "/dom.js";
import { addErrors } from "/language/errors.js";
import { errors, words } from "/language/en/joining.js";
import { field, form } from "/ui.js";

/** @import { JoinedByCode } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** Letters and digits of a code. */
const LENGTH = 8;

addErrors(errors, { class_code_wrong: "code", too_many_tries: "code" });

/**
 * @param {App} app
 * @param {{ code?: string, done: (joined: JoinedByCode) => void }} options `code`: the one of a link
 */
export function joinEntry(app, { code = "", done }) {
    const entry = field({
        ...{ label: words.code, name: "code", hint: words.codeHint, value: code, required: true },
        ...{ autocomplete: "off", autocapitalize: "characters", spellcheck: "false" },
        ...{ class: "code-field is-large", maxlength: 300, dir: "ltr" },
    });
    const node = form([entry], {
        content: [
            entry.node,
            h("button", { class: "button is-primary is-wide" }, words.submit),
        ],
        submit: async (values) => {
            const problem = problemOf(values.code);
            if (problem) {
                entry.setError(problem);
                entry.control.focus();
                return;
            }
            done(await joinWithCode(app.api, values.code));
        },
    });
    return { node, control: entry.control };
}

/**
 * What is wrong with a code, as far as that can be seen: no guess is used up for it.
 *
 * @param {string} typed
 */
function problemOf(typed) {
    const last = typed.trim().replace(/\/+$/u, "").split("/").at(-1) ?? "";
    const letters = last.replace(/[^\p{L}\p{N}]/gu, "").toUpperCase();
    if (letters.length !== LENGTH) {
        return words.wrongLength(LENGTH, letters.length);
    }
    return /[01OI]/u.test(letters) ? words.misread : "";
}
