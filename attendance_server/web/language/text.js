/**
 * Every word that the pages say. To translate them, translate this file.
 *
 * @module
 */

import { ApiError } from "/api.js";
import { LOCALE } from "/language/locale.js";
import { STATUSES } from "/status.js";

const rules = new Intl.PluralRules(LOCALE);
const numbers = new Intl.NumberFormat(LOCALE);
const percents = new Intl.NumberFormat(LOCALE, { style: "percent" });
const times = new Intl.DateTimeFormat(LOCALE, { hour: "numeric", minute: "2-digit" });
const zones = new Intl.DateTimeFormat(LOCALE, { hour: "numeric", timeZoneName: "short" });
const days = new Intl.DateTimeFormat(LOCALE, {
    ...{ weekday: "short", day: "numeric", month: "short", year: "numeric" },
});
const dates = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" });
const longDays = new Intl.DateTimeFormat(LOCALE, {
    ...{ weekday: "long", day: "numeric", month: "long" },
});
const daysOfMonth = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });
const weekdays = new Intl.DateTimeFormat(LOCALE, { weekday: "short" });
const months = new Intl.DateTimeFormat(LOCALE, { month: "short" });
const monthsOfYear = new Intl.DateTimeFormat(LOCALE, { month: "short", year: "numeric" });
const collator = new Intl.Collator(LOCALE, { sensitivity: "base", numeric: true });

/** @param {number} count @param {string} one @param {string} other `#` stands for the number */
function plural(count, one, other) {
    return (rules.select(count) === "one" ? one : other).replace("#", numbers.format(count));
}

/** Names in the order of the language. @param {string} a @param {string} b */
export const compareNames = (a, b) => collator.compare(a, b);

/** Milliseconds: a time this far from one that is shown twice is on either side of the change. */
const BESIDE_CHANGE = 3 * 3_600_000;

/**
 * Whether a clock shows this time twice: once before it is put back, and once after.
 *
 * @param {Date} date
 */
function isShownTwice(date) {
    const offset = date.getTimezoneOffset();
    return [-BESIDE_CHANGE, BESIDE_CHANGE].some((beside) => {
        const other = new Date(date.getTime() + beside).getTimezoneOffset();
        const twin = new Date(date.getTime() + (other - offset) * 60_000);
        return other !== offset && twin.getTimezoneOffset() === other;
    });
}

/** With the name of the zone where the time alone would mean two moments. @param {string} iso */
export function time(iso) {
    const date = new Date(iso);
    const shown = times.format(date);
    if (!isShownTwice(date)) {
        return shown;
    }
    const zone = zones.formatToParts(date).find(({ type }) => type === "timeZoneName");
    return `${shown} ${zone?.value}`;
}

/** @param {string} iso */
export const day = (iso) => days.format(new Date(iso));

/** @param {string} iso */
const moment = (iso) => `${day(iso)}, ${time(iso)}`;

/** Whether it is of the day that it is now. @param {string} iso */
export const isToday = (iso) => day(iso) === days.format(Date.now());

/** When a session started, without the day where that is today. @param {string} iso */
function start(iso) {
    if (isToday(iso)) {
        return time(iso);
    }
    const date = new Date(iso);
    const thisYear = date.getFullYear() === new Date().getFullYear();
    return `${thisYear ? longDays.format(date) : day(iso)}, ${time(iso)}`;
}

/** A day that stands in a field, such as `2026-03-02`. @param {string} written */
const date = (written) => dates.format(new Date(`${written}T12:00`));

/** @param {string} from @param {string} to empty: no bound */
function span(from, to) {
    if (from && to) {
        return from === to ? `On ${date(from)}` : `${date(from)} to ${date(to)}`;
    }
    return from ? `Since ${date(from)}` : to ? `Up to ${date(to)}` : "All sessions";
}

/** @param {number} sessions @param {Record<string, number>} counts */
function statusCounts(sessions, counts) {
    const each = STATUSES.map(
        (status) => `${numbers.format(counts[status])} ${text.status[status].toLowerCase()}`,
    );
    return `${plural(sessions, "# session", "# sessions")}: ${each.join(", ")}`;
}

/**
 * How many students there are of a kind, and how many tiles are shown for it: one that fits no
 * longer stays where it is.
 *
 * @param {number} shown @param {number} count @param {string} one @param {string} other
 */
function filtered(shown, count, one, other) {
    const counted = plural(count, one, other);
    return shown === count ? counted : `${counted}, ${numbers.format(shown)} shown`;
}

/** @param {number} bytes */
function size(bytes) {
    const [unit, divisor] = bytes < 1e6 ? ["kB", 1e3] : ["MB", 1e6];
    const digits = divisor === 1e6 ? 1 : 0;
    return `${(bytes / divisor).toLocaleString(LOCALE, { maximumFractionDigits: digits })} ${unit}`;
}

/** @param {string} status */
const standingWord = (status) =>
    status === "absent" ? text.status.none.toLowerCase() : text.status[status].toLowerCase();

