/** How files are written so that this device's spreadsheet program reads them. @module */

import { LANGUAGE } from "/language/en/locale.js";
import { BROWSER_LOCALE, SORT_LOCALE } from "/language/locale.js";

/** The language by whose rules names are sorted. @returns {Record<string, string>} */
export const sortQuery = () => ({ locale: SORT_LOCALE });

/** The language of headings. @returns {Record<string, string>} */
export const headingsQuery = () => ({ lang: LANGUAGE });

/**
 * The separator and the decimal sign of CSV. Where a comma precedes decimals, spreadsheet programs
 * expect semicolons between values.
 *
 * @returns {Record<string, string>}
 */
export function csvQuery() {
    const parts = new Intl.NumberFormat(BROWSER_LOCALE).formatToParts(0.5);
    const sign = parts.find(({ type }) => type === "decimal")?.value;
    return sign === "," ? { delimiter: "semicolon", decimal: "comma" } : {};
}
