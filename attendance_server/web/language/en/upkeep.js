/**
 * The words of what keeps a class up to date.
 *
 * @module
 */

import { enumerated } from "/language/en/common.js";
import { day, moment, number, plural, time } from "/language/formats.js";

/** @import { Change, Meeting, SyncCounts } from "/api-types.js" */

export const keyWords = {
    heading: "Keys for nightly uploads",
    ofClass:
        "A program of the school can keep this class as its lists have it. It has a key instead of a password, which can do nothing else.",
    ofSchool:
        "A program of the school can keep all classes as its lists have them. It has a key instead of a password, which can do nothing else.",
    none: "There is no key.",
    make: "Make a key",
    makeTitle: "Make a key",
    name: "What is it for?",
    nameHint: "The list of keys, the log and the audit trail show this name.",
    madeTitle: "Copy this key now",
    madeBody: "It is shown only this once. Whoever has it can change who is in the class.",
    key: "Key",
    close: "I have copied it",
    /** @param {string} at @param {string | null} by @param {string | null} used */
    about: (at, by, used) =>
        enumerated([
            by ? `Made ${moment(at)} by ${by}` : `Made ${moment(at)}`,
            used ? `last used ${moment(used)}` : "not used yet",
        ]),
    end: "End",
    /** @param {string} name */
    endLabel: (name) => `End the key ${name}`,
    /** @param {string} name */
    endTitle: (name) => `End the key ${name}?`,
    endBody: "Uploads with it are refused from now on.",
    ended: "The key has ended.",
};

/** @type {Record<Change, string>} */
const CHANGES = {
    new: "gets an account",
    moved: "joins the class",
    renamed: "gets this name",
    left: "leaves the class",
    invited: "is invited",
    unchanged: "stays",
    wrong: "is wrong",
};

export const syncWords = {
    heading: "Is this the whole class?",
    lead: "The class can become what this list says. Students who are not in it then leave the class; their accounts and past sessions stay.",
    compare: "Compare with the class",
    comparing: "Comparing…",
    same: "The class is what the list says already.",
    changes: CHANGES,
    /** @param {SyncCounts} counts */
    summary: (counts) => {
        const parts = enumerated([
            counts.new && plural(counts.new, { one: "# new account", other: "# new accounts" }),
            counts.moved && plural(counts.moved, {
                one: "# student joins",
                other: "# students join",
            }),
            counts.renamed && plural(counts.renamed, { one: "# new name", other: "# new names" }),
            counts.invited && plural(counts.invited, {
                one: "# invitation",
                other: "# invitations",
            }),
            counts.left && plural(counts.left, {
                one: "# student leaves",
                other: "# students leave",
            }),
            counts.unchanged && `${number(counts.unchanged)} unchanged`,
        ]);
        return `${parts}.`;
    },

    /** @param {number} count */
    wrong: (count) =>
        plural(count, {
            one: "# line is wrong. Correct the file first: all of it is done, or nothing.",
            other: "# lines are wrong. Correct the file first: all of it is done, or nothing.",
        }),
    /** @param {string} before */
    before: (before) => `Now called ${before}`,
    list: "What changes",
    /** @param {number} count */
    more: (count) =>
        plural(count, { one: "and # more student", other: "and # more students" }),
    /** @param {number} left */
    allowLeft: (left) =>
        plural(left, { one: "Yes, # student leaves", other: "Yes, # students leave" }),
    allowLeftHint: "That is more than a third of the class. Is the list complete?",
    update: "Update the class",
    updating: "Updating the class…",
    undo: "This can be undone for a day, on the page of the class.",
    done: "The class is what the list says now.",
};

export const meetingWords = {
    heading: "Online lesson",
    summary: "Import a Teams or Zoom attendance report",
    lead: "The report becomes a past session, which can be corrected like any other.",
    choose: "Choose a report",
    chooseOther: "Choose another report",
    drop: "The file that Teams or Zoom saves, as it is. You can also drop it on this page.",
    sources: { teams: "Teams", zoom: "Zoom" },
    /** @param {string} fileName */
    checking: (fileName) => `Reading ${fileName}…`,
    /** @param {string} start @param {string} end */
    when: (start, end) => `${day(start)}, ${time(start)} to ${time(end)}`,
    whenUnknown: "The report does not say when the lesson was.",
    started: "Start of the lesson",
    ended: "End of the lesson",
    minMinutes: "Minutes to be present",
    minMinutesHint: "Whoever was there for less time is absent.",
    lateAfter: "Late after minutes",
    lateAfterHint: "From the start of the lesson; empty: never.",
    dates: "Dates in the report",
    dayFirst: "day, month",
    monthFirst: "month, day",
    unclearDates: "The dates could be either way round. Please choose.",
    again: "Apply",
    /** @param {Meeting["counts"]} counts */
    counts: ({ present, late, absent, others }) =>
        enumerated([
            plural(present, { one: "# present", other: "# present" }),
            late && plural(late, { one: "# late", other: "# late" }),
            plural(absent, { one: "# absent", other: "# absent" }),
            others && plural(others, {
                one: "# person not in the class",
                other: "# people not in the class",
            }),
        ]),
    student: "Student",
    status: "Status",
    there: "There",
    /** @param {number} minutes @param {string | null} joined @param {string | null} left */
    stay: (minutes, joined, left) =>
        enumerated([
            `${number(minutes)} min`,
            joined !== null && (left ? `${time(joined)} to ${time(left)}` : time(joined)),
        ]),
    /** How a student was found in the report. */
    found: {
        email: "found by address",
        number: "found by number",
        name: "found by name",
        no: "not in the report",
    },

    others: "Not found in the class",
    othersHint:
        "Teachers and guests, and students whose name in the meeting is not clear. Correct their marks after the import.",
    add: "Add this session",
    imported: "This report was imported before.",
    show: "Show that session",
    replace: "Replace that session",
    added: "The session was added.",
    working: "Adding the session…",
};
