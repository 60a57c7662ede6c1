/**
 * The words of teachers' pages.
 *
 * @module
 */

import { being, enumerated } from "/language/en/common.js";
import { text as sessions } from "/language/en/sessions.js";
import { moment, number, plural, sessionStart, time } from "/language/formats.js";

/** @import { RecentImport } from "/api-types.js" */
/** @import { Standing, Status } from "/status.js" */

/**
 * How many students match a filter, and how many tiles are shown: a tile that no longer matches
 * stays in its place until the filter is changed.
 *
 * @param {string} counted in words @param {number} count @param {number} shown
 */
const withShown = (counted, count, shown) =>
    shown === count ? counted : `${counted}, ${number(shown)} shown`;

export const text = {
    ...sessions,

    classList: {
        none: "You have no classes yet. Create your first one above.",
        name: "Name of a new class",
        create: "Create class",
        /** @param {string} name */
        created: (name) => `${name} has been created. Now add its students.`,
        /** @param {number} count */
        students: (count) => plural(count, { one: "# student", other: "# students" }),
        /** @param {number} count */
        archived: (count) => `Archived classes (${number(count)})`,
        archivedHeading: "Archived classes",
        archivedHint: "Their past sessions, reports and files stay. No attendance can be taken in them.",
        noneArchived: "You have no archived classes.",
    },

    slips: {
        noneHeading: "No codes to show",
        none: "Codes are shown only once. For students who have not claimed their account yet, get new codes on the page of the class.",
        toClass: "To the class",
        /** @param {number} count */
        heading: (count) => plural(count, {
            one: "# code to hand out",
            other: "# codes to hand out",
        }),
        once: "These codes are not shown again. Print or download them now. If one gets lost, get a new one on the page of the class.",
        careful: "Anyone with a code can claim the account. Give each slip only to its student.",
        print: "Print slips",
        download: "Download CSV",
        done: "Done",
        leaveTitle: "Leave the codes?",
        leaveBody: "They have not been printed or downloaded, and are not shown again.",
        leave: "Leave",
        sheet: "Slips",
        file: "codes",
        columns: ["Name", "E-mail", "Student number", "Code", "Link", "Valid until"],
        goTo: "Go to",
        choose: "and choose “I have a code”.",
        join: "log in, and use this code to join the class.",
        code: "Your code",
        logInWith: "From then on, log in with",
        until: "The code is valid until",
        orLink: "Or go straight to",
    },

    unclaimed: {
        correct: "Correct",
        /** @param {string} name */
        correctLabel: (name) => `Correct ${name}`,
        /** @param {string} name */
        title: (name) => `Correct ${name}`,
        body: "Until the student claims the account, you can correct the name or delete the account.",
        name: "Name",
        save: "Save",
        saved: "The name has been corrected.",
        remove: "Delete account…",
        /** @param {string} name */
        removeTitle: (name) => `Delete the account of ${name}?`,
        removeBody:
            "The account leaves all classes, its code stops working, and its e-mail address is free again.",
        removeConfirm: "Delete account",
        removed: "The account has been deleted.",
    },

    recentImports: {
        /** @param {RecentImport} counts */
        what: ({ at, created, joined, invited, left, renamed }) => {
            const parts = enumerated([
                created && plural(created, { one: "# new account", other: "# new accounts" }),
                joined && plural(joined, { one: "# known student", other: "# known students" }),
                invited && plural(invited, { one: "# invitation", other: "# invitations" }),
                left && plural(left, { one: "# student left", other: "# students left" }),
                renamed && plural(renamed, { one: "# new name", other: "# new names" }),
            ]);
            return `Imported ${sessionStart(at)}: ${parts}.`;
        },
        undo: "Undo",
        /** @param {string} at */
        undoLabel: (at) => `Undo the import of ${moment(at)}`,
        title: "Undo this import?",
        body: "Everyone whom it added leaves the class and a running session, and students who left it are in it again. Accounts that no one has claimed yet are deleted, and their codes stop working. Possible for a day.",
        confirm: "Undo import",
        /** @param {number} deleted */
        done: (deleted) =>
            plural(deleted, {
                one: "The import has been undone, # account was deleted.",
                other: "The import has been undone, # accounts were deleted.",
            }),
    },

    codes: {
        unclaimed: "Not claimed yet",
        /** @param {number} count */
        waiting: (count) =>
            plural(count, {
                one: "# student has not claimed their account yet.",
                other: "# students have not claimed their accounts yet.",
            }),
        /** @param {number} count */
        others: (count) =>
            plural(count, {
                one: "The code of # of them is for another teacher to hand out.",
                other: "The codes of # of them are for other teachers to hand out.",
            }),
        one: "New code",
        /** @param {string} name */
        oneLabel: (name) => `New code for ${name}`,
        /** @param {string} name */
        oneTitle: (name) => `New code for ${name}?`,
        oneBody: "Any code they already have stops working.",
        all: "New codes for all unclaimed accounts",
        /** @param {number} count */
        allTitle: (count) => plural(count, {
            one: "A new code for # student?",
            other: "New codes for # students?",
        }),
        allBody: "Any codes they already have stop working, including those on slips already handed out.",
        allConfirm: "Get new codes",
        none: "No student needs a code any longer.",
        /** @param {number} count */
        unprinted: (count) =>
            plural(count, {
                one: "# code has not been printed or downloaded yet.",
                other: "# codes have not been printed or downloaded yet.",
            }),
        show: "Show codes",
        failed: "The list of unclaimed accounts could not be loaded.",
    },

    pending: {
        /** @param {number} count */
        heading: (count) => `Not in the class yet (${number(count)})`,
        explanation:
            "These accounts existed before you imported the list, and someone else may have signed up with a student's address. Hand out the code, or confirm the students you know.",
        unconfirmed: "Not yet confirmed",
        invited: "Invited",
        confirm: "Confirm",
        /** @param {string} name */
        confirmLabel: (name) => `Confirm ${name}`,
        /** @param {string} name */
        confirmed: (name) => `${name} is now in the class.`,
        /** @param {number} count */
        confirmAll: (count) => `Confirm all ${number(count)}`,
        /** @param {number} count */
        allConfirmed: (count) =>
            plural(count, {
                one: "# student is now in the class.",
                other: "# students are now in the class.",
            }),
        withdraw: "Withdraw",
        /** @param {string} name */
        withdrawLabel: (name) => `Withdraw the invitation of ${name}`,
        /** @param {string} name */
        withdrawTitle: (name) => `Withdraw the invitation of ${name}?`,
        withdrawBody: "Their code for this class stops working. You can invite them again at any time.",
        /** @param {string} name */
        withdrawn: (name) => `The invitation of ${name} has been withdrawn.`,
        failed: "The list of invited students could not be loaded.",
    },

    class: {
        importList: "Import a list",
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: "The students of this class as CSV",
        xlsxLabel: "The students of this class for Excel (XLSX)",
        start: "Start session",
        resume: "Open running session",
        rename: "Rename",
        archive: "Archive class",
        archiveInstead: "Archive instead",
        archiveHint:
            "An archived class disappears from your list and from the lists of its students. Its past sessions, reports and files stay, and you can bring it back at any time.",
        /** @param {string} name */
        archivedNow: (name) => `${name} has been archived.`,
        archived:
            "This class is archived. No session can be started in it, but its past sessions, reports and files stay.",
        unarchive: "Bring back to my classes",
        /** @param {string} name */
        unarchived: (name) => `${name} is back in your classes.`,
        delete: "Delete class…",
        deleteConfirm: "Delete class",
        renameTitle: "Rename this class",
        newName: "New name",
        save: "Save",
        renamed: "The class has been renamed.",
        /** @param {string} name */
        deleteTitle: (name) => `Delete ${name}?`,
        deleteBody:
            "A deleted class cannot be brought back. Its past sessions, reports and files are deleted with it.",
        /** @param {number} count */
        deleteSessions: (count) =>
            plural(count, {
                one: "# session is deleted with it and cannot be brought back.",
                other: "# sessions are deleted with it and cannot be brought back.",
            }),
        deleteType: "To delete the class, type its name:",
        deleteName: "Name of the class",
        deleteWrongName: "This is not the name of the class.",
        /** @param {string} name */
        deleted: (name) => `${name} has been deleted.`,
        /** @param {number} count */
        students: (count) => plural(count, { one: "# student", other: "# students" }),
        noStudents: "No students are enrolled yet. Add students by name, or paste a list of e-mail addresses.",
        filter: "Find in this class",
        noMatch: "No student matches this.",
        remove: "Remove",
        /** @param {string} name */
        removeLabel: (name) => `Remove ${name}`,
        /** @param {string} name */
        removeTitle: (name) => `Remove ${name} from this class?`,
        removeBody: "If a session is running, their mark in it is removed too. Past sessions stay.",
        /** @param {string} name */
        removed: (name) => `${name} has been removed.`,
        add: "Add students",
        search: "Search by name or e-mail",
        searchHint:
            "Or by student number. Students need an account: they sign up here, or you import a list.",
        searchHintAssistant: "Or by student number. Students need an account: they sign up here.",
        /** @param {number} count */
        found: (count) => plural(count, { one: "# student found", other: "# students found" }),
        /** @param {number} count */
        foundMany: (count) => `The first ${number(count)} are shown. Type more to find others.`,
        foundNone: "No student has this name, e-mail address or number. Have they signed up?",
        enrol: "Add",
        /** @param {string} name */
        enrolLabel: (name) => `Add ${name}`,
        enrolled: "In this class",
        /** @param {string} name */
        enrolledNow: (name) => `${name} has been added.`,
        paste: "Paste a list of e-mail addresses",
        pasteField: "E-mail addresses",
        pasteHint: "One per line, or separated by commas. They may include names.",
        pasteSubmit: "Add all",
        pasteNothing: "There is no e-mail address in this text.",
        /** @param {number} done @param {number} all */
        pasteProgress: (done, all) => `${number(done)} of ${number(all)} done…`,
        /** @param {number} added @param {number} failed */
        pasteResult: (added, failed) =>
            [
                plural(added, { one: "# student added.", other: "# students added." }),
                failed &&
                    plural(failed, {
                        one: "# line needs your attention. It is still in the box.",
                        other: "# lines need your attention. They are still in the box.",
                    }),
            ]
                .filter(Boolean)
                .join(" "),
        outcome: {
            enrolled: "Added",
            already: "Already in this class",
            invited: "Invited. They join when they accept",
            unknown: "No student has this e-mail address",
            wrong: "Not an e-mail address",
        },
    },

    lateSetting: {
        /** @param {number | null} minutes */
        current: (minutes) =>
            minutes === null
                ? "Students are not marked late automatically."
                : plural(minutes, {
                      one: "Students are late from # minute after the start.",
                      other: "Students are late from # minutes after the start.",
                  }),
        button: "Late from…",
        title: "Mark students late automatically",
        body: "Students whom you tap after this time are marked late. You can still choose any other mark.",
        label: "Minutes after the start",
        hint: "A whole number from 1 to 1440. Leave it empty to mark no student late automatically.",
        save: "Save",
        /** @param {number | null} minutes */
        changed: (minutes) =>
            minutes === null
                ? "From the next session on, students are not marked late automatically."
                : plural(minutes, {
                      one: "From the next session on, students are late from # minute after the start.",
                      other: "From the next session on, students are late from # minutes after the start.",
                  }),
    },

    roll: {
        /** @param {string} iso */
        since: (iso) => `Since ${sessionStart(iso)}`,
        searchHint: "Search students",
        /** @param {number} count */
        shown: (count) => plural(count, { one: "# student matches", other: "# students match" }),
        roster: "Roster",
        help: "Tap a student to mark them present. Tap again, or tap the dots, to choose another mark.",
        /** @param {string} name */
        chooseFor: (name) => `Choose another mark for ${name}`,
        filters: "Show",
        filter: {
            all: "All",
            none: "Not marked",
            present: "Present",
            late: "Late",
            excused: "Excused",
            absent: "Absent",
        },
        filtered: {
            /** @param {number} count @param {number} shown */
            none: (count, shown) =>
                withShown(
                    plural(count, { one: "# student not marked", other: "# students not marked" }),
                    count,
                    shown,
                ),
            /** @param {number} count @param {number} shown */
            present: (count, shown) =>
                withShown(
                    plural(count, { one: "# student present", other: "# students present" }),
                    count,
                    shown,
                ),
            /** @param {number} count @param {number} shown */
            late: (count, shown) =>
                withShown(
                    plural(count, { one: "# student late", other: "# students late" }),
                    count,
                    shown,
                ),
            /** @param {number} count @param {number} shown */
            excused: (count, shown) =>
                withShown(
                    plural(count, { one: "# student excused", other: "# students excused" }),
                    count,
                    shown,
                ),
            /** @param {number} count @param {number} shown */
            absent: (count, shown) =>
                withShown(
                    plural(count, { one: "# student absent", other: "# students absent" }),
                    count,
                    shown,
                ),
        },
        projector: "Projector",
        end: "End session",
        shortcuts: "Keyboard shortcuts",
        saving: "Saving…",
        waiting: "Waiting to be sent",
        /** @param {Status} status @param {string} iso */
        markedAt: (status, iso) => `${sessions.status[status]} ${time(iso)}`,
        notSaved: "Not saved",
        /** @param {string} name @param {Standing} status */
        lastChange: (name, status) => `${name}: ${being[status]}`,
        undo: "Undo",
        /** @param {string} name */
        undone: (name) => `Undone: ${name}`,
        /** @param {string} name @param {Standing} status */
        notUndone: (name, status) =>
            `Not undone: ${name} has been changed elsewhere since (${being[status]}).`,
        /** @param {string} name */
        already: (name) => `${name} is already marked present.`,
        /** @param {string} name @param {Standing} status */
        alreadyMarked: (name, status) =>
            status === "none"
                ? `${name} has no mark.`
                : `${name} is already ${being[status]}.`,
        /** @param {string} name @param {Standing} status */
        savedOne: (name, status) => `${name} ${being[status]}`,
        /** @param {number} count @param {number} present @param {number} total */
        savedMany: (count, present, total) =>
            plural(count, {
                one: `# mark saved. ${number(present)} of ${number(total)} present.`,
                other: `# marks saved. ${number(present)} of ${number(total)} present.`,
            }),
        endTitle: "End this session?",
        /** @param {number} present @param {number} total */
        endBody: (present, total) =>
            `${number(present)} of ${number(total)} students are present. The others will count as absent.`,
        /** @param {number} count */
        endExcused: (count) =>
            plural(count, { one: "# of them is excused.", other: "# of them are excused." }),
        /** @param {number} count */
        endPending: (count) =>
            count
                ? plural(count, {
                      one: "# mark is not saved yet. The session ends once it is saved.",
                      other: "# marks are not saved yet. The session ends once they are saved.",
                  })
                : "",
        /** @param {number} count */
        endOffline: (count) =>
            count
                ? plural(count, {
                      one: "You are offline. # waiting mark is sent first, and the session ends once the connection is back. Keep this page open, or cancel.",
                      other: "You are offline. # waiting marks are sent first, and the session ends once the connection is back. Keep this page open, or cancel.",
                  })
                : "You are offline. The session ends once the connection is back. Keep this page open, or cancel.",
        endConfirm: "End session",
        endedHere: "The session has ended.",
        endedElsewhere: "The session was ended in another window.",
        notRunning: "No session is running for this class.",
        noStudents: "No students are enrolled in this class yet.",
        noMatch: "No student matches this search.",
        toClass: "Add students",
        shortcutTable: [
            ["← ↑ → ↓", "Go from student to student"],
            ["Space or Enter", "Mark as present; again: choose another mark"],
            ["p", "Mark as present, even after the time for late"],
            ["l", "Mark as late"],
            ["e", "Mark as excused"],
            ["a", "Mark as absent"],
            ["n", "Take the mark back"],
            ["r", "Mark the rest as present"],
            ["/", "Search"],
            ["Enter (in the search)", "Mark the only match"],
            ["Esc (in the search)", "Clear and leave the search"],
            ["u", "Undo the last change"],
            ["?", "Show these shortcuts"],
        ],
        shortcutsOn: "Use the single-key shortcuts p, l, e, a, n, r, /, u and ?",
    },

    projector: {
        /** @param {string} className */
        title: (className) => `Projector: ${className}`,
        fullScreen: "Full screen",
        leave: "Close projector view",
        /** @param {string} iso */
        since: (iso) => `Since ${sessionStart(iso)}`,
        waiting: "Waiting for the first name…",
        /** @param {number} late @param {number} excused */
        others: (late, excused) =>
            enumerated([
                late && `${number(late)} late`,
                excused && `${number(excused)} excused`,
            ]),
        ended: "The session has ended",
        arrivals: "Just arrived",
        notRunning: "No session is running. It appears here when it starts.",
    },
};
