/**
 * What went wrong, in the words of `en/errors.js` or those of another language.
 *
 * @module
 */

import { ApiError } from "/api.js";
import { SocketError } from "/client.js";
import {
    busy,
    errors,
    notYourPassword,
    problems,
    quotas,
    unknown,
    waitMinutes,
    waitSeconds,
} from "/language/en/errors.js";
import { number } from "/language/formats.js";

/** @import { Problem } from "/api-types.js" */

/** @typedef {string | ((problem: Problem) => string)} Words about a problem */

/** @type {Record<string, string>} */
const ERRORS = { ...errors };

/** @type {Record<string, Words>} */
const PROBLEMS = problems;

/** @type {Record<string, (limit: string) => string>} */
const QUOTAS = quotas;

/** @param {Words | undefined} words @param {Problem} problem */
export const about = (words = unknown, problem) =>
    typeof words === "function" ? words(problem) : words;

/** @param {Problem} problem of a field */
export const problemText = (problem) => about(PROBLEMS[problem.code], problem);

/** Errors that concern one field. @type {Record<string, string>} */
const FIELD_OF = {
    email_taken: "email",
    no_teacher_account: "email",
    already_owner: "email",
    wrong_teacher_code: "code",
    wrong_student_code: "studentCode",
    wrong_code: "code",
    code_expired: "code",
};

/**
 * Add the errors of a part of the pages that is loaded later.
 *
 * @param {Record<string, string>} added @param {Record<string, string>} fields those that concern
 *     one field
 */
export function addErrors(added, fields = {}) {
    Object.assign(ERRORS, added);
    Object.assign(FIELD_OF, fields);
}

/**
 * The server's code of an error; for a request without an answer, why there is none.
 *
 * @param {unknown} error @returns {string | undefined} `undefined` for any other error
 */
export function errorCode(error) {
    if (error instanceof SocketError) {
        return error.reason ?? String(error.code);
    }
    return error instanceof ApiError ? error.code : undefined;
}

/** What went wrong, in a sentence or two. @param {unknown} error */
export function errorText(error) {
    const limited = error instanceof ApiError && error.status === 429;
    if (limited && error.retryAfter) {
        const { retryAfter } = error;
        return retryAfter < 60 ? waitSeconds(retryAfter) : waitMinutes(Math.ceil(retryAfter / 60));
    }
    const code = errorCode(error) ?? "";
    if (error instanceof ApiError && error.limit !== undefined && code in QUOTAS) {
        return QUOTAS[code](number(error.limit));
    }
    return ERRORS[code] ?? (limited ? busy : unknown);
}

/** @param {string | undefined} code of an error */
export const codeText = (code) => ERRORS[code ?? ""] ?? unknown;

/** What is wrong with which field. @param {unknown} error @returns {Record<string, string>} */
export function fieldErrors(error) {
    if (!(error instanceof ApiError)) {
        return {};
    }
    const field = FIELD_OF[error.code];
    if (field) {
        return { [field]: ERRORS[error.code] };
    }
    return Object.fromEntries(error.details.map((each) => [each.path, problemText(each)]));
}

/** Field errors where the password may be wrong. @param {unknown} error @param {string} field */
export function wrongPassword(error, field) {
    return errorCode(error) === "wrong_credentials"
        ? { [field]: notYourPassword }
        : fieldErrors(error);
}
