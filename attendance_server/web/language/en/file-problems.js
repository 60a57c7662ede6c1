/**
 * What is wrong with a roster file or a line of it, by the server's codes.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @import { Problem } from "/api-types.js" */

/** What is wrong with a file. */
export const fileProblems = {
    empty_file: "The file is empty.",
    incomplete: "The file did not arrive completely. Choose it again.",
    not_text: "This is neither a list nor a workbook. Save it as XLSX or CSV, and choose that file.",
    damaged_workbook: "This workbook is damaged. Open it, save it as XLSX or CSV, and choose that file.",
    protected_workbook: "This workbook has a password. Save it without one, as XLSX or CSV, and choose that file.",
    pdf_file: "This is a PDF. Open the list in the program that made it, and save it as XLSX or CSV, and choose that file.",
    picture_file: "This is a picture. Type the list into a spreadsheet, and choose that file.",
    numbers_file:
        "This is a document of Numbers. In Numbers, choose File › Export To › Excel or CSV, and choose that file.",
    word_file: "This is a text document. Copy its table into a spreadsheet, save it as XLSX or CSV, and choose that file.",
    presentation_file: "This is a presentation. Copy its table into a spreadsheet, save it as XLSX or CSV, and choose that file.",
    contacts_file: "These are contacts. Export them as XLSX or CSV, and choose that file.",
    database_file: "This is a database. Export the table as XLSX or CSV, and choose that file.",
    archive_file: "This is an archive. Unpack it, and choose the list that is in it.",
    unknown_file: "This file is of a kind that cannot be read. Save the list as XLSX or CSV, and choose that file.",
    without_users:
        "This part of OneRoster has no names. Choose users.csv, or the whole zip file.",
    no_values:
        "The addresses are formulas, and the file does not hold their results. Open it in your spreadsheet program, save it, and choose it again.",
    no_sheet: "This workbook has no sheet.",
    missing_columns:
        "No columns with names and with e-mail addresses or student numbers were recognised. Choose them.",
    /** @param {Problem} problem */
    duplicate_column: ({ column }) => `The column “${column}” occurs twice.`,
    /** @param {Problem} problem */
    unmatched_quotes: ({ line = 0 }) => `The quotation marks in line ${number(line)} do not match.`,
    no_students: "There is no student below the line that names the columns.",
    /** @param {Problem} problem */
    too_many_students: ({ maximum = 0 }) =>
        `This list has more than ${number(maximum)} lines. Split it.`,
    too_complex: "This file is too complex to read. Remove everything but the list, in one sheet.",
    unknown_sheet: "This sheet is not in the file.",
    /** @param {Problem} problem */
    unknown_column: ({ column }) => `The column “${column}” is not in the file.`,
    unknown_encoding: "The file cannot be read in this encoding.",
    several_sheets: "There are lists in several sheets. Choose one.",
    /** @param {Problem} problem */
    unclear_columns: ({ column }) =>
        column
            ? `Check what the column “${column}” holds: others may hold the same.`
            : "Check what the columns hold.",
    no_report: "This is not the attendance report of a Teams or Zoom meeting.",
    unclear_dates: "Choose whether the day or the month comes first in the dates.",
    unclear_encoding: "Check the names with special letters: the file does not say how it was written.",
};

/** What is wrong with a line of a roster, or odd about it: by the field and the code. */
export const lineProblems = {
    "name name_kept": "The account has another name, which its owner keeps.",
    "email email_kept": "The account has another address, and keeps it.",
    "name empty": "The name is missing.",
    "name invisible": "The name has no visible characters.",
    /** @param {Problem} problem */
    "name too_long": ({ maximum = 0 }) => `The name has more than ${number(maximum)} characters.`,
    "name lost_characters":
        "Letters of the name were lost. Choose where the names are spelled correctly, or correct the name in the file.",
    "name control_characters": "The name contains characters that cannot be used.",
    "name direction_characters": "The name contains characters that cannot be used.",
    "email empty": "There is neither an e-mail address nor a student number.",
    "email invalid_email": "This is not an e-mail address.",
    /** @param {Problem} problem */
    "email duplicate_email": ({ line = 0 }) => `Line ${number(line)} has the same e-mail address.`,
    "email teacher_email": "This is the e-mail address of a teacher.",
    "email unproven_email":
        "There is already an account. Its owner is invited, and joins with a code that you hand to the student, or when you confirm that the account is theirs.",
    "email self_signup":
        "Whoever has this account signed up by themselves. They join with a code that you hand to the student, or when you confirm that the account is theirs.",
    "email email_ignored":
        "The account with this student number has no e-mail address, and this one is not added.",
    /** @param {Problem} problem */
    "studentNumber too_long": ({ maximum = 0 }) =>
        `The student number has more than ${number(maximum)} characters.`,
    "studentNumber invisible": "The student number has no visible characters.",
    "studentNumber invalid_number": "A student number has no @.",
    "studentNumber control_characters":
        "The student number contains characters that cannot be used.",
    "studentNumber direction_characters":
        "The student number contains characters that cannot be used.",
    /** @param {Problem} problem */
    "studentNumber duplicate_number": ({ line = 0 }) => `Line ${number(line)} has the same student number.`,
    "studentNumber other_account":
        "The student number belongs to another account than the e-mail address.",
    "studentNumber other_number":
        "The account with this e-mail address has another student number.",
    "contactEmail invalid_email": "The contact address is not an e-mail address.",
};
