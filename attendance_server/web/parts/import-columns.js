/** How a list is read: its sheet, the row that names its columns, what they are, its letters. @module */

import { h, name, uniqueId } from "/dom.js";
import { encodings } from "/language/en/encodings.js";
import { importWords } from "/language/en/import.js";
import { wordFor } from "/language/word-for.js";
import { button, choices } from "/ui.js";

/** @import { ColumnRole, FoundColumn, FoundFile, TextEncoding } from "/api-types.js" */

/**
 * What the user has chosen of how a file is read; what is missing is guessed.
 *
 * @typedef {{
 *     sheet?: string, headerRow?: number, columns?: ColumnRole[], encoding?: string,
 *     makeNumbers?: boolean, makeNames?: boolean,
 * }} Reading
 */

/** Rows in which the header is looked for. */
const HEADER_ROWS = 30;

/** Roles that together are a name, and those of whole names, which exclude them. */
const PARTS = ["givenName", "familyName"];
const WHOLE = ["name", "familyFirst"];

/** Roles of a meeting's report, which are offered only where they were found. */
const OF_REPORTS = ["joined", "left", "duration"];

/**
 * @param {FoundFile} file @param {Reading} reading
 * @param {(reading: Reading) => void} changed called with what the user has chosen
 */
export function howRead(file, reading, changed) {
    const words = importWords.columns;
    const unsure = new Set(file.unsure?.map(({ code }) => code));
    return h(
        "section",
        { class: "card stack how-read" },
        h("h2", {}, words.heading),
        h("p", { class: "hint" }, file.remembered ? words.remembered : words.lead),
        h(
            "div",
            { class: "how-read-choices" },
            sheetChoice(file, unsure.has("several_sheets"), (sheet) =>
                changed({ ...whatStays(reading), sheet }),
            ),
            headerChoice(file, (headerRow) =>
                changed({ ...whatStays(reading), sheet: reading.sheet, headerRow }),
            ),
        ),
        columnTable(file.columns, (columns) => changed({ ...reading, columns })),
        unsure.has("unclear_columns") &&
            button(words.confirm, {
                onClick: () =>
                    changed({ ...reading, columns: file.columns.map(({ role }) => role) }),
            }),
        file.encoding &&
            encodingChoice(file.encoding, unsure.has("unclear_encoding"), (encoding) =>
                changed({ ...reading, encoding }),
            ),
    );
}

/** What still holds once the table is another one. @param {Reading} reading @returns {Reading} */
function whatStays({ encoding, makeNumbers, makeNames }) {
    return { encoding, makeNumbers, makeNames };
}

/**
 * The query of an import that reads a file in this way.
 *
 * @param {Reading} reading @returns {Record<string, string>}
 */
export function queryOf({ columns, sheet, headerRow, encoding, makeNumbers, makeNames }) {
    return {
        columns: columns?.map((role) => (role === "ignored" ? "" : role)).join(",") ?? "",
        sheet: sheet ?? "",
        headerRow: headerRow === undefined ? "" : String(headerRow),
        encoding: encoding ?? "",
        makeNumbers: makeNumbers ? "true" : "",
        makeNames: makeNames ? "true" : "",
    };
}

/**
 * The roles after one column was chosen to be something: no other column is the same, and a whole
 * name is not also made of parts.
 *
 * @param {readonly ColumnRole[]} roles @param {number} place @param {ColumnRole} role
 * @returns {ColumnRole[]}
 */
export function withRole(roles, place, role) {
    const excluded = [
        role,
        ...(PARTS.includes(role) ? WHOLE : []),
        ...(WHOLE.includes(role) ? [...WHOLE, ...PARTS] : []),
    ];
    return roles.map((other, at) => {
        if (at === place) {
            return role;
        }
        return excluded.includes(other) ? "ignored" : other;
    });
}

/**
 * @param {FoundFile} file @param {boolean} open whether the user has to choose one
 * @param {(sheet: string) => void} changed
 */
