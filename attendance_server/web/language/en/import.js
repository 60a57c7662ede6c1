/**
 * The words of the page that imports a list.
 *
 * @module
 */

import { number, plural } from "/language/formats.js";

/** @import { ColumnRole, SkipCode } from "/api-types.js" */

/** What a column can be, in the order in which it is offered. @type {Record<ColumnRole, string>} */
const ROLES = {
    ignored: "Not used",
    name: "Name",
    givenName: "First name",
    familyName: "Last name",
    familyFirst: "Name, last name first",
    email: "E-mail of the student",
    studentNumber: "Student number",
    contactEmail: "E-mail of the family",
    class: "Class",
    role: "Role, such as teacher",
    status: "Status, such as left",
    joined: "Joined at",
    left: "Left at",
    duration: "Duration",
};

/** @type {Record<SkipCode, string>} */
const SKIPPED = {
    teacher: "A teacher.",
    not_student: "Not a student.",
    left: "Has left.",
    test_student: "The test student of a learning platform.",
    total: "A total, or a text below the list.",
    points: "Points or dates of a gradebook.",
    repeated_header: "The header once more.",
    duplicate: "The same student as in an earlier line.",
    hidden: "Hidden in the workbook. To import it, show the row there.",
    filtered: "Left out by the filter of the workbook. To import it, remove the filter there.",
};

