/**
 * Tables as CSV files, and saving files.
 *
 * @module
 */

/** Without it, Excel reads the file in the character set of the operating system. */
const BYTE_ORDER_MARK = "\ufeff";

/** What a spreadsheet may read as a formula, also after spaces and in full-width characters. */
const FORMULA = /^[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20|]|^[\t\r\n]/u;

/**
 * Rows as the text of a CSV file (RFC 4180). A cell that would be read as a formula starts with an
 * apostrophe, which makes spreadsheets read it as text.
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
 * A name for a CSV file that every operating system accepts.
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

/** Have the browser save a table. @param {string} saveAs @param {string} content */
export function download(saveAs, content) {
    save(saveAs, new Blob([content], { type: "text/csv;charset=utf-8" }));
}

/** Have the browser save a file. @param {string} saveAs @param {Blob} content */
export function save(saveAs, content) {
    const url = URL.createObjectURL(content);
    const link = document.createElement("a");
    link.href = url;
    link.download = saveAs;
    link.click();
    // Later, because the browser reads it only after this returns.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
