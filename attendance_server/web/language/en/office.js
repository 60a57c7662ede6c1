/**
 * The words of the school office.
 *
 * @module
 */

import { moment, plural } from "/language/formats.js";

export const office = {
    heading: "School office",
    parts: "Parts of the school office",
    people: "People",
    classes: "Classes",
    audit: "Audit log",
    more: "Show more",
    roles: { TEACHER: "Teacher", STUDENT: "Student", ADMIN: "School office" },

    list: {
        search: "Search by name or e-mail",
        show: "Show",
        everyone: "Everyone",
        kinds: {
            TEACHER: "Teachers",
            STUDENT: "Students",
            ADMIN: "School office",
            disabled: "Disabled accounts",
        },
        none: "No account matches.",
        /** @param {number} count @param {boolean} more */
        found: (count, more) =>
            more
                ? plural(count, { one: "The first account", other: "The first # accounts" })
                : plural(count, { one: "# account", other: "# accounts" }),
    },

    state: {
        unclaimed: "Not claimed yet",
        disabled: "Disabled",
        merging: "Merge interrupted",
    },

    person: {
        created: "Created",
        role: "Role",
        email: "E-mail",
        state: "State",
        active: "In use",
        /** @param {string} at */
        disabledSince: (at) => `Disabled since ${moment(at)}`,
        merging:
            "This account was being merged into another one, and that was interrupted. It stays disabled until they are merged again.",
        teaches: "Classes taught",
        attends: "Classes attended",
        log: "What happened to this account",
        deeds: "What this person did",
        correct: "Correct name and e-mail",
        name: "Name",
        save: "Save",
        saved: "The account has been changed.",
        toTeacher: "Make this a teacher's account",
        toTeacherBody:
            "The person is logged out and leaves all classes as a student. Past sessions keep their marks.",
        toStudent: "Make this a student's account",
        toStudentBody: "The person is logged out. A teacher who has classes cannot become a student.",
        roleChanged: "The role has been changed.",
        disable: "Disable account",
        disableBody:
            "The person is logged out at once, and cannot log in until the account is enabled. Classes and marks stay.",
        disabled: "The account is disabled.",
        enable: "Enable account",
        enabled: "The account can be used again.",
        merge: "Merge into another account…",
        /** @param {string} who */
        mergeTitle: (who) => `Merge the account of ${who}`,
        mergeBody:
            "Find the account that remains. It keeps its name, e-mail address and password, and takes over classes, marks and corrections. This account is then deleted. Where both have a mark in a session, present comes before late, excused and absent.",
        mergeSearch: "Account that remains",
        /** @param {string} one @param {string} other */
        mergeConfirm: (one, other) => `Merge ${one} into ${other}?`,
        mergeNote: "This cannot be undone.",
        mergeButton: "Merge",
        merged: "The accounts have been merged.",
        remove: "Delete account…",
        /** @param {string} who */
        removeTitle: (who) => `Delete the account of ${who}?`,
        removeStudent:
            "The student leaves all classes. Past sessions keep the marks, but not the name. This cannot be undone.",
        removeOther: "This cannot be undone. A teacher's classes have to be moved first.",
        removeConfirm: "Delete account",
        removed: "The account has been deleted.",
    },

    classList: {
        search: "Search by name of the class",
        archived: "Archived classes",
        none: "No class matches.",
        /** @param {number} students @param {string | null} teacher */
        about: (students, teacher) =>
            plural(students, {
                one: `# student, ${teacher ?? "deleted teacher"}`,
                other: `# students, ${teacher ?? "deleted teacher"}`,
            }),
    },

    class: {
        students: "Students",
        owner: "Owner",
        move: "Move to another teacher…",
        /** @param {string} className */
        moveTitle: (className) => `Move ${className} to another teacher`,
        moveBody:
            "The new owner sees all past sessions. The present owner no longer has the class; a running session goes on with the new owner.",
        moveSearch: "New owner",
        /** @param {string} className @param {string} teacher */
        moveConfirm: (className, teacher) => `Move ${className} to ${teacher}?`,
        moveButton: "Move",
        /** @param {string} teacher */
        moved: (teacher) => `The class now belongs to ${teacher}.`,
    },

    choose: {
        none: "Nobody matches.",
        choose: "Choose",
        /** @param {string} who */
        chooseLabel: (who) => `Choose ${who}`,
    },

    log: {
        lead: "Who did what. Entries cannot be changed, and are kept as long as the server is set to.",
        action: "What",
        every: "Everything",
        outcome: "Outcome",
        any: "Any",
        done: "Carried out",
        refused: "Refused",
        actions: {
            "account.signup": "Sign-up",
            "account.login": "Log-in",
            "account.sign-on": "Log-in with the school account",
            "account.logout": "Log-out",
            "account.refresh": "Log-in of a device renewed",
            "account.device": "Device logged out",
            "account.claim": "Account claimed",
            "account.password": "Password changed",
            "account.forgot": "Mail for a new password requested",
            "account.reset-code": "Code for a new password issued",
            "account.change": "Account changed",
            "account.merge": "Accounts merged",
            "account.delete": "Account deleted",
            "account.export": "Own data taken as a file",
            "class.create": "Class created",
            "class.change": "Class changed",
            "class.delete": "Class deleted",
            "class.move": "Class moved",
            "class.add-teacher": "Teacher added to a class",
            "class.remove-teacher": "Teacher removed from a class",
            "class.enrol": "Student enrolled",
            "class.confirm": "Account of an invited student confirmed",
            "class.decline": "Invitation declined",
            "class.withdraw": "Invitation withdrawn",
            "class.refuse-join": "Request to join declined",
            "class.withdraw-join": "Request to join withdrawn",
            "class.join": "Joined with a class code",
            "class.code": "Class code changed",
            "class.unenrol": "Student removed from a class",
            "key.create": "API key made",
            "key.end": "API key ended",
            "roster.import": "Roster imported",
            "roster.sync": "Class brought up to date with a roster",
            "roster.undo": "Import undone",
            "roster.codes": "Codes issued",
            "note.write": "Note with an absence written",
            "note.withdraw": "Note with an absence withdrawn",
            "note.accept": "Note with an absence accepted",
            "note.decline": "Note with an absence declined",
            "report.file": "File taken",
            "report.school": "Attendance of the whole school taken",
            "session.import": "Meeting report imported as a session",
            "session.correct": "Mark corrected",
            "session.reopen": "Session reopened",
            "session.discard": "Session discarded",
            "session.restore": "Session restored",
        },
        only: "Only entries about one account or class.",
        all: "Show all entries",
        none: "No entry matches.",
        file: "the audit log",
        table: "Audit log",
        when: "When",
        who: "Who",
        about: "About",
        changes: "Changes",
        unknown: "Unknown",
        deleted: "Deleted account",
        outcomes: { ok: "Carried out", started: "Not known", "broken off": "Broken off" },
        /** @param {string} code of the error */
        refusedWith: (code) => `Refused (${code})`,
        /** What an entry is about. */
        targets: {
            userId: "Account",
            intoId: "Into",
            studentId: "Student",
            teacherId: "Teacher",
            classId: "Class",
            sessionId: "Session",
            importId: "Import",
            noteId: "Note",
            keyId: "API key",
            key: "API key called",
            dryRun: "Dry run",
            days: "Days",
            way: "Given by",
        },
        /** What an entry may have changed. */
        fields: {
            name: "Name",
            givenName: "Given name",
            familyName: "Family name",
            email: "E-mail",
            role: "Role",
            disabledAt: "Disabled",
            teacherId: "Owner",
            mark: "Mark",
        },
        notDisabled: "no",
    },
};
