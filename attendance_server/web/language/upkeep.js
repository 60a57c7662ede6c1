/**
 * The words of what keeps a class up to date. To translate the pages, translate this with `text.js`.
 *
 * @module
 */

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
        `Made ${moment(at)}${by ? ` by ${by}` : ""}, ${used ? `last used ${moment(used)}` : "not used yet"}`,
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
        const parts = [
            counts.new && plural(counts.new, "# new account", "# new accounts"),
            counts.moved && plural(counts.moved, "# student joins", "# students join"),
            counts.renamed && plural(counts.renamed, "# new name", "# new names"),
            counts.invited && plural(counts.invited, "# invitation", "# invitations"),
            counts.left && plural(counts.left, "# student leaves", "# students leave"),
            counts.unchanged && `${number(counts.unchanged)} unchanged`,
        ];
        return `${parts.filter(Boolean).join(", ")}.`;
    },
    /** @param {number} count */
    wrong: (count) =>
        `${plural(count, "# line is", "# lines are")} wrong. Correct the file first: all of it is done, or nothing.`,
    /** @param {string} before */
    before: (before) => `Now called ${before}`,
    list: "What changes",
    /** @param {number} count */
    more: (count) => `and ${plural(count, "# more student", "# more students")}`,
    /** @param {number} left */
    allowLeft: (left) => `Yes, ${plural(left, "# student leaves", "# students leave")}`,
    allowLeftHint: "That is more than a third of the class. Is the list complete?",
    update: "Update the class",
    updating: "Updating the class…",
    undo: "This can be undone for a day, on the page of the class.",
    done: "The class is what the list says now.",
};

/** How a student was found in a report. @type {Record<string, string>} */
const MATCHED = { email: "by address", number: "by number", name: "by name" };

/** @type {Record<Meeting["source"], string>} */
const SOURCES = { teams: "Teams", zoom: "Zoom" };

export const meetingWords = {
    heading: "Online lesson",
    summary: "Import a Teams or Zoom attendance report",
    lead: "The report becomes a past session, which can be corrected like any other.",
    choose: "Choose a report",
    chooseOther: "Choose another report",
    drop: "The file that Teams or Zoom saves, as it is. You can also drop it on this page.",
    sources: SOURCES,
    /** @param {string} source */
    held: (source) => SOURCES[/** @type {Meeting["source"]} */ (source)] ?? source,
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
        [
            plural(present, "# present", "# present"),
            late && plural(late, "# late", "# late"),
            plural(absent, "# absent", "# absent"),
            others && plural(others, "# person not in the class", "# people not in the class"),
        ]
            .filter(Boolean)
            .join(", "),
    student: "Student",
    status: "Status",
    there: "There",
    /** @param {number} minutes @param {string | null} joined @param {string | null} left */
    stay: (minutes, joined, left) =>
        `${number(minutes)} min${joined ? `, ${time(joined)}${left ? ` to ${time(left)}` : ""}` : ""}`,
    /** @param {string | null} by */
    found: (by) => (by ? `found ${MATCHED[by]}` : "not in the report"),
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