function sheetChoice({ sheets = [], sheet = "" }, open, changed) {
    const words = importWords.columns;
    if (sheets.length < 2) {
        return false;
    }
    return select(
        words.sheet,
        "sheet",
        [
            ...(open ? [["", words.choose]] : []),
            ...sheets.map((each) => [each.name, words.sheetRows(each.name, each.rows)]),
        ],
        open ? "" : sheet,
        changed,
    );
}

/** @param {FoundFile} file @param {(row: number) => void} changed */
function headerChoice({ headerRow }, changed) {
    const words = importWords.columns;
    const rows = new Set([...Array(HEADER_ROWS).keys()].map((at) => at + 1));
    if (headerRow) {
        rows.add(headerRow);
    }
    return select(
        words.header,
        "header-row",
        [["0", words.noHeader], ...[...rows].map((row) => [String(row), words.row(row)])],
        String(headerRow),
        (row) => changed(Number(row)),
    );
}

/**
 * @param {string} label @param {string} fieldName @param {string[][]} options value and words
 * @param {string} value @param {(value: string) => void} changed
 */
function select(label, fieldName, options, value, changed) {
    const id = uniqueId(fieldName);
    const control = h(
        "select",
        { id, name: fieldName, on: { change: () => changed(control.value) } },
        options.map(([key, shown]) => h("option", { value: key }, shown)),
    );
    control.value = value;
    return h("div", { class: "field" }, h("label", { for: id }, label), control);
}

/** @param {FoundColumn[]} columns @param {(roles: ColumnRole[]) => void} changed */
function columnTable(columns, changed) {
    const words = importWords.columns;
    const roles = columns.map(({ role }) => role);
    const rows = Math.max(0, ...columns.map(({ examples = [] }) => examples.length));
    return h(
        "div",
        { class: "column-table", tabindex: "0", role: "region", "aria-label": words.scroll },
        h(
            "table",
            {},
            h("caption", { class: "unseen" }, words.caption),
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    columns.map((column, place) =>
                        columnHead(column, (role) => changed(withRole(roles, place, role))),
                    ),
                ),
            ),
            h(
                "tbody",
                {},
                [...Array(rows).keys()].map((row) =>
                    h(
                        "tr",
                        {},
                        columns.map(({ role, examples = [] }) =>
                            h(
                                "td",
                                { class: role === "ignored" ? "is-ignored" : "" },
                                name(examples[row] ?? ""),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    );
}

/** @param {FoundColumn} column @param {(role: ColumnRole) => void} changed */
function columnHead({ index, header, role, certainty }, changed) {
    const words = importWords.columns;
    const title = header || words.unnamed(index + 1);
    const unsure = certainty === "unsure";
    const hint = uniqueId("check");
    const offered = Object.entries(importWords.roles).filter(
        ([each]) => each === role || !OF_REPORTS.includes(each),
    );
    const control = h(
        "select",
        {
            name: `column-${index}`,
            "aria-label": words.what(title),
            "aria-describedby": unsure && hint,
            on: { change: () => changed(control.value) },
        },
        offered.map(([value, shown]) => h("option", { value }, shown)),
    );
    control.value = role;
    return h(
        "th",
        { scope: "col", class: role === "ignored" ? "is-ignored" : "" },
        control,
        unsure && h("span", { class: "check-this", id: hint }, words.check),
        name(title, { class: "name column-title" }),
    );
}

/**
 * @param {TextEncoding} encoding @param {boolean} open whether the user has to choose one
 * @param {(encoding: string) => void} changed
 */
function encodingChoice({ used, others = [], guessed }, open, changed) {
    const words = importWords.columns;
    if (!guessed && !others.length) {
        return false;
    }
    const { node, control } = choices({
        ...{ label: words.encoding, name: "encoding", chosen: open ? "" : used.encoding },
        options: [used, ...others].map(({ encoding, names = [] }) => [
            encoding,
            h("span", { class: "names" }, name(names.join(", ") || words.noSpecialNames)),
            h("span", { class: "hint" }, wordFor(encodings, encoding) ?? encoding),
        ]),
    });
    node.classList.add("encodings");
    node.addEventListener("change", () => changed(control.value));
    return node;
}
