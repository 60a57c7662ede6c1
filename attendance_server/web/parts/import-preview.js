/** What a roster would bring about, line by line. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/text.js";
import { button, empty, mark } from "/ui.js";
import { person } from "/parts/person.js";

/** Lines that are drawn at a time: ten thousand would hold the page up for seconds. */
const PAGE = 200;

/** What can become of a line, what needs somebody first. */
const OUTCOMES = ["wrong", "unproven", "new", "known", "enrolled"];

const SIGNS = { new: "plus", known: "person", enrolled: "present", wrong: "warning", unproven: "warning" };

/**
 * @typedef {{
 *     line: number, name: string, email: string, outcome: string, reason: string | null,
 *     knownAs: string | null,
 * }} Line
 */

/** @param {{ counts: Record<string, number>, lines: Line[] }} preview */
export function previewTable({ counts, lines }) {
    const words = text.import;
    const body = h("tbody");
    const table = h(
        "table",
        { class: "preview" },
        h("caption", { class: "unseen" }, words.table),
        h(
            "thead",
            {},
            h(
                "tr",
                {},
                h("th", { scope: "col", class: "number" }, words.line),
                h("th", { scope: "col" }, words.student),
                h("th", { scope: "col" }, words.outcome),
            ),
        ),
        body,
    );
    const told = h("p", { class: "hint", role: "status" });
    const more = button(words.more(PAGE), { onClick: () => draw() });
    const none = empty(words.noLines);
    // Most servers never find a line unproven, and do not count them then.
    const outcomes = OUTCOMES.filter((which) => which in counts);
    const choices = ["all", ...outcomes].map((which) => {
        const count = which === "all" ? lines.length : counts[which];
        return button(
            words.show[which](count),
            { icon: SIGNS[which], onClick: () => choose(which) },
            { "data-which": which, "aria-pressed": "false" },
        );
    });
    /** @type {Line[]} */
    let chosen = [];
    let drawn = 0;

    /** @param {string} which */
    function choose(which) {
        for (const each of choices) {
            each.setAttribute("aria-pressed", String(each.dataset.which === which));
        }
        chosen = which === "all" ? lines : lines.filter(({ outcome }) => outcome === which);
        drawn = 0;
        replace(body);
        draw();
    }

    function draw() {
        const page = chosen.slice(drawn, drawn + PAGE);
        drawn += page.length;
        body.append(...page.map(row));
        const left = chosen.length - drawn;
        if (!left && document.activeElement === more) {
            told.setAttribute("tabindex", "-1");
            told.focus();
        }
        more.hidden = !left;
        table.hidden = !chosen.length;
        none.hidden = chosen.length > 0;
        told.textContent = words.shown(drawn, chosen.length);
    }

    choose(counts.wrong ? "wrong" : "all");
    return h(
        "div",
        { class: "stack" },
        h("div", { class: "outcome-filter", role: "group", "aria-label": words.filter }, choices),
        h("p", { class: "hint" }, words.meaning),
        told,
        none,
        table,
        more,
    );
}

/** @param {Line} line */
function row({ line, name, email, outcome, reason, knownAs }) {
    const words = text.import;
    return h(
        "tr",
        { class: `is-${outcome}` },
        h("th", { scope: "row", class: "number" }, words.number(line)),
        h("td", {}, person({ name: name || words.noName, email })),
        h(
            "td",
            {},
            h(
                "span",
                { class: `outcome is-${SIGNS[outcome] === "warning" ? "warning" : outcome}` },
                mark(SIGNS[outcome]),
                words.becomes[outcome],
            ),
            reason && h("p", { class: "reason" }, words.reasons(reason)),
            knownAs && h("p", { class: "hint" }, words.knownAs(knownAs)),
        ),
    );
}
