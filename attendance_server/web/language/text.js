/**
 * Every word of the pages, except for errors (`errors.js`) and the school office (`office.js`). To
 * translate the pages, translate all three.
 *
 * @module
 */

import {
    date,
    day,
    dayAndMonth,
    dayOfMonth,
    fieldDate,
    moment,
    month,
    monthOfYear,
    number,
    percent,
    plural,
    sessionStart,
    size,
    time,
    weekday,
} from "/language/formats.js";
import { STATUSES } from "/status.js";

/** @import { RecentImport, SessionCounts } from "/api-types.js" */
/** @import { Attended, Status } from "/status.js" */

/** @typedef {Exclude<Status, "absent">} OwnStatus what a student is told of while a session runs */

/**
 * What a chart over time shows. `least` and `most` bound the rate. They are `null` if nobody
 * had to come.
 *
 * @typedef {{
 *     count: number, first: string, last: string, least: number | null, most: number | null,
 * }} OverTime
 */

/** @param {string} from @param {string} to the values of date fields; empty: no bound */
function span(from, to) {
    if (from && to) {
        return from === to ? `On ${fieldDate(from)}` : `${fieldDate(from)} to ${fieldDate(to)}`;
    }
    return from ? `Since ${fieldDate(from)}` : to ? `Up to ${fieldDate(to)}` : "All sessions";
}

/** Until when something lasts: a whole day where it ends at midnight. @param {string} iso */
function lastMoment(iso) {
    const end = new Date(iso);
    const midnight = end.getHours() === 0 && end.getMinutes() === 0;
    return midnight
        ? `up to and including ${day(new Date(end.getTime() - 1).toISOString())}`
        : `until ${moment(iso)}`;
}

/** @param {number} sessions @param {Record<string, number>} counts */
function statusCounts(sessions, counts) {
    const each = STATUSES.map(
        (status) => `${number(counts[status])} ${text.status[status].toLowerCase()}`,
    );
    return `${plural(sessions, "# session", "# sessions")}: ${each.join(", ")}`;
}

/**
 * How many students match a filter, and how many tiles are shown: a tile that no longer matches
 * stays in its place until the filter is changed.
 *
 * @param {number} shown @param {number} count @param {string} one @param {string} other
 */
function filtered(shown, count, one, other) {
    const counted = plural(count, one, other);
    return shown === count ? counted : `${counted}, ${number(shown)} shown`;
}

/** @param {Status} status */
const standingWord = (status) =>
    status === "absent" ? text.status.none.toLowerCase() : text.status[status].toLowerCase();

/** Where a code for a new password came from. @type {Record<string, string>} */
const resetWays = {
    teacher: "from a teacher",
    office: "from the school office",
    command: "from whoever runs the server",
    mail: "that was mailed to its address",
};

