/**
 * Errors in words for users, by their codes.
 *
 * @module
 */

import { ApiError } from "/api.js";
import { SocketError } from "/client.js";
import { number, plural } from "/language/formats.js";
import { text } from "/language/text.js";

const OFFLINE = "The server cannot be reached. Check the network and try again.";

const UNKNOWN =
    "Something went wrong at the server. Try again, and tell whoever runs it if the problem stays.";

/**
 * By the server's codes, and those of requests without an answer.
 *
 * @type {Record<string, string>}
 */
const ERRORS = {
    unauthorized: text.login.expired,
    teacher_only: "Only teachers can do this.",
    student_only: "Only students can do this.",
    wrong_teacher_code:
        "To sign up as a teacher you need the teacher code of your school. Check it, or ask for it.",
    teacher_signup_closed:
        "Teachers cannot sign up here. Ask whoever runs this server for an account.",
    wrong_student_code:
        "To sign up as a student you need the code of your school. Check it, or ask for it.",
    student_signup_closed: "Students cannot sign up here. Ask your teacher for a code.",
    invitation_not_found: "This invitation no longer exists.",
    invalid_request: "Some of the fields are not filled in correctly.",
    body_too_large: "That is too much at once.",
    email_taken: "There is already an account with this e-mail address. Log in instead?",
    wrong_credentials: "Wrong e-mail address or password.",
    class_not_found: "This class no longer exists.",
    student_not_found: "This student no longer exists.",
    session_not_found: "This session does not exist.",
    user_not_found: "This account no longer exists.",
    not_class_teacher: "This is not one of your classes.",
    not_enrolled: "You are not in this class.",
    session_running: "A session is running. End it first, and then try again.",
    session_discarded: "This session was discarded. Restore it first, and then try again.",
    too_late_to_restore:
        "This session was discarded more than 30 days ago, and can no longer be restored.",
    class_archived:
        "This class is archived. Bring it back to your classes first, and then try again.",
    not_last_session: "Only the latest session of a class can be reopened, and there is a later one.",
    too_late_to_reopen:
        "This session ended more than an hour ago and can no longer be reopened. You can still correct marks.",
    too_many_changes: "This session has been changed too often, and can no longer be changed.",
    storage_unavailable: "The server cannot save anything at the moment. Try again in a while.",
    shutting_down: "The server is restarting. Try again in a moment.",
    hashing_unavailable:
        "The server cannot check passwords at the moment. Try again in a few seconds.",
    code_expired: "This code has expired. Ask your teacher for a new one.",
    too_many_logins: "Many people are logging in at the moment. Try again in a few seconds.",
    server_full: "The server is full. Try again in a while.",
    body_too_slow: "The connection is too slow. Try again on a better one.",
    too_many_attempts: "Too many attempts. Wait a few minutes, and then try again.",
    too_many_sockets: "This account is open in too many windows. Close some of them.",
    too_many_frames: "That was too fast. Wait a moment, and then try again.",
    too_many_reports:
        "The server is busy preparing other files. Try again in a few seconds.",
    too_many_imports: "The server is busy reading other lists. Try again in a few seconds.",
    no_active_session: "No session is running for this class any longer.",
    student_not_in_class: "This student is no longer in the class.",
    roster_unreadable: "This file cannot be read as a list of students.",
    roster_too_large: text.import.tooLarge,
    already_claimed: "The student has claimed the account meanwhile, and no longer needs a code.",
    not_issuer: "The code of this student is for another teacher to hand out.",
    wrong_code:
        "This code is wrong, was already used, or was replaced. Compare it with your slip. If you have already chosen a password, log in with it; otherwise, ask your teacher for a new code.",
    marks_not_saved:
        "The session has not ended, because some marks were not saved. They are listed on this page.",
    no_answer: OFFLINE,
    offline: OFFLINE,
    timeout: OFFLINE,
    lost: "The connection was lost. When it is back, you will see whether this was done.",
};