export const importWords = {
    heading: "Import a list",
    /** @param {string} className */
    title: (className) => `Import a list: ${className}`,
    lead: "Add students from a spreadsheet. You see a preview first: nothing is changed until you confirm.",
    how: "What the file must look like",
    rules: [
        "Excel (XLSX or XLS), OpenDocument, CSV or other text, up to 2 MB and 10,000 students: also as Moodle, Canvas, Google, Teams, Zoom, OneRoster and many school systems export it.",
        "One line names the columns, in any order: name, and e-mail or student number or both. First and last name may be two columns, and there may be an e-mail of the family. You see what the columns are taken for, and can change it.",
        "Below it, there is one student per line. Students without an account get one, with a code that you hand out.",
    ],
    sampleCaption: "For example:",
    sample: [
        ["Name", "E-mail", "Student number"],
        ["Ada Lovelace", "ada@school.example", "S-1042"],
        ["Alan Turing", "alan@school.example", "S-1043"],
    ],
    download: "Download a sample",
    sampleFile: "sample list",
    choose: "Choose a file",
    chooseOther: "Choose another file",
    drop: "Or drop it here.",
    dropNow: "Drop the file",
    oneOnly: "You chose several files. Choose one at a time.",
    unreadable: "This file cannot be read. Close it in other programs and choose it again.",
    /** @param {string} file */
    checking: (file) => `Checking ${file}…`,
    /** @param {string} file @param {number} count */
    checked: (file, count) => plural(count, {
        one: `${file}: # line`,
        other: `${file}: # lines`,
    }),
    /** @param {string} file */
    needsChoice: (file) => `${file} needs a choice.`,
    /** @param {string} file */
    notChecked: (file) => `${file} was not checked.`,
    preview: "What would happen",
    lineByLine: "Line by line",
    filter: "Show",
    show: {
        /** @param {number} count */
        all: (count) => `All ${number(count)}`,
        /** @param {number} count */
        wrong: (count) => `Wrong ${number(count)}`,
        /** @param {number} count */
        new: (count) => `New ${number(count)}`,
        /** @param {number} count */
        known: (count) => `Known ${number(count)}`,
        /** @param {number} count */
        unproven: (count) => `Unconfirmed ${number(count)}`,
        /** @param {number} count */
        enrolled: (count) => `In the class ${number(count)}`,
        /** @param {number} count */
        skipped: (count) => `Skipped ${number(count)}`,
    },

    becomes: {
        wrong: "Wrong",
        new: "New",
        known: "Known",
        unproven: "Unconfirmed",
        enrolled: "In the class",
        skipped: "Skipped",
    },

    meaning:
        "New students get an account, and a code to claim it with. Known students already have an account, and join the class. Unconfirmed students join when they enter their code or you confirm them.",
    table: "The lines of the file, and what would happen to each",
    line: "Line",
    student: "Student",
    outcome: "What would happen",
    number: String,
    noName: "No name",
    /** @param {string} name */
    knownAs: (name) => `The name of the account stays: ${name}`,
    /** @param {number} shown @param {number} all */
    shown: (shown, all) =>
        shown < all
            ? plural(all, {
                  one: `The first ${number(shown)} of # line`,
                  other: `The first ${number(shown)} of # lines`,
              })
            : plural(all, { one: "# line", other: "# lines" }),
    /** @param {number} count */
    more: (count) => `Show ${number(count)} more`,
    noLines: "There are no such lines.",
    /** @param {number} count */
    fix: (count) =>
        plural(count, {
            one: "# line is wrong, so the list is not imported as it is. Correct the file, save it, and choose it again.",
            other: "# lines are wrong, so the list is not imported as it is. Correct the file, save it, and choose it again.",
        }),
    /** @param {number} right */
    orOnlyRight: (right) =>
        plural(right, {
            one: "Or import the line that is right, and the others later.",
            other: "Or import the # lines that are right, and the others later.",
        }),
    /** @param {number} right */
    submitRight: (right) =>
        plural(right, { one: "Import only # student", other: "Import only # students" }),
    saveWrong: "Save the wrong lines",
    wrongFile: "wrong lines",
    wrongColumns: ["Line", "Name", "E-mail", "Student number", "Why"],
    noStudents: "Every line of this list is skipped, so there is no one to import.",
    nothing: "Everyone on this list is already in the class. There is nothing to import.",
    /** @param {number} count */
    submit: (count) =>
        plural(count, { one: "Import # student", other: "Import # students" }),
    /** @param {number} fresh @returns {string} */
    allOrNone: (fresh) =>
        fresh
            ? "If anything goes wrong, no student is imported. The codes of new students are shown right afterwards."
            : "If anything goes wrong, no student is imported.",
    importing: "Importing. Please keep this page open…",
    /** @param {number} joined @param {number} fresh @param {number} [unconfirmed] */
    done: (joined, fresh, unconfirmed = 0) =>
        [
            fresh
                ? plural(joined, {
                      one: `# student has joined the class, ${number(fresh)} of them new.`,
                      other: `# students have joined the class, ${number(fresh)} of them new.`,
                  })
                : plural(joined, {
                      one: "# student has joined the class.",
                      other: "# students have joined the class.",
                  }),
            unconfirmed &&
                plural(unconfirmed, {
                    one: "# student is not yet confirmed.",
                    other: "# students are not yet confirmed.",
                }),
        ]
            .filter(Boolean)
            .join(" "),
    changed:
        "Something has changed since this file was checked, so nothing was imported. This is the new preview.",
    unknown:
        "The server did not answer. Either all students were imported or none: check the file again to see which. If they were, get new codes for them on the page of the class.",
    checkAgain: "Check again",
    nothingChanged: "Nothing was changed.",

    roles: ROLES,
    columns: {
        heading: "How the file is read",
        lead: "These are the first rows of the list. If a column is taken for something else, choose what it is.",
        remembered: "The columns are what you chose for the last file with these headers.",
        scroll: "The columns of the file",
        caption: "What each column is, and its first rows",
        /** @param {string} header */
        what: (header) => `What “${header}” is`,
        /** @param {number} place */
        unnamed: (place) => `Column ${number(place)}`,
        check: "Check this",
        confirm: "The columns are right",
        choose: "Choose…",
        sheet: "Sheet",
        /** @param {string} sheet @param {number} rows */
        sheetRows: (sheet, rows) =>
            plural(rows, {
                one: `${sheet} (# row)`,
                other: `${sheet} (# rows)`,
            }),
        header: "The columns are named in",
        noHeader: "no row",
        /** @param {number} row */
        row: (row) => `row ${number(row)}`,
        encoding: "Where are the names spelled correctly?",
        noSpecialNames: "There is no name with special letters.",
    },

    missing: {
        name: "No column has whole names. Choose “Name” above one column, or “First name” and “Last name” above two.",
        login: "No column has e-mail addresses or student numbers. If there is one, choose what it is. If not, have student numbers made.",
        both: "No columns say who the students are. Choose above the columns what they are: a list needs names, and e-mail addresses or student numbers.",
    },

    makeNumbers: "Make a student number for everyone without one",
    makeNumbersHint:
        "For students with neither an e-mail address nor a number: they log in with the number on their slip.",
    makeNames: "Make names from the e-mail addresses",
    makeNamesHint:
        "Such as Ada Okafor from ada.okafor@school.example. You can correct a name until the account is claimed.",
    getsNumber: "Gets a student number",
    skippedBecause: SKIPPED,
    /** @param {number} count */
    leftOut: (count) =>
        plural(count, { one: "# wrong line was left out.", other: "# wrong lines were left out." }),
};
