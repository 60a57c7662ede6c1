/** The filters of a report: which days, in which order, and the least number of absences. @module */

import { h, uniqueId } from "/dom.js";
import { text } from "/language/en/reports.js";
import { zoneQuery } from "/parts/exports.js";
import { field } from "/ui.js";

/** @import { Order } from "/figures.js" */

/** @type {Order[]} */
export const ORDERS = ["name", "absent", "rate", "absenceRun", "lastSeen"];

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The filters and the order of a report, as in its address. `missed`: the least number of absences.
 *
 * @typedef {{ from: string, to: string, sort: Order | "", missed: string }} Choice
 */

/** @param {URLSearchParams} query of an address @returns {Choice} */
export function readChoice(query) {
    const day = (/** @type {string} */ key) => {
        const value = query.get(key) ?? "";
        return DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : "";
    };
    const [from, last] = [day("from"), day("to")];
    const sort = ORDERS.find((order) => order === query.get("sort")) ?? "";
    const missed = query.get("missed") ?? "";
    return {
        from,
        to: from && last && last < from ? "" : last,
        sort,
        missed: /^[1-9]\d{0,3}$/.test(missed) ? missed : "",
    };
}

/** The query of a report. Days are those of this device's time zone. @param {Choice} choice */
export function spanQuery({ from, to: last }) {
    return { ...(from && { from }), ...(last && { to: last }), ...zoneQuery() };
}

/** The period of a choice, for the address of another report. @param {Choice} choice */
export const samePeriod = ({ from, to: last }) => ({ from, to: last });

/**
 * Fields for the first and the last day.
 *
 * @param {Choice} choice is changed by them @param {() => void} changed
 */
export function spanFields(choice, changed) {
    const words = text.report;
    const day = (/** @type {"from" | "to"} */ key) =>
        field({
            ...{ label: words[key], name: key, type: "date", value: choice[key] },
            on: { change: () => take() },
        });
    const first = day("from");
    const last = day("to");

    function take() {
        const [from, until] = [first.control.value, last.control.value];
        const wrong = Boolean(from && until && until < from);
        last.setError(wrong ? words.wrongOrder : undefined);
        if (!wrong && (from !== choice.from || until !== choice.to)) {
            choice.from = from;
            choice.to = until;
            changed();
        }
    }

    return {
        nodes: [first.node, last.node],
        clear() {
            first.control.value = "";
            last.control.value = "";
            last.setError();
        },
    };
}

/**
 * Whether a session that started then is on one of the days, by the clock here.
 *
 * @param {string} iso @param {Pick<Choice, "from" | "to">} choice
 */
export function within(iso, { from, to: last }) {
    const at = new Date(iso);
    const padded = (/** @type {number} */ part) => String(part).padStart(2, "0");
    const day = `${at.getFullYear()}-${padded(at.getMonth() + 1)}-${padded(at.getDate())}`;
    return (!from || day >= from) && (!last || day <= last);
}

/**
 * The field for the least number of absences.
 *
 * @param {Choice} choice is changed by it @param {() => void} changed
 */
export function missedField(choice, changed) {
    const words = text.report;
    return field({
        ...{ label: words.missed, name: "missed", type: "number", value: choice.missed },
        ...{ min: 1, max: 9999, inputmode: "numeric", placeholder: words.missedHint },
        on: {
            input: (/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
                const count = Number(target.value);
                choice.missed = count >= 1 ? String(Math.min(9999, Math.floor(count))) : "";
                changed();
            },
        },
    });
}

/**
 * @template {string} T
 * @param {string} label @param {string} fieldName @param {[T, string][]} options value and words
 * @param {T} value @param {(value: T) => void} changed
 */
export function choose(label, fieldName, options, value, changed) {
    const id = uniqueId(fieldName);
    const control = h(
        "select",
        { id, name: fieldName, on: { change: () => changed(control.value) } },
        options.map(([key, words]) => h("option", { value: key }, words)),
    );
    control.value = value;
    return { node: h("div", { class: "field" }, h("label", { for: id }, label), control), control };
}