/** Problems of a roster file, by the server's description. @type {[RegExp, string][]} */
const FILE_PROBLEMS = [
    [/^the file is empty/, "The file is empty."],
    [
        /^line (\d+) names no such columns/,
        "Line $1 must name the columns: name (or first name and last name) and email.",
    ],
    [/^there is no student below/, "There is no student below the line that names the columns."],
    [/^the column ['"]?(.*?)['"]? is there twice$/, "The column “$1” occurs twice."],
    [/^expected text/, "This is neither CSV nor XLSX. Save it as one of the two in your spreadsheet program."],
    [/^expected a workbook/, "This workbook is damaged, or not an XLSX file. Save it again as XLSX or CSV."],
    [/^there is no sheet/, "This workbook has no sheet."],
    [/^the workbook is protected/, "This workbook has a password. Save it without one."],
    [/^expected at most ([\d,]+) students$/, "This list has more than $1 students. Split it."],
    [/^the quotation marks in line (\d+)/, "The quotation marks in line $1 do not match."],
    [/^the file takes too much/, "This file is too complex to read. Remove everything but the list, in one sheet."],
    [/^the file has not arrived whole/, "The file did not arrive completely. Choose it again."],
];

/** Problems of a line of a roster. @type {[RegExp, string][]} */
const LINE_PROBLEMS = [
    [/^the name must not be empty$/, "The name is missing."],
    [/^the name must not be longer than (\d+) characters$/, "The name has more than $1 characters."],
    [
        /^the name must not (hold control|contain characters that)/,
        "The name contains characters that cannot be used.",
    ],
    [/^the name must contain a visible/, "The name has no visible characters."],
    [/^the e-mail address must not be empty$/, "The e-mail address is missing."],
    [/^the e-mail address is not one$/, "This is not an e-mail address."],
    [/^line (\d+) has the same/, "Line $1 has the same e-mail address."],
    [/^the e-mail address is that of a teacher$/, "This is the e-mail address of a teacher."],
    [
        /^the address has an account already/,
        "There is already an account with this address. Its owner is invited, and needs a code that you hand to the student.",
    ],
    [
        /^the account signed up by itself/,
        "This account was not created by an import. Make sure that it belongs to the student.",
    ],
];

/** @param {[RegExp, string][]} known @param {string} problem as the server describes it */
function inWords(known, problem) {
    const [pattern, words] = known.find(([each]) => each.test(problem)) ?? [/^.*$/su, `${problem}.`];
    const match = /** @type {RegExpExecArray} */ (pattern.exec(problem));
    return words.replace("$1", () => match[1] ?? "");
}

/** @param {{ message: string }[]} details what is wrong with a roster file */
export const fileProblems = (details) =>
    details.map(({ message }) => inWords(FILE_PROBLEMS, message)).join(" ");

/** @param {string} reason what is wrong with a line of a roster, or odd about it */
export const lineProblems = (reason) =>
    reason
        .split("; ")
        .map((problem) => inWords(LINE_PROBLEMS, problem))
        .join(" ");

/** @param {number} seconds */
function rateLimited(seconds) {
    const wait =
        seconds < 60
            ? plural(seconds, "# second", "# seconds")
            : plural(Math.ceil(seconds / 60), "# minute", "# minutes");
    return `Too many attempts. Wait ${wait}, and then try again.`;
}

const BUSY = "The server is very busy. Try again in a few seconds.";

/** Problems of a field, by the server's description. @type {Record<string, string>} */
const FIELD_ERRORS = {
    required: text.required,
    "must not be empty": text.required,
    "must not be longer than 200 characters": "Use at most 200 characters.",
    "must not hold control characters": "This contains characters that cannot be used.",
    "must contain a visible character": "This has no visible characters.",
    "must not contain characters that change the direction of writing":
        "This contains characters that cannot be used. Type it instead of pasting it.",
    "expected an e-mail address": "This is not an e-mail address.",
    "must be 6 to 72 bytes": "Use 6 to 72 characters.",
    "must be at least 8 characters": "Use 8 characters or more.",
    "must not be longer than 256 characters": "Use at most 256 characters.",
    "is one of the most common passwords":
        "Many people use this password, so it is easy to guess. Choose another one.",
    "must not be longer than 500 characters": "Use at most 500 characters.",
    "expected a whole number from 1 to 1440, or null":
        "Use a whole number from 1 to 1440, or leave it empty.",
    "must not hold NUL characters": "This contains characters that cannot be used.",
};

/**
 * How many there may be, and what to do about it.
 *
 * @type {Record<string, (limit: string) => string>}
 */
const QUOTAS = {
    too_many_classes: (limit) =>
        `A teacher can have at most ${limit} classes on this server, including archived ones. Delete one, or ask whoever runs it to allow more.`,
    class_full: (limit) =>
        `A class can have at most ${limit} students on this server. Remove some, or ask whoever runs it to allow more.`,
    too_many_sessions: (limit) =>
        `A class can have at most ${limit} sessions on this server. Continue in another class, or ask whoever runs it to allow more.`,
    too_many_unclaimed: (limit) =>
        `A teacher can have at most ${limit} unclaimed accounts on this server. Hand out their codes, or ask whoever runs it to allow more.`,
};

/** Errors that concern one field. @type {Record<string, string>} */
const FIELD_OF = {
    email_taken: "email",
    wrong_teacher_code: "code",
    wrong_student_code: "studentCode",
    wrong_code: "code",
    code_expired: "code",
};

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
        return rateLimited(error.retryAfter);
    }
    const code = errorCode(error) ?? "";
    if (error instanceof ApiError && error.limit !== undefined && code in QUOTAS) {
        return QUOTAS[code](number(error.limit));
    }
    return ERRORS[code] ?? (limited ? BUSY : UNKNOWN);
}

/** @param {string | undefined} code of an error */
export const codeText = (code) => ERRORS[code ?? ""] ?? UNKNOWN;

/** What is wrong with which field. @param {unknown} error @returns {Record<string, string>} */
export function fieldErrors(error) {
    if (!(error instanceof ApiError)) {
        return {};
    }
    const field = FIELD_OF[error.code];
    if (field) {
        return { [field]: ERRORS[error.code] };
    }
    return Object.fromEntries(
        error.details.map(({ path, message }) => [path, FIELD_ERRORS[message] ?? UNKNOWN]),
    );
}

/** Field errors where the password may be wrong. @param {unknown} error @param {string} field */
export function wrongPassword(error, field) {
    return errorCode(error) === "wrong_credentials"
        ? { [field]: "This is not your password." }
        : fieldErrors(error);
}
