/**
 * What is wrong with a roster file or a line of it, by the server's codes.
 *
 * @module
 */

import { UNKNOWN, about, problemText } from "/language/errors.js";
import { number } from "/language/formats.js";

/** @import { Problem } from "/api-types.js" */

const SAVE_AS = "as XLSX or CSV, and choose that file";

/** @type {Record<string, string | ((problem: Problem) => string)>} */
const FILE_PROBLEMS = {
    empty_file: "The file is empty.",
    incomplete: "The file did not arrive completely. Choose it again.",
    not_text: `This is neither a list nor a workbook. Save it ${SAVE_AS}.`,
    damaged_workbook: `This workbook is damaged. Open it, save it ${SAVE_AS}.`,
    protected_workbook: `This workbook has a password. Save it without one, ${SAVE_AS}.`,
    pdf_file: `This is a PDF. Open the list in the program that made it, and save it ${SAVE_AS}.`,
    picture_file: "This is a picture. Type the list into a spreadsheet, and choose that file.",
    numbers_file:
        "This is a document of Numbers. In Numbers, choose File › Export To › Excel or CSV, and choose that file.",
    word_file: `This is a text document. Copy its table into a spreadsheet, save it ${SAVE_AS}.`,
    presentation_file: `This is a presentation. Copy its table into a spreadsheet, save it ${SAVE_AS}.`,
    contacts_file: `These are contacts. Export them ${SAVE_AS}.`,
    database_file: `This is a database. Export the table ${SAVE_AS}.`,
    archive_file: "This is an archive. Unpack it, and choose the list that is in it.",
    unknown_file: `This file is of a kind that cannot be read. Save the list ${SAVE_AS}.`,
    without_users:
        "This part of OneRoster has no names. Choose users.csv, or the whole zip file.",
    no_values:
        "The addresses are formulas, and the file does not hold their results. Open it in your spreadsheet program, save it, and choose it again.",
    no_sheet: "This workbook has no sheet.",
    missing_columns:
        "No columns with names and with e-mail addresses or student numbers were recognised. Choose them.",
    duplicate_column: ({ column }) => `The column “${column}” occurs twice.`,
    unmatched_quotes: ({ line }) => `The quotation marks in line ${line} do not match.`,
    no_students: "There is no student below the line that names the columns.",
    too_many_students: ({ maximum = 0 }) =>
        `This list has more than ${number(maximum)} lines. Split it.`,
    too_complex: "This file is too complex to read. Remove everything but the list, in one sheet.",
    unknown_sheet: "This sheet is not in the file.",
    unknown_column: ({ column }) => `The column “${column}” is not in the file.`,
    unknown_encoding: "The file cannot be read in this encoding.",
    several_sheets: "There are lists in several sheets. Choose one.",
    unclear_columns: ({ column }) =>
        column
            ? `Check what the column “${column}” holds: others may hold the same.`
            : "Check what the columns hold.",
    no_report: "This is not the attendance report of a Teams or Zoom meeting.",
    unclear_dates: "Choose whether the day or the month comes first in the dates.",
    unclear_encoding: "Check the names with special letters: the file does not say how it was written.",
};

/**
 * What is wrong with a line of a roster, or odd about it: by the field and the code.
 *
 * @type {Record<string, string | ((problem: Problem) => string)>}
 */
const LINE_PROBLEMS = {
    "name name_kept": "The account has another name, which its owner keeps.",
    "email email_kept": "The account has another address, and keeps it.",
    "name empty": "The name is missing.",
    "name invisible": "The name has no visible characters.",
    "name too_long": ({ maximum }) => `The name has more than ${maximum} characters.`,
    "name control_characters": "The name contains characters that cannot be used.",
    "name direction_characters": "The name contains characters that cannot be used.",
    "email empty": "There is neither an e-mail address nor a student number.",
    "email invalid_email": "This is not an e-mail address.",
    "email duplicate_email": ({ line }) => `Line ${line} has the same e-mail address.`,
    "email teacher_email": "This is the e-mail address of a teacher.",
    "email unproven_email":
        "There is already an account. Its owner is invited, and joins with a code that you hand to the student, or when you confirm that the account is theirs.",
    "email self_signup":
        "Whoever has this account signed up by themselves. They join with a code that you hand to the student, or when you confirm that the account is theirs.",
    "email email_ignored":
        "The account with this student number has no e-mail address, and this one is not added.",
    "studentNumber too_long": ({ maximum }) =>
        `The student number has more than ${maximum} characters.`,
    "studentNumber invisible": "The student number has no visible characters.",
    "studentNumber invalid_number": "A student number has no @.",
    "studentNumber control_characters":
        "The student number contains characters that cannot be used.",
    "studentNumber direction_characters":
        "The student number contains characters that cannot be used.",
    "studentNumber duplicate_number": ({ line }) => `Line ${line} has the same student number.`,
    "studentNumber other_account":
        "The student number belongs to another account than the e-mail address.",
    "studentNumber other_number":
        "The account with this e-mail address has another student number.",
    "contactEmail invalid_email": "The contact address is not an e-mail address.",
};

/** @param {Problem[]} details what is wrong with a roster file, or with how it is to be read */
export const fileProblems = (details) =>
    details
        .map((each) =>
            each.code in FILE_PROBLEMS ? about(FILE_PROBLEMS[each.code], each) : problemText(each),
        )
        .join(" ");

/** @param {Problem[]} problems what is wrong with a line of a roster, or odd about it */
export const lineProblems = (problems) =>
    problems
        .map((each) => about(LINE_PROBLEMS[`${each.path} ${each.code}`] ?? UNKNOWN, each))
        .join(" ");