export const text = {
    product: "Attendance",
    /** @param {string} view */
    title: (view) => `${view} – Attendance`,
    skip: "Skip to content",
    mainMenu: "Main",
    classes: "Classes",
    office: "Office",
    account: "Account",
    logOut: "Log out",
    loggedOut: "You are logged out.",
    loggedOutElsewhere: "You were logged out in another tab.",
    /** @param {string} name */
    otherUser: (name) => `${name} logged in from another tab, so you are logged out here.`,
    logOutTitle: "Log out now?",
    /** @param {number} count */
    logOutPending: (count) =>
        plural(
            count,
            "# mark is not saved yet. It stays on this device and is sent when you log in here again.",
            "# marks are not saved yet. They stay on this device and are sent when you log in here again.",
        ),
    /** @param {number} count */
    logOutLosing: (count) =>
        plural(
            count,
            "# mark is not saved yet and will be lost.",
            "# marks are not saved yet and will be lost.",
        ),
    loading: "Loading…",
    cancel: "Cancel",
    close: "Close",
    notices: "Notices",
    tryAgain: "Try again",
    more: "More",
    back: "Back to my classes",
    /** @param {string} className */
    backTo: (className) => `Back to ${className}`,
    required: "Please fill this in.",
    showPassword: "Show",
    moment,
    number,
    /** @param {number | null} rate */
    rate: (rate) => (rate === null ? "–" : percent(rate)),
    /**
     * What someone logs in with.
     *
     * @param {{ email: string | null, studentNumber?: string }} person
     */
    loginName: ({ email, studentNumber }) =>
        email || (studentNumber ? `student number ${studentNumber}` : ""),

    connection: {
        connecting: "Connecting…",
        live: "Live",
        polling: "Live updates blocked",
        trying: "Reconnecting…",
        /** @param {number} seconds */
        waiting: (seconds) => `Reconnecting in ${seconds} s`,
        offline: "Offline",
        tryNow: "Try now",
        label: "Connection",
        announce: {
            waiting: "Connection lost. Reconnecting automatically.",
            offline: "This device is offline.",
            live: "Back online. Everything is up to date.",
            back: "Back online.",
            /** @param {number} count */
            sending: (count) =>
                `Back online. ${plural(count, "# mark is being sent…", "# marks are being sent…")}`,
            /** @param {number} count */
            sent: (count) =>
                plural(
                    count,
                    "# mark that was waiting here is now saved.",
                    "# marks that were waiting here are now saved.",
                ),
            polling: "This network blocks live connections. The page works without them.",
        },
    },

    waiting: {
        label: "Waiting marks",
        /** @param {number} count */
        offline: (count) => `Offline, ${plural(count, "# mark waiting", "# marks waiting")}`,
        /** @param {number} count */
        sending: (count) => plural(count, "# mark is being sent…", "# marks are being sent…"),
        /** @param {number} count */
        unstored: (count) =>
            plural(
                count,
                "This browser cannot store it: it will be lost if you close this page.",
                "This browser cannot store them: they will be lost if you close this page.",
            ),
        polling:
            "This network blocks live connections (WebSockets). Changes on other devices appear after a few seconds.",
        session: moment,
        /** @param {number} count @param {string} names @param {string} code */
        problem: (count, names, code) =>
            code === "newer"
                ? plural(
                      count,
                      `The mark of ${names} was not changed.`,
                      `# marks were not changed: ${names}.`,
                  )
                : plural(
                      count,
                      `The mark of ${names} was not saved.`,
                      `# marks were not saved: ${names}.`,
                  ),
        why: {
            ended: "The session had already ended. You can still correct it there.",
            gone: "The session no longer exists, or is no longer yours.",
            discarded: "The session has been discarded, so it no longer counts.",
            newer: "This was changed later on another device. The later change stays.",
        },
        /**
         * @param {Status} status @param {string} iso of the tap
         * @param {Status} [saved] if it differs
         */
        wanted: (status, iso, saved) =>
            [
                `${text.status[status].toLowerCase()}, tapped at ${time(iso)}`,
                saved && `saved as ${text.status[saved].toLowerCase()}`,
            ]
                .filter(Boolean)
                .join("; "),
        details: "Show each mark",
        correct: "Correct this session",
        show: "Show this session",
        open: "Open running session",
        dismiss: "Dismiss",
    },

    status: {
        present: "Present",
        late: "Late",
        excused: "Excused",
        absent: "Absent",
        none: "Not marked",
    },

    /** For where there is no room for a word. Every letter differs. */
    statusLetter: {
        present: "P",
        late: "L",
        excused: "E",
        absent: "A",
        none: "·",
    },

    login: {
        heading: "Log in",
        loginName: "E-mail or student number",
        password: "Password",
        stay: "Stay logged in on this device",
        stayHint:
            "Even after you close the browser. Never do this on a shared computer.",
        submit: "Log in",
        code: "I have a code",
        forgot: "Forgot your password?",
        signOn: "Sign in with your school account",
        orPassword: "Or with your password here:",
        office: "Administrators log in with a password",
        signingOn: "Signing you in…",
        /** @param {string} code */
        errorCode: (code) => `(${code})`,
        expired: "Your log-in has expired. Log in again to continue where you left off.",
    },

    forgot: {
        heading: "Forgot your password?",
        byMail: "Give the e-mail address of your account, and get a link by which to choose a new password.",
        email: "E-mail",
        submit: "Send me a link",
        /** @param {string} email */
        sent: (email) =>
            `If there is an account with the address ${email}, a mail with a link is on its way. Look into the spam folder, too.`,
        ask: "Get a code",
        askInstead: "Or get a code",
        askBody:
            "Students: ask your teacher. Everyone: ask the school office. They give you a code by which you choose a new password. They do not learn it.",
        back: "Back to the log-in",
    },

    resetCode: {
        button: "New password",
        /** @param {string} who */
        buttonLabel: (who) => `New password for ${who}`,
        /** @param {string} who */
        title: (who) => `A code for a new password of ${who}?`,
        body: "It works once, within 24 hours. Until it is used, the old password stays valid and no one is logged out. Make sure whom you give it to: whoever has the code can use the account.",
        confirm: "Show the code",
        /** @param {string} who */
        issued: (who) => `Code for ${who}`,
        done: "Done",
        /** @param {string} address @param {string} until */
        use: (address, until) =>
            `Open ${address}, choose “I have a code”, and enter it. It cannot be shown again, and works until ${until}.`,
    },

    resetNotice: {
        dismiss: "Dismiss",
        /** @param {{ way: string, at: string, by?: string }} reset */
        body: ({ way, at, by }) =>
            `The password of this account was set with a code ${resetWays[way] ?? ""}${by ? ` (${by})` : ""}: ${moment(at)}. If that was not you, tell the school office.`,
    },

    claim: {
        heading: "I have a code",
        body: "You were given a code, or have it by mail: for a new account, or because you forgot your password. Use it once, to choose your password.",
        code: "Code",
        codeHint: "For example 7KQM-2XHD-PW9T. Capitals and dashes do not matter.",
        /** @param {number} expected @param {number} actual */
        wrongLength: (expected, actual) =>
            `A code has ${expected} letters and digits. This one has ${number(actual)}.`,
        password: "New password",
        submit: "Choose this password",
        noCode: "Already have a password?",
        logIn: "Log in",
        /** @param {string} name @param {string} loginName */
        done: (name, loginName) => `Welcome, ${name}. From now on, log in with ${loginName}.`,
        loggedInAs: "This device is logged in as",
        notYou: "If that is not you, log them out first. Then you can use your code.",
        logOut: "Log out and use my code",
        stay: "Stay logged in",
    },

    signUp: {
        heading: "Sign up",
        role: "I am a",
        student: "Student",
        teacher: "Teacher",
        name: "Name",
        nameHint: "The name your class knows you by.",
        email: "E-mail",
        password: "Password",
        get passwordHint() {
            return passwordHint();
        },
        code: "Teacher code",
        codeHint: "Leave it empty if your school has not given you one.",
        studentCode: "School code",
        studentCodeHint: "The code your school gave you.",
        submit: "Sign up",
        orLogIn: "Have an account?",
        logIn: "Log in",
        /** @param {string} name */
        done: (name) => `Welcome, ${name}.`,
    },

    classList: {
        heading: "My classes",
        none: "You have no classes yet. Create your first one above.",
        name: "Name of a new class",
        create: "Create class",
        /** @param {string} name */
        created: (name) => `${name} has been created. Now add its students.`,
        /** @param {number} count */
        students: (count) => plural(count, "# student", "# students"),
        open: "Open session",
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
        heading: (count) => plural(count, "# code to hand out", "# codes to hand out"),
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
            const parts = [
                created && plural(created, "# new account", "# new accounts"),
                joined && plural(joined, "# known student", "# known students"),
                invited && plural(invited, "# invitation", "# invitations"),
                left && plural(left, "# student left", "# students left"),
                renamed && plural(renamed, "# new name", "# new names"),
            ];
            return `Imported ${sessionStart(at)}: ${parts.filter(Boolean).join(", ")}.`;
        },
        undo: "Undo",
        /** @param {string} at */
        undoLabel: (at) => `Undo the import of ${moment(at)}`,
        title: "Undo this import?",
        body: "Everyone whom it added leaves the class and a running session, and students who left it are in it again. Accounts that no one has claimed yet are deleted, and their codes stop working. Possible for a day.",
        confirm: "Undo import",
        /** @param {number} deleted */
        done: (deleted) =>
            `The import has been undone, ${plural(deleted, "# account was", "# accounts were")} deleted.`,
    },

    codes: {
        unclaimed: "Not claimed yet",
        /** @param {number} count */
        waiting: (count) =>
            plural(
                count,
                "# student has not claimed their account yet.",
                "# students have not claimed their accounts yet.",
            ),
        /** @param {number} count */
        others: (count) =>
            plural(
                count,
                "The code of # of them is for another teacher to hand out.",
                "The codes of # of them are for other teachers to hand out.",
            ),
        one: "New code",
        /** @param {string} name */
        oneLabel: (name) => `New code for ${name}`,
        /** @param {string} name */
        oneTitle: (name) => `New code for ${name}?`,
        oneBody: "Any code they already have stops working.",
        all: "New codes for all unclaimed accounts",
        /** @param {number} count */
        allTitle: (count) => plural(count, "A new code for # student?", "New codes for # students?"),
        allBody: "Any codes they already have stop working, including those on slips already handed out.",
        allConfirm: "Get new codes",
        none: "No student needs a code any longer.",
        /** @param {number} count */
        unprinted: (count) =>
            plural(
                count,
                "# code has not been printed or downloaded yet.",
                "# codes have not been printed or downloaded yet.",
            ),
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
        allConfirmed: (count) => plural(count, "# student is", "# students are") + " now in the class.",
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
            plural(
                count,
                "# session is deleted with it and cannot be brought back.",
                "# sessions are deleted with it and cannot be brought back.",
            ),
        deleteType: "To delete the class, type its name:",
        deleteName: "Name of the class",
        deleteWrongName: "This is not the name of the class.",
        /** @param {string} name */
        deleted: (name) => `${name} has been deleted.`,
        /** @param {number} count */
        students: (count) => plural(count, "# student", "# students"),
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
        found: (count) => plural(count, "# student found", "# students found"),
        /** @param {number} count */
        foundMany: (count) => `The first ${count} are shown. Type more to find others.`,
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
        pasteProgress: (done, all) => `${done} of ${all} done…`,
        /** @param {number} added @param {number} failed */
        pasteResult: (added, failed) =>
            [
                plural(added, "# student added.", "# students added."),
                failed &&
                    plural(
                        failed,
                        "# line needs your attention. It is still in the box.",
                        "# lines need your attention. They are still in the box.",
                    ),
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

    teachers: {
        heading: "Teachers",
        you: "(you)",
        hint: "Assistants take attendance in this class as you do. They cannot change, export or delete it.",
        assistantHint: "All of them take attendance in this class. Its owner manages it.",
        youAssist: "You are an assistant in this class: you take attendance, and its owner manages it.",
        asAssistant: "you are an assistant",
        /** @param {"owner" | "assistant"} role @param {string | null} until */
        role: (role, until) => {
            if (role === "owner") {
                return "Owner";
            }
            return until ? `Substitute ${lastMoment(until)}` : "Assistant";
        },
        add: "Add a teacher",
        addBody: "They see the class, its students and its reports, and take attendance.",
        email: "E-mail address of the teacher",
        until: "Last day",
        untilHint: "For a substitute. Without it, they stay until you remove them.",
        addConfirm: "Add",
        added: "The teacher has been added.",
        remove: "Remove",
        /** @param {string} name */
        removeLabel: (name) => `Remove ${name}`,
        /** @param {string} name */
        removeTitle: (name) => `Remove ${name} from the teachers?`,
        removeBody: "They no longer see this class. What they have marked stays.",
        /** @param {string} name */
        removed: (name) => `${name} is no longer a teacher of this class.`,
        leave: "Leave class",
        /** @param {string} className */
        leaveTitle: (className) => `Leave ${className}?`,
        leaveBody: "You no longer see this class. What you have marked stays. Only its owner can add you again.",
        /** @param {string} className */
        left: (className) => `You are no longer a teacher of ${className}.`,
        noLonger: "You are no longer a teacher of this class.",
    },

    lateSetting: {
        /** @param {number | null} minutes */
        current: (minutes) =>
            minutes === null
                ? "Students are not marked late automatically."
                : `Students are late from ${plural(minutes, "# minute", "# minutes")} after the start.`,
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
                : `From the next session on, students are late from ${plural(minutes, "# minute", "# minutes")} after the start.`,
    },

    history: {
        heading: "Past sessions",
        none: "No session has ended yet.",
        more: "Show earlier sessions",
        /** @param {number} present @param {number} total @param {number} excused */
        present: (present, total, excused) =>
            `${number(present)} of ${number(total)} present` +
            (excused ? `, ${number(excused)} excused` : ""),
        when: "Session",
        attendance: "Present",
        rate: "Rate",
        /** @param {number} sessions */
        chart: (sessions) =>
            plural(sessions, "Attendance in the last session", "Attendance in the last # sessions"),
        /** @param {string} iso @param {number} present @param {number} total */
        bar: (iso, present, total) => `${day(iso)}: ${present} of ${total}`,
    },

    session: {
        student: "Student",
        status: "Status",
        file: "Session",
        /** @param {string} startedAt @param {string} endedAt */
        times: (startedAt, endedAt) =>
            `${moment(startedAt)} to ${day(startedAt) === day(endedAt) ? "" : `${day(endedAt)}, `}${time(endedAt)}`,
        /** @param {SessionCounts} counts */
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const late = lateCount ? ` (${number(lateCount)} late)` : "";
            const excused = excusedCount ? ` (${number(excusedCount)} excused)` : "";
            const [present, absent] = [presentCount, absentCount].map(number);
            return `${present} present${late}, ${absent} absent${excused}`;
        },
        noStudents: "No students were enrolled in this session.",
        deletedAccount: "Deleted account",
        /** @param {string} number */
        deletedStudent: (number) => `Deleted student ${number}`,
        filter: "Find in this session",
        noMatch: "No student matches this.",
        correct: "Change",
        /** @param {string} name */
        correctLabel: (name) => `Change the mark of ${name}`,
        /** @param {string} iso */
        correctedAt: (iso) => `Corrected ${moment(iso)}`,
        openAgain: "This session is running again.",
        openRoll: "Open running session",
    },

    correction: {
        /** @param {string} name */
        title: (name) => `Change the mark of ${name}`,
        /** @param {Status} status @param {string | null} iso */
        soFar: (status, iso) =>
            `So far: ${text.status[status].toLowerCase()}${iso ? `, since ${moment(iso)}` : ""}`,
        to: "Change it to",
        reason: "Reason",
        reasonHint: "Stored with the change and shown to the student. It cannot be edited later.",
        save: "Save change",
        /** @param {string} name @param {Status} status */
        saved: (name, status) => `${name} is now ${text.status[status].toLowerCase()}.`,
        /** @param {string} name @param {Status} status */
        already: (name, status) =>
            `${name} was already ${text.status[status].toLowerCase()}. Nothing was changed, and your reason was not saved.`,
        /** @param {string} name @param {Status} status */
        meanwhile: (name, status) =>
            `${name} is now ${text.status[status].toLowerCase()}. The mark had also been changed in another window: see the changes.`,
        /** @param {number} count */
        changes: (count) => plural(count, "# change after the end", "# changes after the end"),
        hint: "Newest first. Students see changes to their own mark, but not who made them.",
        /** @param {number} count */
        earlier: (count) => plural(count, "Show # earlier change", "Show # earlier changes"),
        fromTo: "to",
        /** @param {string} name @param {string} iso */
        by: (name, iso) => `${name}, ${moment(iso)}`,
        reopened: "Session reopened",
        /** @param {string} iso */
        hadEnded: (iso) => `It had ended ${moment(iso)}.`,
        ofMine: "Changes after the end",
        corrected: "Corrected",
    },

    reopening: {
        button: "Reopen session",
        title: "Reopen this session?",
        body: "It continues as if it had not ended, with all its marks. Everyone in the class sees this at once. A session can be reopened within an hour of its end.",
        done: "The session is running again.",
    },

    discarding: {
        discarded: "This session was discarded.",
        button: "Discard session…",
        hint: "For a session that was started by mistake. It will not count anywhere, and can be restored for 30 days.",
        title: "Discard this session?",
        body: "Reports and lists no longer count it, and students no longer see it. You find it below the past sessions of the class and can restore it for 30 days.",
        reason: "Reason",
        reasonHint: "Stored with the session. Students do not see it.",
        confirm: "Discard session",
        /** @param {string} iso */
        done: (iso) => `The session is discarded. It can be restored until ${day(iso)}.`,
        /** @param {string} name @param {string} iso */
        by: (name, iso) => `Discarded by ${name}, ${moment(iso)}`,
        /** @param {string} iso */
        until: (iso) => `It can be restored until ${moment(iso)}.`,
        tooLate: "It can no longer be restored.",
        restore: "Restore",
        /** @param {string} iso */
        restoreLabel: (iso) => `Restore the session of ${moment(iso)}`,
        restored: "The session counts again.",
        list: "Discarded sessions",
        listHint: "They do not count anywhere.",
        more: "Show earlier ones",
    },

    continuing: {
        /** @param {string} iso */
        stillRuns: (iso) => `A session from ${sessionStart(iso)} is still running.`,
        /** @param {number} present @param {number} total */
        ending: (present, total) =>
            `${present} of ${total} students are present in it. If you end it, the others count as absent.`,
        resume: "Continue it",
        restart: "End it and start a new one",
    },

    roll: {
        /** @param {string} className */
        title: (className) => `Session: ${className}`,
        /** @param {string} iso */
        since: (iso) => `Since ${sessionStart(iso)}`,
        /** @param {number} total */
        of: (total) => `of ${number(total)}`,
        /** @param {number} present @param {number} total */
        ring: (present, total) => `${present} of ${total} present`,
        searchHint: "Search students",
        /** @param {number} count */
        shown: (count) => plural(count, "# student matches", "# students match"),
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
        },
        filtered: {
            /** @param {number} count @param {number} shown */
            none: (count, shown) =>
                filtered(shown, count, "# student not marked", "# students not marked"),
            /** @param {number} count @param {number} shown */
            present: (count, shown) =>
                filtered(shown, count, "# student present", "# students present"),
            /** @param {number} count @param {number} shown */
            late: (count, shown) => filtered(shown, count, "# student late", "# students late"),
            /** @param {number} count @param {number} shown */
            excused: (count, shown) =>
                filtered(shown, count, "# student excused", "# students excused"),
        },
        projector: "Projector",
        end: "End session",
        shortcuts: "Keyboard shortcuts",
        saving: "Saving…",
        waiting: "Waiting to be sent",
        /** @param {Status} status @param {string} iso */
        markedAt: (status, iso) => `${text.status[status]} ${time(iso)}`,
        notSaved: "Not saved",
        /** @param {string} name @param {Status} status */
        lastChange: (name, status) =>
            `${name}: ${status === "absent" ? "not present" : text.status[status].toLowerCase()}`,
        undo: "Undo",
        /** @param {string} name */
        undone: (name) => `Undone: ${name}`,
        /** @param {string} name @param {Status} status */
        notUndone: (name, status) =>
            `Not undone: ${name} has been changed elsewhere since (${standingWord(status)}).`,
        /** @param {string} name */
        already: (name) => `${name} is already marked present.`,
        /** @param {string} name @param {Status} status */
        alreadyMarked: (name, status) =>
            status === "absent"
                ? `${name} has no mark.`
                : `${name} is already ${text.status[status].toLowerCase()}.`,
        /** @param {string} name @param {Status} status */
        savedOne: (name, status) =>
            status === "absent"
                ? `${name} no longer present`
                : `${name} ${text.status[status].toLowerCase()}`,
        /** @param {number} count @param {number} present @param {number} total */
        savedMany: (count, present, total) =>
            `${plural(count, "# mark saved", "# marks saved")}. ${present} of ${total} present.`,
        endTitle: "End this session?",
        /** @param {number} present @param {number} total */
        endBody: (present, total) =>
            `${present} of ${total} students are present. The others will count as absent.`,
        /** @param {number} count */
        endExcused: (count) =>
            plural(count, "# of them is excused.", "# of them are excused."),
        /** @param {number} count */
        endPending: (count) =>
            count
                ? plural(
                      count,
                      "# mark is not saved yet. The session ends once it is saved.",
                      "# marks are not saved yet. The session ends once they are saved.",
                  )
                : "",
        /** @param {number} count */
        endOffline: (count) =>
            count
                ? `You are offline. ${plural(count, "# waiting mark is", "# waiting marks are")} sent first, and the session ends once the connection is back. Keep this page open, or cancel.`
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
            ["a", "Take the mark back (absent)"],
            ["/", "Search"],
            ["Enter (in the search)", "Mark the only match"],
            ["Esc (in the search)", "Clear and leave the search"],
            ["u", "Undo the last change"],
            ["?", "Show these shortcuts"],
        ],
        shortcutsOn: "Use the single-key shortcuts p, l, e, a, /, u and ?",
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
            [late && `${number(late)} late`, excused && `${number(excused)} excused`]
                .filter(Boolean)
                .join(", "),
        ended: "The session has ended",
        arrivals: "Just arrived",
        notRunning: "No session is running. It appears here when it starts.",
    },

    ownSession: {
        mine: {
            present: "You were present",
            late: "You were late",
            excused: "You were excused",
            absent: "You were absent",
        },
        /** @param {string} iso */
        markedAt: (iso) => `Marked ${moment(iso)}`,
        unchanged: "Your mark has not been changed since.",
    },

    invitation: {
        /** @param {string} teacher */
        from: (teacher) => `${teacher} invites you to this class.`,
        code: "Code",
        codeHint: "Your teacher hands it out.",
        accept: "Join",
        decline: "Decline",
        /** @param {string} className */
        accepted: (className) => `You have joined ${className}.`,
        /** @param {string} className */
        declined: (className) => `You have declined ${className}.`,
    },

    leaveClass: {
        leave: "Leave class",
        /** @param {string} className */
        title: (className) => `Leave ${className}?`,
        body: "Your past sessions stay. Only the teacher can add you again.",
    },

    student: {
        none: "You are not in a class yet. Your teacher adds you by your name or e-mail address.",
        running: "Session running",
        /** @param {string} iso */
        since: (iso) => `since ${sessionStart(iso)}`,
        mine: {
            present: "You are present",
            late: "You are present, but late",
            excused: "You are excused",
            none: "You are not marked yet",
        },
        was: {
            present: "The session has ended. You were present.",
            late: "The session has ended. You were late.",
            excused: "The session has ended. You were excused.",
            absent: "The session has ended. You were absent.",
            none: "The session has ended.",
            discarded: "This session was discarded.",
        },
        /** @param {OwnStatus | null} status @param {string} className */
        announceStatus: (status, className) => `${className}: ${text.student.mine[status ?? "none"]}.`,
        /** @param {string} className */
        announceStart: (className) => `${className}: a session has started.`,
        checkInOpen: "Check-in is open",
        /** @param {string} className */
        announceCheckIn: (className) => `${className}: check-in is open.`,
        /** @param {Attended} attended */
        rate: ({ present, total, excused }) =>
            [
                (total || !excused) && `Present in ${present} of ${total}`,
                excused && plural(excused, "excused from # session", "excused from # sessions"),
            ]
                .filter(Boolean)
                .join(", "),
        rateLabel: "My attendance",
        noSessions: "No past sessions yet",
        /** @param {Attended} rate @param {number} count */
        rateOfLatest: (rate, count) =>
            `${text.student.rate(rate)} (latest ${plural(count, "# session", "# sessions")})`,
        /** @param {string} words those of `rate` or `rateOfLatest` */
        chart: (words) => `${words}; the oldest session comes first`,
        /** @param {string} iso @param {string} status */
        bar: (iso, status) => `${moment(iso)}: ${status}`,
        history: "My past sessions",
    },

    devices: {
        heading: "Devices",
        body: "You stay logged in on these devices. Log out on those that you do not know or no longer use.",
        none: "You stay logged in on no device: on this one until you log out or close all tabs.",
        current: "This device",
        unknown: "Unknown browser",
        /** @param {string} when */
        lastUsed: (when) => `Last used: ${when}`,
        /** @param {string} when */
        since: (when) => `Logged in: ${when}`,
        end: "Log out",
        /** @param {string} device */
        endOne: (device) => `Log out: ${device}`,
        /** @param {string} device */
        ended: (device) => `${device} is logged out.`,
        endOthers: "Log out on all other devices",
        endOthersTitle: "Log out on all other devices?",
        /** @param {number} count */
        endOthersBody: (count) =>
            plural(
                count,
                "You are logged out on # other device at once.",
                "You are logged out on # other devices at once.",
            ),
        endedOthers: "You are logged out on all other devices.",
    },

    accountPage: {
        heading: "Account",
        name: "Name",
        email: "E-mail",
        studentNumber: "Student number",
        role: "Role",
        roles: { TEACHER: "Teacher", STUDENT: "Student", ADMIN: "School office" },
        rename: "Change your name",
        newName: "Your name",
        save: "Save",
        renamed: "Your name has been changed.",
        password: "Change password",
        oldPassword: "Current password",
        newPassword: "New password",
        get newPasswordHint() {
            return `${passwordHint()} You are logged out everywhere else.`;
        },
        change: "Change password",
        changed: "Your password has been changed.",
        delete: "Delete account",
        deleteAdmin: "This cannot be undone. The only administrator cannot be deleted.",
        deleteTeacher:
            "Your classes go to an assistant who is not a substitute. Classes without one are deleted too. Past sessions stay with the school.",
        deleteStudent:
            "You leave all your classes. Past sessions keep your attendance, but not your name.",
        deleteTitle: "Delete your account?",
        deletePassword: "Your password",
        deleted: "Your account has been deleted.",
    },

    report: {
        link: "Report, matrix and charts",
        /** @param {string} className */
        heading: (className) => `Attendance: ${className}`,
        headingBefore: "Attendance: ",
        parts: "Reports of this class",
        students: "Students",
        matrix: "Matrix",
        overTime: "Over time",
        from: "From",
        to: "To",
        wrongOrder: "This is before the first day.",
        order: "Order",
        orders: {
            name: "By name",
            absent: "Most often absent first",
            rate: "Lowest rate first",
            absenceRun: "Longest absence in a row first",
            lastSeen: "Longest not seen first",
        },
        missed: "Absent at least",
        missedHint: "times",
        find: "Find a student",
        span,
        /** @param {number} shown @param {number} all */
        count: (shown, all) =>
            shown === all
                ? plural(all, "# student", "# students")
                : `${number(shown)} of ${plural(all, "# student", "# students")}`,
        /** @param {number} shown @param {number} all @param {number} times */
        countMissed: (shown, all, times) =>
            [
                times === 1
                    ? "Absent at least once"
                    : `Absent ${number(times)} times or more`,
                `${number(shown)} of ${plural(all, "# student", "# students")}`,
            ].join(": "),
        noMatch: "No student matches this.",
        none: "No session has ended in this period.",
        noStudents: "No students were in this class in this period.",
        student: "Student",
        sessions: "Sessions",
        rate: "Rate",
        absenceRun: "In a row",
        absenceRunLong: "Absent in a row",
        lastSeen: "Last seen",
        never: "Never",
        left: "left",
        seen: date,
        table: "Attendance of each student",
        pages: "Pages",
        /** @param {number} first @param {number} last @param {number} all */
        page: (first, last, all) =>
            `Students ${[first, last].map(number).join(" to ")} of ${number(all)}`,
        previous: "Previous",
        next: "Next",
        failed: "The report could not be loaded.",
    },

    matrixPage: {
        table: "Each student's status in each session",
        month: monthOfYear,
        weekday,
        dayOfMonth,
        /** @param {string} iso */
        restOfMoment: (iso) => `${monthOfYear(iso)}, ${time(iso)}`,
        legend: "Legend",
        notInClass: "Not in the class",
        hint: "Each date links to its session, and each name to the student's chart.",
        /** @param {string} first @param {string} last */
        part: (first, last) => `Sessions from ${moment(first)} to ${moment(last)}`,
        /** @param {number} first @param {number} last @param {number} all */
        printPart: (first, last, all) =>
            [
                `Only students ${first} to ${last} of ${all} are printed: those on screen.`,
                "The Excel and CSV files contain all of them.",
            ].join(" "),
    },

    overTimePage: {
        /** @param {string} className */
        title: (className) => `Attendance in ${className} over time`,
        /** @param {OverTime} sessions */
        describe: ({ count, first, last, least, most }) =>
            [
                `${plural(count, "# session", "# sessions")} from ${day(first)} to ${day(last)}.`,
                least === null || most === null
                    ? ""
                    : `The rate is between ${percent(least)} and ${percent(most)}.`,
                "The upper part shows the rate, the lower part how many were present, late, excused and absent. The table below lists every number.",
            ].join(" "),
        rateAxis: "Rate",
        countAxis: "Students",
        /**
         * @param {string} iso @param {Record<Status, number>} counts @param {number | null} rate
         */
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map(
                    (status) => `${text.status[status]}: ${number(counts[status])}`,
                ),
                `Rate: ${text.rate(rate)}`,
            ].join("\n"),
        month,
        monthOfYear,
        day: dayAndMonth,
        dayOfMonth,
        number,
        table: "Each session",
        when: "Session",
        total: "Students",
    },

    studentReport: {
        /** @param {string} name @param {string} className */
        heading: (name, className) => `${name}, ${className}`,
        /** @param {string} name */
        picture: (name) => `Attendance of ${name}`,
        /** @param {number} sessions @param {Record<Status, number>} counts */
        describe: (sessions, counts) =>
            `${statusCounts(sessions, counts)}. The list below shows each of them.`,
        /** @param {string} iso @param {Status} status */
        cell: (iso, status) => `${moment(iso)}: ${text.status[status]}`,
        rate: "Rate",
        absenceRun: "Absent in a row",
        lastSeen: "Last seen",
        chart: "Session by session",
        list: "All sessions",
        none: "They were not in any session in this period.",
        left: "This student has left the class.",
        missing: "This student is not in the reports of this class.",
    },

    ownReport: {
        link: "My attendance",
        heading: "My attendance",
        all: "All classes",
        left: "left",
        none: "You were not in any session in this period.",
        noClass: "You are not in a class yet.",
        /** @param {string} className */
        picture: (className) => `My attendance in ${className}`,
        /** @param {number} sessions @param {Record<Status, number>} counts */
        describe: (sessions, counts) =>
            `${statusCounts(sessions, counts)}. The page of the class shows each of them.`,
        unavailable: "The sessions of this class can no longer be shown.",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        /** @param {string} what */
        csvLabel: (what) => `${what} as CSV`,
        /** @param {string} what */
        xlsxLabel: (what) => `${what} for Excel (XLSX)`,
        print: "Print",
        preparing: "The server is preparing the file…",
        /** @param {number} bytes */
        received: (bytes) => `Downloading: ${size(bytes)} so far…`,
        /** @param {string} name @param {number} bytes */
        done: (name, bytes) => `${name} has been downloaded (${size(bytes)}).`,
        /** @param {number} seconds */
        busy: (seconds) =>
            `The server is busy preparing other files. Try again in ${plural(seconds, "# second", "# seconds")}.`,
        broken: "The download was interrupted. Check the network and try again.",
        /** @param {string} why */
        failed: (why) => `Not downloaded. ${why}`,
        everything: "Everything about me",
        everythingBody:
            "One file (JSON) with everything that this server stores about you: your account, your classes and your sessions.",
        everythingButton: "Download everything about me",
    },

    missing: {
        heading: "Page not found",
        body: "This page does not exist, or no longer exists.",
    },
    failed: "Something went wrong",
};

const PASSWORD_HINTS = new Map([
    ["contract", "At least 6 characters."],
    ["strict", "At least 8 characters, and not a common password. A few words are easy to remember."],
]);

/** What this server requires of a new password; the page names the set of rules. */
function passwordHint() {
    const rules = globalThis.document?.querySelector("meta[name='password-rules']");
    return PASSWORD_HINTS.get(rules?.getAttribute("content") ?? "") ?? "";
}
