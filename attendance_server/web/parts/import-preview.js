/** The preview of an import, line by line. @module */

import { h, replace } from "/dom.js";
import { importWords } from "/language/en/import.js";
import { lineProblems } from "/language/file-problems.js";
import { person } from "/parts/person.js";
import { button, empty, iconFor } from "/ui.js";

/** @import { Import, ImportedLine, Outcome, SkippedLine } from "/api-types.js" */

/** Lines that are drawn at a time: ten thousand would block the page for seconds. */
const PAGE = 200;

/** @typedef {Outcome | "skipped"} Fate */

/** Those that need attention come first. @type {Fate[]} */
const FATES = ["wrong", "unproven", "skipped", "new", "known", "enrolled"];

/** @type {Record<Fate, string>} */
const ICONS = {
    new: "plus",
    known: "person",
    enrolled: "present",
    wrong: "warning",
    unproven: "warning",
    skipped: "none",
};

/** @typedef {"all" | Fate} Filter */

/** @param {Import} preview */
export function previewTable({ counts, lines, skipped = [] }) {
    const words = importWords;
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
    /** @type {(ImportedLine | SkippedLine)[]} */
    const all = [...lines, ...skipped].sort((one, other) => one.line - other.line);
    /** @type {Partial<Record<Filter, number>>} */
    const numbers = {
        all: all.length,
        ...(skipped.length && { skipped: skipped.length }),
        // The server counts unproven lines only if there are any.
        ...counts,
    };
    /** @type {Filter[]} */
    const filters = ["all", ...FATES.filter((which) => which in numbers)];
    const choices = filters.map((which) => {
        const count = numbers[which] ?? 0;
        return button(
            words.show[which](count),
            { icon: which === "all" ? undefined : ICONS[which], onClick: () => choose(which) },
            { "data-which": which, "aria-pressed": "false" },
        );
    });
    /** @type {(ImportedLine | SkippedLine)[]} */
    let chosen = [];
    let drawn = 0;

    /** @param {Filter} which */
    function choose(which) {
        for (const each of choices) {
            each.setAttribute("aria-pressed", String(each.dataset.which === which));
        }
        chosen = which === "all" ? all : all.filter((line) => fateOf(line) === which);
        drawn = 0;
        replace(body);
        draw();
    }

    function draw() {
        const page = chosen.slice(drawn, drawn + PAGE);
        drawn += page.length;
        body.append(...page.map((line) => ("outcome" in line ? row(line) : skippedRow(line))));
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

/** @param {ImportedLine | SkippedLine} line @returns {Fate} */
function fateOf(line) {
    return "outcome" in line ? line.outcome : "skipped";
}

/** @param {SkippedLine} line */
function skippedRow(line) {
    const words = importWords;
    const also = [line.role, line.status].filter(Boolean).join(", ");
    return h(
        "tr",
        { class: "is-skipped" },
        h("th", { scope: "row", class: "number" }, words.number(line.line)),
        h("td", {}, person(line, also && h("bdi", { class: "quiet" }, also))),
        h(
            "td",
            {},
            h("span", { class: "outcome is-skipped" }, iconFor(ICONS.skipped), words.becomes.skipped),
            h("p", { class: "hint" }, words.skippedBecause[line.code]),
        ),
    );
}

/** @param {ImportedLine} line */
function row({ line, name, email, studentNumber, outcome, problems, knownAs }) {
    const words = importWords;
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
            outcome === "new" &&
                !email &&
                !studentNumber &&
                h("p", { class: "hint" }, words.getsNumber),
            knownAs && h("p", { class: "hint" }, words.knownAs(knownAs)),
        ),
    );
}