export const text = {
    product: "Attendance",
    title: (view) => `${view} – Attendance`,
    skip: "Skip to content",
    mainMenu: "Main",
    classes: "Classes",
    account: "Account",
    logOut: "Log out",
    loggedOut: "You are logged out.",
    loggedOutElsewhere: "You were logged out in another tab.",
    /** @param {string} name */
    otherUser: (name) => `${name} has logged in in another tab. This tab is theirs now.`,
    logOutTitle: "Log out now?",
    logOutPending: (count) =>
        plural(
            count,
            "# mark is not saved yet. It stays on this device, and is sent when you log in here again.",
            "# marks are not saved yet. They stay on this device, and are sent when you log in here again.",
        ),
    logOutLosing: (count) =>
        plural(
            count,
            "# mark is not saved yet, and will be lost.",
            "# marks are not saved yet, and will be lost.",
        ),
    loading: "Loading…",
    cancel: "Cancel",
    close: "Close",
    notices: "Notices",
    tryAgain: "Try again",
    more: "More",
    back: "Back to my classes",
    backTo: (className) => `Back to ${className}`,
    required: "Please fill this in.",
    showPassword: "Show",
    moment,
    /** @param {number | null} rate */
    rate: (rate) => (rate === null ? "–" : percents.format(rate)),
    /** @param {number} count */
    number: (count) => numbers.format(count),

    connection: {
        connecting: "Connecting…",
        live: "Live",
        polling: "Live updates blocked",
        trying: "Reconnecting…",
        waiting: (seconds) => `Reconnecting in ${seconds} s`,
        offline: "Offline",
        tryNow: "Try now",
        label: "Connection",
        heard: {
            waiting: "Connection lost. Reconnecting by itself.",
            offline: "This device is offline.",
            live: "Back online. Everything is up to date.",
            back: "Back online.",
            sending: (count) =>
                `Back online. ${plural(count, "# mark is being sent…", "# marks are being sent…")}`,
            sent: (count) =>
                plural(
                    count,
                    "# mark that was waiting here is saved now.",
                    "# marks that were waiting here are saved now.",
                ),
            polling: "This network blocks live connections. The page works without them.",
        },
    },

    waiting: {
        label: "Marks that wait",
        offline: (count) => `Offline, ${plural(count, "# mark waits", "# marks wait")}`,
        sending: (count) => plural(count, "# mark is being sent…", "# marks are being sent…"),
        unkept: (count) =>
            plural(
                count,
                "This browser cannot keep it: it is lost if you close this page.",
                "This browser cannot keep them: they are lost if you close this page.",
            ),
        polling:
            "This network blocks live connections (WebSockets). Changes on other devices appear after a few seconds.",
        session: (iso) => moment(iso),
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
            newer: "Another device has changed this since. That change stays.",
        },
        /** @param {string} status @param {string} iso of the tap @param {string} [is] instead */
        wanted: (status, iso, is) =>
            [
                `${text.status[status].toLowerCase()}, tapped at ${time(iso)}`,
                is && `saved as ${text.status[is].toLowerCase()}`,
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

    /** One letter each, where there is no room for more; no two the same. */
    statusLetter: {
        present: "P",
        late: "L",
        excused: "E",
        absent: "A",
        none: "·",
    },

    login: {
        heading: "Log in",
        email: "E-mail",
        password: "Password",
        stay: "Stay logged in on this device",
        stayHint:
            "Otherwise you are logged in until you log out or close all tabs. Never stay logged in on a computer that others use too.",
        submit: "Log in",
        orSignUp: "No account yet?",
        signUp: "Sign up",
        code: "I have a code",
        expired: "Your log-in has run out. Log in again, and you are back where you were.",
    },

    claim: {
        heading: "I have a code",
        body: "Your teacher has made an account for you, and has given you a code. With it you choose your password, once.",
        code: "Code",
        codeHint: "Such as 7KQM-2XHD-PW9T. Capitals and dashes do not matter.",
        wrongLength: (expected, found) =>
            `A code has ${expected} letters and digits. This has ${numbers.format(found)}.`,
        password: "New password",
        submit: "Choose this password",
        noCode: "Have a password already?",
        logIn: "Log in",
        done: (name, email) => `Welcome, ${name}. From now on you log in with ${email}.`,
        loggedInAs: "This device is logged in as",
        notYou: "If that is not you, log them out first; then you can use your code.",
        logOut: "Log out, and use my code",
        stay: "Stay logged in",
    },

    signUp: {
        heading: "Sign up",
        role: "I am a",
        student: "Student",
        teacher: "Teacher",
        name: "Name",
        nameHint: "As your class knows you.",
        email: "E-mail",
        password: "Password",
        get passwordHint() {
            return passwordHint();
        },
        code: "Teacher code",
        codeHint: "If your school has given you one; otherwise leave it empty.",
        studentCode: "School code",
        studentCodeHint: "Your school has given it to you.",
        submit: "Sign up",
        orLogIn: "Have an account?",
        logIn: "Log in",
        done: (name) => `Welcome, ${name}.`,
    },

    classList: {
        heading: "My classes",
        none: "You have no classes yet. Make your first one above.",
        name: "Name of a new class",
        make: "Make class",
        made: (name) => `${name} is there. Now add its students.`,
        students: (count) => plural(count, "# student", "# students"),
        open: "Open session",
        archived: (count) => `Archived classes (${numbers.format(count)})`,
        archivedHeading: "Archived classes",
        archivedHint: "They keep their past sessions, reports and files, and take no attendance.",
        noneArchived: "No class is archived.",
    },

    import: {
        heading: "Import a list",
        title: (className) => `Import a list: ${className}`,
        lead: "Takes students over from a spreadsheet. First you see what would happen; nothing is changed before you say so.",
        how: "What the file has to look like",
        rules: [
            "CSV or Excel (XLSX), up to 2 MB and 10,000 students.",
            "The first line names the columns: name and email. First name and last name may be two columns. Other columns do no harm.",
            "Below it stands one student a line. Who has no account yet gets one, with a code that you hand out.",
        ],
        sampleCaption: "For example:",
        sample: [
            ["Name", "E-mail"],
            ["Ada Lovelace", "ada@school.example"],
            ["Alan Turing", "alan@school.example"],
        ],
        download: "Download a sample",
        sampleFile: "sample list",
        choose: "Choose a file",
        chooseOther: "Choose another file",
        drop: "Or drop it here. CSV or XLSX.",
        dropNow: "Drop the file",
        oneOnly: "These are several files. Choose one at a time.",
        tooLarge: "This file is larger than 2 MB. Keep the list alone in it, or split it in two.",
        unreadable: "This file cannot be read. Close it in other programs, and choose it again.",
        checking: (file) => `Checking ${file}…`,
        checked: (file, count) => `${file}: ${plural(count, "# line", "# lines")}`,
        notChecked: (file) => `${file} was not checked.`,
        preview: "What would happen",
        filter: "Show",
        show: {
            all: (count) => `All ${numbers.format(count)}`,
            wrong: (count) => `Wrong ${numbers.format(count)}`,
            new: (count) => `New ${numbers.format(count)}`,
            known: (count) => `Known ${numbers.format(count)}`,
            unproven: (count) => `Not proven ${numbers.format(count)}`,
            enrolled: (count) => `In the class ${numbers.format(count)}`,
        },
        becomes: {
            wrong: "Wrong",
            new: "New",
            known: "Known",
            unproven: "Not proven",
            enrolled: "In the class",
        },
        meaning:
            "Who is new gets an account, and a code to claim it with. Who is known has an account already, and joins the class.",
        table: "The lines of the file, and what would become of each",
        line: "Line",
        student: "Student",
        outcome: "What would happen",
        number: (line) => String(line),
        noName: "No name",
        knownAs: (name) => `The account's own name stays: ${name}`,
        shown: (shown, all) =>
            shown < all
                ? `The first ${numbers.format(shown)} of ${plural(all, "# line", "# lines")}`
                : plural(all, "# line", "# lines"),
        more: (count) => `Show ${numbers.format(count)} more`,
        noLines: "No line of this kind.",
        mend: (count) =>
            `${plural(count, "# line is wrong", "# lines are wrong")}, so nothing can be imported yet. Mend the file, save it, and choose it again.`,
        nothing: "Everyone on this list is in the class already. There is nothing to import.",
        submit: (count) => `Import ${plural(count, "# student", "# students")}`,
        whole: (fresh) =>
            "All of them or, should something go wrong, none." +
            (fresh ? " The codes of the new ones are shown right after." : ""),
        importing: "Importing. Please leave this page open…",
        done: (joined, fresh) =>
            `${plural(joined, "# student has", "# students have")} joined the class${fresh ? `, ${numbers.format(fresh)} of them new` : ""}.`,
        changed:
            "Something has changed since this file was checked, so nothing was imported. This is how it is now.",
        unknown:
            "The server's answer did not come. Either all students are imported or none is: check the file again to see. If they are, get new codes for them on the class's page.",
        checkAgain: "Check again",
        /** @param {string} reasons the server's own */
        reasons: (reasons) => reasons.split("; ").map(lineFault).join(" "),
        /** @param {string[]} faults the server's own */
        faults: (faults) => ["Nothing was changed.", ...faults.map(fileFault)].join(" "),
    },

    slips: {
        noneHeading: "No codes to show",
        none: "Codes are shown once, and are not kept. For students who have not claimed their account yet you get new ones on the class's page.",
        toClass: "To the class",
        heading: (count) => plural(count, "# code to hand out", "# codes to hand out"),
        once: "These codes are not shown again. Print or download them now. Should one get lost, you get a new one on the class's page.",
        careful: "Whoever has a code can take the account. Give each slip to its student only.",
        print: "Print slips",
        download: "Download CSV",
        done: "Done",
        leaveTitle: "Leave the codes?",
        leaveBody: "They have been neither printed nor downloaded, and are not shown again.",
        leave: "Leave",
        sheet: "Slips",
        file: "codes",
        columns: ["Name", "E-mail", "Code", "Link", "Valid until"],
        goTo: "Go to",
        choose: "and choose “I have a code”.",
        join: "log in, and join the class with this code.",
        code: "Your code",
        logInWith: "From then on you log in with",
        until: "The code is valid until",
        orLink: "Or go straight to",
    },

    codes: {
        unclaimed: "Not claimed yet",
        waiting: (count) =>
            plural(
                count,
                "# student has not claimed their account yet.",
                "# students have not claimed their accounts yet.",
            ),
        others: (count) =>
            plural(
                count,
                "The code of # of them is for another teacher to hand out.",
                "The codes of # of them are for other teachers to hand out.",
            ),
        one: "New code",
        oneLabel: (name) => `New code for ${name}`,
        oneTitle: (name) => `New code for ${name}?`,
        oneBody: "A code that they have already stops working.",
        all: "New codes for all who have not claimed",
        allTitle: (count) => plural(count, "A new code for # student?", "New codes for # students?"),
        allBody: "The codes that they have already stop working: slips that are handed out too.",
        allConfirm: "Get new codes",
        none: "Nobody needs a code any more.",
        held: (count) =>
            plural(
                count,
                "# code is still here to be printed or downloaded.",
                "# codes are still here to be printed or downloaded.",
            ),
        show: "Show codes",
        failed: "Who has not claimed their account cannot be told just now.",
    },

    class: {
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
            "An archived class leaves your list and the lists of its students. Its past sessions, reports and files stay, and it can be brought back at any time.",
        archivedNow: (name) => `${name} is archived.`,
        archived:
            "This class is archived. No session can be started in it; its past sessions, reports and files stay.",
        unarchive: "Bring back to my classes",
        unarchived: (name) => `${name} is back in your classes.`,
        delete: "Delete class…",
        deleteConfirm: "Delete class",
        renameTitle: "Rename this class",
        newName: "New name",
        save: "Save",
        renamed: "The class has its new name.",
        deleteTitle: (name) => `Delete ${name}?`,
        deleteBody:
            "A deleted class cannot be brought back, and its past sessions, reports and files go with it.",
        deleteSessions: (count) =>
            plural(
                count,
                "# session goes with it, and cannot be brought back.",
                "# sessions go with it, and cannot be brought back.",
            ),
        deleteType: "To delete the class, type its name:",
        deleteName: "Name of the class",
        deleteWrongName: "This is not the name of the class.",
        deleted: (name) => `${name} is deleted.`,
        students: (count) => plural(count, "# student", "# students"),
        noStudents: "Nobody is enrolled yet. Add students by name, or paste a list of e-mails.",
        filter: "Find in this class",
        noMatch: "Nobody here matches that.",
        remove: "Remove",
        removeLabel: (name) => `Remove ${name}`,
        removeTitle: (name) => `Remove ${name} from this class?`,
        removeBody: "If a session is running, their mark in it goes too. Past sessions stay.",
        removed: (name) => `${name} is removed.`,
        add: "Add students",
        search: "Search by name or e-mail",
        searchHint: "Students need an account: they sign up on this site, or you import a list.",
        found: (count) => plural(count, "# student found", "# students found"),
        foundMany: (count) => `The first ${count} are shown. Type more to find others.`,
        foundNone: "No student with this name or e-mail. Have they signed up?",
        enrol: "Add",
        enrolLabel: (name) => `Add ${name}`,
        enrolled: "In this class",
        enrolledNow: (name) => `${name} is added.`,
        paste: "Paste a list of e-mails",
        pasteField: "E-mails",
        pasteHint: "One a line, or with commas in between. Names around them do no harm.",
        pasteSubmit: "Add all",
        pasteNothing: "There is no e-mail in this text.",
        pasteProgress: (done, all) => `${done} of ${all} done…`,
        pasteResult: (added, failed) =>
            [
                plural(added, "# student added.", "# students added."),
                failed &&
                    plural(
                        failed,
                        "# line needs a look; it is still in the box.",
                        "# lines need a look; they are still in the box.",
                    ),
            ]
                .filter(Boolean)
                .join(" "),
        outcome: {
            enrolled: "Added",
            already: "In this class already",
            invited: "Invited. They join once they accept",
            unknown: "No student has this e-mail",
            wrong: "Not an e-mail address",
        },
    },

    lateSetting: {
        told: (minutes) =>
            minutes === null
                ? "Nobody is late by the clock."
                : `Late from ${plural(minutes, "# minute", "# minutes")} after the start.`,
        button: "Late from…",
        title: "Late by the clock",
        body: "Who is tapped so long after the start is marked late by itself. You can still mark anyone as you like.",
        label: "Late from how many minutes after the start",
        hint: "A whole number from 1 to 1440. Leave it empty, and nobody is late by the clock.",
        save: "Save",
        changed: (minutes) =>
            minutes === null
                ? "From the next session on, nobody is late by the clock."
                : `From the next session on, who comes ${plural(minutes, "# minute", "# minutes")} after the start is late.`,
    },

    history: {
        heading: "Past sessions",
        none: "No session has ended yet.",
        more: "Show earlier sessions",
        present: (present, total, excused) =>
            `${numbers.format(present)} of ${numbers.format(total)} present` +
            (excused ? `, ${numbers.format(excused)} excused` : ""),
        when: "Session",
        attendance: "Present",
        rate: "Rate",
        chart: (sessions) =>
            plural(sessions, "Attendance in the last session", "Attendance in the last # sessions"),
        bar: (iso, present, total) => `${day(iso)}: ${present} of ${total}`,
    },

    session: {
        student: "Student",
        status: "Status",
        file: "Session",
        times: (startedAt, endedAt) =>
            `${moment(startedAt)} to ${day(startedAt) === day(endedAt) ? "" : `${day(endedAt)}, `}${time(endedAt)}`,
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const late = lateCount ? ` (${numbers.format(lateCount)} late)` : "";
            const excused = excusedCount ? ` (${numbers.format(excusedCount)} excused)` : "";
            const [present, absent] = [presentCount, absentCount].map(numbers.format);
            return `${present} present${late}, ${absent} absent${excused}`;
        },
        nobody: "Nobody was enrolled in this session.",
        deletedAccount: "Deleted account",
        deletedStudent: (number) => `Deleted student ${number}`,
        filter: "Find in this session",
        noMatch: "Nobody here matches that.",
        correct: "Change",
        correctLabel: (name) => `Change the mark of ${name}`,
        correctedAt: (iso) => `Corrected ${moment(iso)}`,
        openAgain: "This session is open again.",
        openRoll: "Open running session",
    },

    correction: {
        title: (name) => `Change the mark of ${name}`,
        soFar: (status, iso) =>
            `So far: ${text.status[status].toLowerCase()}${iso ? `, since ${moment(iso)}` : ""}`,
        to: "Change it to",
        reason: "Reason",
        reasonHint: "Kept with the change, and shown to the student. You cannot take it back.",
        save: "Save change",
        saved: (name, status) => `${name} is ${text.status[status].toLowerCase()} now.`,
        already: (name, status) =>
            `${name} was ${text.status[status].toLowerCase()} already. Nothing was changed, and your reason was not saved.`,
        meanwhile: (name, status) =>
            `${name} is ${text.status[status].toLowerCase()} now. The mark had been changed in another window too: see the changes.`,
        changes: (count) => plural(count, "# change after the end", "# changes after the end"),
        hint: "Newest first. Students see those of their own mark, and not who made them.",
        earlier: (count) => plural(count, "Show # earlier change", "Show # earlier changes"),
        fromTo: "to",
        who: (who, iso) => `${who}, ${moment(iso)}`,
        reopened: "Session reopened",
        hadEnded: (iso) => `It had ended ${moment(iso)}.`,
        ofMine: "Changes after the end",
        corrected: "Corrected",
    },

    reopening: {
        button: "Reopen session",
        title: "Reopen this session?",
        body: "It goes on as if it had not ended, with all its marks. Everyone in the class sees that at once. This can be done within an hour of the end.",
        done: "The session is open again.",
    },

    discarding: {
        told: "This session was discarded.",
        button: "Discard session…",
        hint: "For a session that was started by mistake. It will count nowhere, and can be restored for 30 days.",
        title: "Discard this session?",
        body: "No report and no list counts it from now on, and students no longer see it. You find it under the past sessions of the class, and can restore it for 30 days.",
        reason: "Reason",
        reasonHint: "Kept with the session. Students do not see it.",
        confirm: "Discard session",
        done: (iso) => `The session is discarded. It can be restored until ${day(iso)}.`,
        who: (who, iso) => `Discarded by ${who}, ${moment(iso)}`,
        until: (iso) => `It can be restored until ${moment(iso)}.`,
        tooLate: "It can no longer be restored.",
        restore: "Restore",
        restoreLabel: (iso) => `Restore the session of ${moment(iso)}`,
        restored: "The session counts again.",
        list: "Discarded sessions",
        listHint: "They count nowhere.",
        more: "Show earlier ones",
    },

    continuing: {
        stillRuns: (iso) => `A session from ${start(iso)}, still runs.`,
        ending: (present, total) =>
            `${present} of ${total} are present in it. If you end it, the others count as absent.`,
        goOn: "Continue it",
        restart: "End it and start a new one",
    },

    roll: {
        title: (className) => `Session: ${className}`,
        since: (iso) => `Since ${start(iso)}`,
        of: (total) => `of ${numbers.format(total)}`,
        ring: (present, total) => `${present} of ${total} present`,
        searchHint: "Search students",
        shown: (count) => plural(count, "# student matches", "# students match"),
        roster: "Roster",
        help: "Tap a student to mark them present. Tap again, or tap the dots, to choose something else.",
        chooseFor: (name) => `Mark ${name} as something else`,
        filters: "Show",
        filter: {
            all: "All",
            none: "Not marked",
            present: "Present",
            late: "Late",
            excused: "Excused",
        },
        filtered: {
            none: (count, shown) =>
                filtered(shown, count, "# student not marked", "# students not marked"),
            present: (count, shown) =>
                filtered(shown, count, "# student present", "# students present"),
            late: (count, shown) => filtered(shown, count, "# student late", "# students late"),
            excused: (count, shown) =>
                filtered(shown, count, "# student excused", "# students excused"),
        },
        projector: "Projector",
        end: "End session",
        keys: "Keys",
        saving: "Saving…",
        waiting: "Waiting to be sent",
        markedAt: (status, iso) => `${text.status[status]} ${time(iso)}`,
        notSaved: "Not saved",
        lastChange: (name, status) =>
            `${name}: ${status === "absent" ? "not present" : text.status[status].toLowerCase()}`,
        undo: "Undo",
        undone: (name) => `Undone: ${name}`,
        notUndone: (name, status) =>
            `Not undone: ${name} has been changed elsewhere since (${standingWord(status)}).`,
        already: (name) => `${name} is marked present already.`,
        alreadySo: (name, status) =>
            status === "absent"
                ? `${name} has no mark.`
                : `${name} is ${text.status[status].toLowerCase()} already.`,
        savedOne: (name, status) =>
            status === "absent"
                ? `${name} no longer present`
                : `${name} ${text.status[status].toLowerCase()}`,
        savedMany: (count, present, total) =>
            `${plural(count, "# mark saved", "# marks saved")}. ${present} of ${total} present.`,
        endTitle: "End this session?",
        endBody: (present, total) =>
            `${present} of ${total} are present. The others will count as absent.`,
        endExcused: (count) =>
            plural(count, "# of them is excused.", "# of them are excused."),
        endPending: (count) =>
            count
                ? plural(
                      count,
                      "# mark is not saved yet. The session ends after it.",
                      "# marks are not saved yet. The session ends after them.",
                  )
                : "",
        endOffline: (count) =>
            count
                ? `You are offline, and ${plural(count, "# mark waits. It is sent first", "# marks wait. They are sent first")}: the session ends once the connection is back. Keep this page open, or cancel.`
                : "You are offline. The session ends once the connection is back. Keep this page open, or cancel.",
        endConfirm: "End session",
        endedHere: "The session has ended.",
        endedElsewhere: "The session was ended in another window.",
        notRunning: "No session is running for this class.",
        nobody: "Nobody is enrolled in this class yet.",
        noMatch: "Nobody matches this search.",
        toClass: "Add students",
        keyTable: [
            ["← ↑ → ↓", "Go from student to student"],
            ["Space or Enter", "Mark as present; again: choose something else"],
            ["p", "Mark as present, whatever the clock says"],
            ["l", "Mark as late"],
            ["e", "Mark as excused"],
            ["a", "Take the mark back (absent)"],
            ["/", "Search"],
            ["Enter (in the search)", "Mark the only match"],
            ["Esc (in the search)", "Clear and leave it"],
            ["u", "Undo the last change"],
            ["?", "Show these keys"],
        ],
        keysOn: "Use the single keys p, l, e, a, /, u and ?",
    },

    projector: {
        title: (className) => `Projector: ${className}`,
        fullScreen: "Full screen",
        leave: "Close projector view",
        since: (iso) => `Since ${start(iso)}`,
        waiting: "Waiting for the first name…",
        others: (late, excused) =>
            [late && `${numbers.format(late)} late`, excused && `${numbers.format(excused)} excused`]
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
        markedAt: (iso) => `Marked ${moment(iso)}`,
        unchanged: "Your mark has not been changed since.",
    },

    invitation: {
        from: (teacher) => `${teacher} invites you to this class.`,
        code: "Code",
        codeHint: "Your teacher hands it out.",
        accept: "Join",
        decline: "Decline",
        accepted: (className) => `You have joined ${className}.`,
        declined: (className) => `You have declined ${className}.`,
    },

    leaveClass: {
        leave: "Leave class",
        title: (className) => `Leave ${className}?`,
        body: "Your past sessions stay. Only the teacher can add you again.",
    },

    student: {
        none: "You are in no class yet. Your teacher adds you by your name or e-mail.",
        running: "Session running",
        since: (iso) => `since ${start(iso)}`,
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
        heard: (status, className) => `${className}: ${text.student.mine[status ?? "none"]}.`,
        heardStart: (className) => `${className}: a session has started.`,
        rate: ({ present, total, excused }) =>
            [
                (total || !excused) && `Present in ${present} of ${total}`,
                excused && plural(excused, "excused from # session", "excused from # sessions"),
            ]
                .filter(Boolean)
                .join(", "),
        rateLabel: "My attendance",
        noSessions: "No past sessions yet",
        rateOfLatest: (rate, count) =>
            `${text.student.rate(rate)} (latest ${plural(count, "# session", "# sessions")})`,
        /** @param {string} words one of the two above */
        chart: (words) => `${words}; the oldest session comes first`,
        bar: (iso, status) => `${moment(iso)}: ${status}`,
        history: "My past sessions",
    },

    accountPage: {
        heading: "Account",
        name: "Name",
        email: "E-mail",
        role: "Role",
        roles: { TEACHER: "Teacher", STUDENT: "Student" },
        password: "Change password",
        oldPassword: "Current password",
        newPassword: "New password",
        get newPasswordHint() {
            return `${passwordHint()} You are logged out everywhere else.`;
        },
        change: "Change password",
        changed: "Your password is changed.",
        delete: "Delete account",
        deleteTeacher: "Your classes go with it. Past sessions stay with the school.",
        deleteStudent:
            "You leave all your classes. Past sessions keep your attendance, but not your name.",
        deleteTitle: "Delete your account?",
        deletePassword: "Your password",
        deleted: "Your account is deleted.",
    },

    report: {
        link: "Report, matrix and charts",
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
            lastSeen: "Not seen for longest first",
        },
        missed: "Absent at least",
        missedHint: "times",
        find: "Find a student",
        span,
        count: (shown, all) =>
            shown === all
                ? plural(all, "# student", "# students")
                : `${numbers.format(shown)} of ${plural(all, "# student", "# students")}`,
        countMissed: (shown, all, times) =>
            [
                times === 1
                    ? "Absent at least once"
                    : `Absent ${numbers.format(times)} times or more`,
                `${numbers.format(shown)} of ${plural(all, "# student", "# students")}`,
            ].join(": "),
        noMatch: "No student matches this.",
        none: "No session has ended in this time.",
        nobody: "Nobody was in this class in this time.",
        student: "Student",
        sessions: "Sessions",
        rate: "Rate",
        absenceRun: "In a row",
        absenceRunLong: "Absent in a row",
        lastSeen: "Last seen",
        never: "Never",
        left: "left",
        seen: (iso) => dates.format(new Date(iso)),
        table: "Attendance of each student",
        pages: "Pages",
        page: (first, last, all) =>
            `Students ${[first, last].map(numbers.format).join(" to ")} of ${numbers.format(all)}`,
        previous: "Previous",
        next: "Next",
        failed: "The report could not be loaded.",
    },

    matrixPage: {
        table: "Each student's status in each session",
        month: (iso) => monthsOfYear.format(new Date(iso)),
        weekday: (iso) => weekdays.format(new Date(iso)).slice(0, 2),
        dayOfMonth: (iso) => String(new Date(iso).getDate()),
        restOfMoment: (iso) => `${monthsOfYear.format(new Date(iso))}, ${time(iso)}`,
        legend: "Signs",
        notInClass: "Not in the class",
        hint: "Every date leads to its session, and every name to the student's chart.",
        part: (first, last) => `Sessions from ${moment(first)} to ${moment(last)}`,
        printPart: (first, last, all) =>
            [
                `Only students ${first} to ${last} of ${all} are printed: those on the screen.`,
                "The Excel and CSV files hold all.",
            ].join(" "),
    },

    overTimePage: {
        title: (className) => `Attendance in ${className} over time`,
        describe: ({ count, first, last, least, most }) =>
            [
                `${plural(count, "# session", "# sessions")} from ${day(first)} to ${day(last)}.`,
                least === null
                    ? ""
                    : `The rate is between ${percents.format(least)} and ${percents.format(most)}.`,
                "The upper part shows the rate; the lower one how many were present, late, excused and absent. The table below has every number.",
            ].join(" "),
        rateAxis: "Rate",
        countAxis: "Students",
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map(
                    (status) => `${text.status[status]}: ${numbers.format(counts[status])}`,
                ),
                `Rate: ${text.rate(rate)}`,
            ].join("\n"),
        month: (iso) => months.format(new Date(iso)),
        monthOfYear: (iso) => monthsOfYear.format(new Date(iso)),
        day: (iso) => daysOfMonth.format(new Date(iso)),
        dayOfMonth: (iso) => String(new Date(iso).getDate()),
        number: (value) => numbers.format(value),
        table: "Each session",
        when: "Session",
        total: "Students",
    },

    studentReport: {
        heading: (name, className) => `${name}, ${className}`,
        picture: (name) => `Attendance of ${name}`,
        describe: (sessions, counts) =>
            `${statusCounts(sessions, counts)}. The list below has each of them.`,
        cell: (iso, status) => `${moment(iso)}: ${text.status[status]}`,
        rate: "Rate",
        absenceRun: "Absent in a row",
        lastSeen: "Last seen",
        chart: "Session by session",
        list: "All sessions",
        none: "They were in no session in this time.",
        left: "This student has left the class.",
        gone: "This student is not in the reports of this class.",
    },

    ownReport: {
        link: "My attendance",
        heading: "My attendance",
        all: "All classes",
        left: "left",
        none: "You were in no session in this time.",
        noClass: "You are in no class yet.",
        picture: (className) => `My attendance in ${className}`,
        describe: (sessions, counts) =>
            `${statusCounts(sessions, counts)}. The class's own page has each of them.`,
        gone: "The sessions of this class cannot be shown any more.",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: (what) => `${what} as CSV`,
        xlsxLabel: (what) => `${what} for Excel (XLSX)`,
        print: "Print",
        preparing: "The server is preparing the file…",
        received: (bytes) => `Downloading: ${size(bytes)} so far…`,
        done: (name, bytes) => `${name} is downloaded (${size(bytes)}).`,
        busy: (seconds) =>
            `The server is writing very many files just now. Try again in ${plural(seconds, "# second", "# seconds")}.`,
        broken: "The download broke off. Check the network and try again.",
        failed: (why) => `Not downloaded. ${why}`,
        everything: "Everything about me",
        everythingBody:
            "One file (JSON) with all that this server keeps about you: your account, your classes and your sessions.",
        everythingButton: "Download everything about me",
    },

    missing: {
        heading: "Page not found",
        body: "This page does not exist, or no longer.",
    },
    failed: "That did not work",
};

