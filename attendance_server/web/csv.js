/**
 * Tables that a spreadsheet opens.
 *
 * @module
 */

/** Excel takes a file without it for one of the system's own character set. */
const BYTE_ORDER_MARK = "\ufeff";

/** What a spreadsheet may take for the start of a formula, also behind blanks and in wide forms. */
const FORMULA = /^[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20|]|^[\t\r\n]/u;

/**
 * Rows as the text of a CSV file (RFC 4180). A cell that would be a formula gets an apostrophe in
 * front: that is how spreadsheets write a text that looks like one.
 *
 * @param {(string | number | null | undefined)[][]} rows
 */
export function csv(rows) {
    const lines = rows.map((row) => row.map(cell).join(","));
    return BYTE_ORDER_MARK + lines.map((line) => line + "\r\n").join("");
}

/** @param {string | number | null | undefined} value */
function cell(value) {
    if (typeof value === "number") {
        return String(value);
    }
    const text = value ?? "";
    const safe = FORMULA.test(text) ? `'${text}` : text;
    return /[",\r\n]/u.test(safe) || safe !== safe.trim()
        ? `"${safe.replaceAll('"', '""')}"`
        : safe;
}

/**
 * A name for a file that every system takes.
 *
 * @param {...string} parts
 */
export function fileName(...parts) {
    const name = parts
        .join(" ")
        .normalize("NFC")
        .replace(/[\p{Cc}\p{Cf}\\/:*?"<>|.]+/gu, " ")
        .trim()
        .replace(/\s+/gu, "-");
    return `${name.slice(0, 100)}.csv`;
}

/** Let the browser save a table. @param {string} named @param {string} content */
export function download(named, content) {
    save(named, new Blob([content], { type: "text/csv;charset=utf-8" }));
}

/** Let the browser save a file. @param {string} named @param {Blob} content */
export function save(named, content) {
    const url = URL.createObjectURL(content);
    const link = document.createElement("a");
    link.href = url;
    link.download = named;
    link.click();
    // The browser has to have read it before.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
