/** The choice of a language, for visitors and on the page of an account. @module */

import { h, uniqueId } from "/dom.js";
import { languages } from "/language/choice.js";
import { text } from "/language/en/common.js";
import { LANGUAGE } from "/language/en/locale.js";

/**
 * A list of the languages, each with its own name, whose label only screen readers need.
 *
 * @param {(code: string) => void} chosen
 */
export function languageChoice(chosen) {
    const id = uniqueId("language");
    const list = h(
        "select",
        { id, name: "language", on: { change: () => chosen(list.value) } },
        languages().map(([code, own]) =>
            h("option", { value: code, lang: code, selected: code === LANGUAGE }, own),
        ),
    );
    return h(
        "div",
        { class: "field language" },
        h("label", { for: id, class: "unseen" }, text.language),
        list,
    );
}