const OFFLINE = "The server cannot be reached. Check the network and try again.";

/** What the server says, in words for who uses it. */
const ERRORS = {
    "Unauthorized, token missing or invalid": text.login.expired,
    "Unauthorized or invalid token": text.login.expired,
    "Forbidden, teacher access required": "Only teachers can do this.",
    "Forbidden, student access required": "Only students can do this.",
    "Forbidden, teacher event only": "Only teachers can do this.",
    "Forbidden, student event only": "Only students can do this.",
    "Forbidden, teacher code missing or wrong":
        "To sign up as a teacher you need the teacher code of your school. Check it, or ask for it.",
    "Forbidden, teachers cannot sign up":
        "Teachers cannot sign up here. Ask whoever runs this server for an account.",
    "Forbidden, student code missing or wrong":
        "To sign up as a student you need the code of your school. Check it, or ask for it.",
    "Forbidden, students cannot sign up":
        "Students cannot sign up here. Ask your teacher for a code.",
    "Invitation not found": "This invitation does not exist any more.",
    "Invalid request schema": "Something that was filled in is not right.",
    "Request body too large": "That is too much at once.",
    "Email already exists": "There is an account with this e-mail already. Log in instead?",
    "Invalid email or password": "E-mail and password do not fit together.",
    "Class not found": "This class does not exist any more.",
    "Student not found": "There is no such student any more.",
    "Session not found": "There is no such session.",
    "User not found": "This account does not exist any more.",
    "Forbidden, not class teacher": "This is not one of your classes.",
    "Forbidden, not enrolled in class": "You are not in this class.",
    "Attendance session running, end it first":
        "A session is running. End it first, and then try again.",
    "Session was discarded, restore it first":
        "This session was discarded. Restore it first, and then try again.",
    "Session was discarded more than 30 days ago, it cannot be restored":
        "This session was discarded more than 30 days ago, and can no longer be restored.",
    "Class is archived, take it out of the archive first":
        "This class is archived. Bring it back to your classes first, and then try again.",
    "Only the last session of the class can be reopened":
        "Another session has been held since. Only the last one of a class can be reopened.",
    "Session ended more than an hour ago, it cannot be reopened":
        "This session ended more than an hour ago, so it stays as it is. You can still correct marks.",
    "Session was changed too often, it takes no more changes":
        "This session has been changed very often already, and takes no more changes.",
    "Storage unavailable, try again":
        "The server cannot save anything at the moment. Try again in a little while.",
    "The server is shutting down, try again": "The server is restarting. Try again in a moment.",
    "Passwords cannot be checked now, try again":
        "The server cannot check passwords just now. Try again in a few seconds.",
    "Code expired, ask your teacher for another one":
        "This code has expired. Ask your teacher for a new one.",
    "Too many people are logging in, try again":
        "Very many people are logging in just now. Try again in a few seconds.",
    "Server is full, try again later": "The server is full. Try again in a little while.",
    "Request body did not arrive in time":
        "The connection is too slow. Try again where it is better.",
    "Too many attempts, try again later":
        "That was tried too often. Wait a few minutes, and then try again.",
    "Too many connections for this account":
        "This account is open in too many windows. Close some of them.",
    "Too many frames, slow down": "That was too fast. Wait a moment, and then try again.",
    "Too many reports are being written, try again":
        "The server is writing very many files just now. Try again in a few seconds.",
    "No active attendance session": "No session is running for this class any more.",
    "Marks were not saved": "The session has not been ended, because marks were not saved. They are listed on this page.",
    "Student not in class": "This student is not in the class any more.",
    "Not connected": OFFLINE,
    "No answer in time": OFFLINE,
    "No answer": OFFLINE,
    "Connection lost before the answer came":
        "The connection was lost. Once it is back, you see whether it was done.",
    "Roster unreadable, nothing was changed": "This file cannot be read as a list of students.",
    "Roster too large, send a file of at most 2 MB": text.import.tooLarge,
    "Too many rosters are being read, try again":
        "The server is reading very many lists just now. Try again in a few seconds.",
    "Account claimed already, it needs no code":
        "This student has claimed the account meanwhile, and needs no code any more.",
    "Forbidden, another teacher hands out the code of this account":
        "The code of this student is for another teacher to hand out.",
    "Code wrong or used, ask your teacher for another one":
        "This code is wrong, or has been used or replaced. Compare it with your slip. If you have chosen a password already, log in with it; else ask your teacher for a new code.",
};

