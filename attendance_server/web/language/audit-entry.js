/**
 * An entry of the audit log in words.
 *
 * @module
 */

import { text } from "/language/en/common.js";
import { office } from "/language/en/office.js";
import { moment } from "/language/formats.js";
import { wordFor } from "/language/word-for.js";

const words = office.log;

/** @param {string} action */
export const actionOf = (action) => wordFor(words.actions, action) ?? action;

/** @param {string} outcome `ok`, or why not */
export const outcomeOf = (outcome) => wordFor(words.outcomes, outcome) ?? words.refusedWith(outcome);

/** @param {string} kind of what an entry is about */
export const targetOf = (kind) => wordFor(words.targets, kind) ?? kind;

/** @param {{ field: string, before: string | null, after: string | null }} change */
export const changeOf = ({ field, before, after }) =>
    `${wordFor(words.fields, field) ?? field}: ${shown(field, before)} → ${shown(field, after)}`;

/** @param {string} field @param {string | null} value */
function shown(field, value) {
    if (value === null) {
        return field === "disabledAt" ? words.notDisabled : "–";
    }
    if (field === "disabledAt") {
        return moment(value);
    }
    if (field === "role") {
        return wordFor(office.roles, value) ?? value;
    }
    return field === "mark" ? (wordFor(text.status, value) ?? value) : value;
}
