/**
 * Numbers, dates, times, lists and names as the language of the pages writes them, in the form that
 * the browser prefers.
 *
 * @module
 */

import { LOCALE } from "/language/locale.js";

/**
 * What is made when it is first used: a phone takes milliseconds for each format, and no page needs
 * all of them.
 *
 * @template T @param {() => T} make @returns {() => T}
 */
function once(make) {
    /** @type {T | undefined} */
    let made;
    return () => (made ??= make());
}

const rules = once(() => new Intl.PluralRules(LOCALE));
const lists = once(() => new Intl.ListFormat(LOCALE));
const numbers = once(() => new Intl.NumberFormat(LOCALE));
const percents = once(() => new Intl.NumberFormat(LOCALE, { style: "percent" }));
const times = once(() => new Intl.DateTimeFormat(LOCALE, { hour: "numeric", minute: "2-digit" }));
const zones = once(() => new Intl.DateTimeFormat(LOCALE, { hour: "numeric", timeZoneName: "short" }));
const days = once(() => new Intl.DateTimeFormat(LOCALE, {
    ...{ weekday: "short", day: "numeric", month: "short", year: "numeric" },
}));
const moments = once(() => new Intl.DateTimeFormat(LOCALE, {
    ...{ weekday: "short", day: "numeric", month: "short", year: "numeric" },
    ...{ hour: "numeric", minute: "2-digit" },
}));
const dates = once(() => new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" }));
const longDays = once(() => new Intl.DateTimeFormat(LOCALE, {
    ...{ weekday: "long", day: "numeric", month: "long" },
}));
const daysOfMonth = once(() => new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" }));
const weekdays = once(shortestWeekdays);
const months = once(() => new Intl.DateTimeFormat(LOCALE, { month: "short" }));
const monthsOfYear = once(() => new Intl.DateTimeFormat(LOCALE, { month: "short", year: "numeric" }));
const collator = once(() => new Intl.Collator(LOCALE, { sensitivity: "base", numeric: true }));

/** Milliseconds from a change of the clocks within which a time may be shown twice. */
const NEAR_CHANGE = 3 * 3_600_000;

/**
 * The words for a number of things. `#` in them stands for the number.
 *
 * @param {number} count
 * @param {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} words by the categories
 *     that the language has for whole numbers (CLDR)
 */
export const plural = (count, words) =>
    (words[rules().select(count)] ?? words.other).replace("#", numbers().format(count));

/** Names, as in a sentence: “Ada, Alan and Grace”. @param {string[]} names */
export const list = (names) => lists().format(names);

/** Sorts names in the order of the language. @param {string} a @param {string} b */
export const compareNames = (a, b) => collator().compare(a, b);

/** @param {number} value */
export const number = (value) => numbers().format(value);

/** @param {number} share from 0 to 1 */
export const percent = (share) => percents().format(share);

/** @param {number} bytes */
export function size(bytes) {
    const [unit, divisor] = bytes < 1e6 ? ["kB", 1e3] : ["MB", 1e6];
    const digits = divisor === 1e6 ? 1 : 0;
    return `${(bytes / divisor).toLocaleString(LOCALE, { maximumFractionDigits: digits })} ${unit}`;
}

/**
 * Whether clocks show this time twice: before they are put back, and again after.
 *
 * @param {Date} moment
 */
function isShownTwice(moment) {
    const offset = moment.getTimezoneOffset();
    return [-NEAR_CHANGE, NEAR_CHANGE].some((distance) => {
        const other = new Date(moment.getTime() + distance).getTimezoneOffset();
        const twin = new Date(moment.getTime() + (other - offset) * 60_000);
        return other !== offset && twin.getTimezoneOffset() === other;
    });
}

/**
 * A text that ends with a time, and the name of the time zone where that time is ambiguous.
 *
 * @param {Intl.DateTimeFormat} format @param {string} iso
 */
function unambiguous(format, iso) {
    const parsed = new Date(iso);
    const shown = format.format(parsed);
    if (!isShownTwice(parsed)) {
        return shown;
    }
    const zone = zones().formatToParts(parsed).find(({ type }) => type === "timeZoneName");
    return `${shown} ${zone?.value}`;
}

/** With the name of the time zone where the time alone is ambiguous. @param {string} iso */
export const time = (iso) => unambiguous(times(), iso);

/** With the day of the week. @param {string} iso */
export const day = (iso) => days().format(new Date(iso));

/** @param {string} iso */
export const moment = (iso) => unambiguous(moments(), iso);

/** @param {string} iso */
export const isToday = (iso) => day(iso) === days().format(Date.now());

/** When a session started, without the day if that is today. @param {string} iso */
export function sessionStart(iso) {
    if (isToday(iso)) {
        return time(iso);
    }
    const started = new Date(iso);
    const thisYear = started.getFullYear() === new Date().getFullYear();
    return `${thisYear ? longDays().format(started) : day(iso)}, ${time(iso)}`;
}

/** Without the day of the week. @param {string} iso */
export const date = (iso) => dates().format(new Date(iso));

/**
 * The last day on which something holds, if it ends at a midnight and the day is whole.
 *
 * @param {string} iso when it ends
 * @returns {string | undefined} a moment of that day
 */
export function fullLastDay(iso) {
    const end = new Date(iso);
    const midnight = end.getHours() === 0 && end.getMinutes() === 0;
    return midnight ? new Date(end.getTime() - 1).toISOString() : undefined;
}

/** The value of a date field, such as `2026-03-02`. @param {string} value */
export const fieldDate = (value) => date(`${value}T12:00`);

/** @param {string} iso */
export const month = (iso) => months().format(new Date(iso));

/** @param {string} iso */
export const monthOfYear = (iso) => monthsOfYear().format(new Date(iso));

/** @param {string} iso */
export const dayAndMonth = (iso) => daysOfMonth().format(new Date(iso));

/** @param {string} iso */
export const dayOfMonth = (iso) => String(new Date(iso).getDate());

/**
 * The days of the week from Sunday, as short as they can be told apart: for narrow columns.
 */
function shortestWeekdays() {
    const [narrow, short] = /** @type {const} */ (["narrow", "short"]).map((weekday) => {
        const format = new Intl.DateTimeFormat(LOCALE, { weekday, timeZone: "UTC" });
        // The first Sunday of 1970.
        return [...Array(7).keys()].map((each) => format.format((3 + each) * 86_400_000));
    });
    const differ = (/** @type {string[]} */ names) => new Set(names).size === names.length;
    if (differ(narrow)) {
        return narrow;
    }
    const starts = [2, 3, 4].map((length) => short.map((name) => name.slice(0, length)));
    return starts.find(differ) ?? short;
}

/** @param {string} iso */
export const weekday = (iso) => weekdays()[new Date(iso).getDay()];