/** What is wrong with a roster file, by what the server says of it. @type {[RegExp, string][]} */
const FILE_FAULTS = [
    [/^the file is empty/, "The file is empty."],
    [
        /^line (\d+) names no such columns/,
        "Line $1 has to name the columns: name (or first name and last name) and email.",
    ],
    [/^there is no student below/, "There is no student below the line that names the columns."],
    [/^the column ['"]?(.*?)['"]? is there twice$/, "The column “$1” is there twice."],
    [/^expected text/, "This is neither CSV nor XLSX. Save it as one of the two in your spreadsheet."],
    [/^expected a workbook/, "This workbook is damaged, or no XLSX. Save it as XLSX or CSV again."],
    [/^there is no sheet/, "There is no sheet in this workbook."],
    [/^the workbook is protected/, "This workbook has a password. Save it without one."],
    [/^expected at most ([\d,]+) students$/, "These are more than $1 students. Split the list."],
    [/^the quotation marks in line (\d+)/, "The quotation marks in line $1 do not match."],
    [/^the file takes too much/, "This file is too much to read. Keep the list alone in it, in one sheet."],
    [/^the file has not arrived whole/, "The file has not arrived whole. Choose it again."],
];

/** What is wrong with a line of one. @type {[RegExp, string][]} */
const LINE_FAULTS = [
    [/^the name must not be empty$/, "The name is missing."],
    [/^the name must not be longer than (\d+) characters$/, "The name has more than $1 characters."],
    [
        /^the name must not (hold control|contain characters that)/,
        "The name contains characters that cannot be used.",
    ],
    [/^the name must contain a visible/, "The name consists of invisible characters only."],
    [/^the e-mail address must not be empty$/, "The e-mail address is missing."],
    [/^the e-mail address is not one$/, "This is not an e-mail address."],
    [/^line (\d+) has the same/, "Line $1 has the same e-mail address."],
    [/^the e-mail address is that of a teacher$/, "This is the e-mail address of a teacher."],
    [
        /^the address has an account already/,
        "Somebody has an account with this address already. They are invited, and need a code that you hand to the student.",
    ],
    [
        /^the account signed up by itself/,
        "This account was not made by an import. Make sure that it is the student's own.",
    ],
];

/** @param {[RegExp, string][]} known @param {string} fault in the server's words, if all fails */
function putInWords(known, fault) {
    const [pattern, words] = known.find(([each]) => each.test(fault)) ?? [/^.*$/su, `${fault}.`];
    const match = /** @type {RegExpExecArray} */ (pattern.exec(fault));
    return words.replace("$1", () => match[1] ?? "");
}

/** @param {string} fault */
const fileFault = (fault) => putInWords(FILE_FAULTS, fault);

/** @param {string} fault */
const lineFault = (fault) => putInWords(LINE_FAULTS, fault);

const UNKNOWN =
    "Something went wrong at the server. Try again, and tell whoever runs it if it stays.";

/** @param {number} seconds */
function tooOften(seconds) {
    const wait =
        seconds < 60
            ? plural(seconds, "# second", "# seconds")
            : plural(Math.ceil(seconds / 60), "# minute", "# minutes");
    return `That was tried too often. Wait ${wait}, and then try again.`;
}

const PASSWORD_HINTS = new Map([
    ["contract", "At least 6 characters."],
    ["strict", "At least 8 characters, and not a common password. A few words are easy to remember."],
]);

/** What a new password has to be at this server, which says by name which rules it has. */
function passwordHint() {
    const told = globalThis.document?.querySelector("meta[name='password-rules']");
    return PASSWORD_HINTS.get(told?.getAttribute("content") ?? "") ?? "";
}

const BUSY = "The server is very busy. Try again in a few seconds.";

/** How the server says that there may be no more of something, and what to do about it. */
const QUOTA = /^(.+): (.+), or have [A-Z_]+ raised$/;

/** What is wrong with a field, in the server's words. */
const FIELD_ERRORS = {
    required: text.required,
    "must not be empty": text.required,
    "must not be longer than 200 characters": "Use 200 characters at most.",
    "must not hold control characters": "This holds characters that cannot be used.",
    "must contain a visible character": "This consists of invisible characters only.",
    "must not contain characters that change the direction of writing":
        "This contains characters that cannot be used. Type it instead of pasting it.",
    "expected an e-mail address": "This is not an e-mail address.",
    "must be 6 to 72 bytes": "Use 6 to 72 characters.",
    "must be at least 8 characters": "Use 8 characters or more.",
    "must not be longer than 256 characters": "Use 256 characters at most.",
    "is one of the most common passwords":
        "Many people use this password, so it is easy to guess. Choose another one.",
    "must not be longer than 500 characters": "Use 500 characters at most.",
    "expected a whole number from 1 to 1440, or null":
        "Use a whole number from 1 to 1440, or leave it empty.",
    "must not hold NUL characters": "This holds characters that cannot be used.",
};

/** Errors that are about one field. */
const ABOUT = {
    "Email already exists": "email",
    "Forbidden, teacher code missing or wrong": "code",
    "Forbidden, student code missing or wrong": "studentCode",
    "Code wrong or used, ask your teacher for another one": "code",
    "Code expired, ask your teacher for another one": "code",
};

/** What went wrong, in a sentence or two. @param {unknown} error */
export function errorText(error) {
    const message = messageOf(error);
    if (error instanceof ApiError && error.status === 429 && error.retryAfter) {
        return tooOften(error.retryAfter);
    }
    if (message in ERRORS) {
        return ERRORS[message];
    }
    const quota = QUOTA.exec(message);
    if (quota) {
        return `${quota[1]}. To have more, ${quota[2]}, or ask whoever runs the server.`;
    }
    return error instanceof ApiError && error.status === 429 ? BUSY : UNKNOWN;
}

/** @param {string} message the server's own */
export const serverText = (message) => ERRORS[message] ?? UNKNOWN;

/** What is wrong with which field. @param {unknown} error @returns {Record<string, string>} */
export function fieldErrors(error) {
    if (!(error instanceof ApiError)) {
        return {};
    }
    const about = ABOUT[error.message];
    if (about) {
        return { [about]: ERRORS[error.message] };
    }
    return Object.fromEntries(
        error.details.map(({ path, message }) => [path, FIELD_ERRORS[message] ?? UNKNOWN]),
    );
}

/** Whether it was the password that is wrong. @param {unknown} error @param {string} field */
export function wrongPassword(error, field) {
    return messageOf(error) === "Invalid email or password"
        ? { [field]: "This is not your password." }
        : fieldErrors(error);
}

/** @param {unknown} error */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
