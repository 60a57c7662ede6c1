/** The preview of an import, line by line. @module */

import { h, replace } from "/dom.js";
import { lineProblems } from "/language/errors.js";
import { text } from "/language/text.js";
import { person } from "/parts/person.js";
import { button, empty, iconFor } from "/ui.js";

/** @import { Import, ImportedLine, Outcome } from "/api-types.js" */

/** Lines that are drawn at a time: ten thousand would block the page for seconds. */
const PAGE = 200;

/** Those that need attention come first. @type {Outcome[]} */
const OUTCOMES = ["wrong", "unproven", "new", "known", "enrolled"];

/** @type {Record<Outcome, string>} */
const ICONS = {
    new: "plus",
    known: "person",
    enrolled: "present",
    wrong: "warning",
    unproven: "warning",
};

/** @typedef {"all" | Outcome} Filter */

/** @param {Import} preview */
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
    const status = h("p", { class: "hint", role: "status" });
    const more = button(words.more(PAGE), { onClick: () => draw() });
    const none = empty(words.noLines);
    // The server counts unproven lines only if there are any.
    const outcomes = OUTCOMES.filter((which) => which in counts);
    /** @type {Filter[]} */
    const filters = ["all", ...outcomes];
    const choices = filters.map((which) => {
        const count = which === "all" ? lines.length : (counts[which] ?? 0);
        return button(
            words.show[which](count),
            { icon: which === "all" ? undefined : ICONS[which], onClick: () => choose(which) },
            { "data-which": which, "aria-pressed": "false" },
        );
    });
    /** @type {ImportedLine[]} */
    let chosen = [];
    let drawn = 0;

    /** @param {Filter} which */
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
        const remaining = chosen.length - drawn;
        if (!remaining && document.activeElement === more) {
            status.setAttribute("tabindex", "-1");
            status.focus();
        }
        more.hidden = !remaining;
        table.hidden = !chosen.length;
        none.hidden = chosen.length > 0;
        status.textContent = words.shown(drawn, chosen.length);
    }

    choose(counts.wrong ? "wrong" : "all");
    return h(
        "div",
        { class: "stack" },
        h("div", { class: "outcome-filter", role: "group", "aria-label": words.filter }, choices),
        h("p", { class: "hint" }, words.meaning),
        status,
        none,
        table,
        more,
    );
}

/** @param {ImportedLine} line */
function row({ line, name, email, studentNumber, outcome, problems, knownAs }) {
    const words = text.import;
    return h(
        "tr",
        { class: `is-${outcome}` },
        h("th", { scope: "row", class: "number" }, words.number(line)),
        h("td", {}, person({ name: name || words.noName, email, studentNumber })),
        h(
            "td",
            {},
            h(
                "span",
                { class: `outcome is-${ICONS[outcome] === "warning" ? "warning" : outcome}` },
                iconFor(ICONS[outcome]),
                words.becomes[outcome],
            ),
            problems && h("p", { class: "reason" }, lineProblems(problems)),
            knownAs && h("p", { class: "hint" }, words.knownAs(knownAs)),
        ),
    );
}
