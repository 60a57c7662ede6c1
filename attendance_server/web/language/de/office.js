/**
 * The words of the school office.
 *
 * @module
 */

import { moment, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/office.js").office} */
export const office = {
    heading: "Sekretariat",
    parts: "Bereiche des Sekretariats",
    people: "Personen",
    classes: "Klassen",
    audit: "Protokoll",
    more: "Mehr anzeigen",
    roles: { TEACHER: "Lehrkraft", STUDENT: "Schüler/in", ADMIN: "Sekretariat" },

    list: {
        search: "Nach Name oder E-Mail suchen",
        show: "Anzeigen",
        everyone: "Alle",
        kinds: {
            TEACHER: "Lehrkräfte",
            STUDENT: "Schülerinnen und Schüler",
            ADMIN: "Sekretariat",
            disabled: "Gesperrte Konten",
        },
        none: "Kein Konto passt dazu.",
        found: (count, more) =>
            more
                ? plural(count, { one: "Das erste Konto", other: "Die ersten # Konten" })
                : plural(count, { one: "# Konto", other: "# Konten" }),
    },

    state: {
        unclaimed: "Noch nicht übernommen",
        disabled: "Gesperrt",
        merging: "Zusammenlegung unterbrochen",
    },

    person: {
        created: "Angelegt",
        role: "Rolle",
        email: "E-Mail",
        state: "Zustand",
        active: "In Gebrauch",
        disabledSince: (at) => `Gesperrt seit ${moment(at)}`,
        merging:
            "Dieses Konto wurde mit einem anderen zusammengelegt, und das wurde unterbrochen. Es bleibt gesperrt, bis sie noch einmal zusammengelegt werden.",
        teaches: "Unterrichtete Klassen",
        attends: "Besuchte Klassen",
        log: "Was mit diesem Konto geschah",
        deeds: "Was diese Person getan hat",
        correct: "Name und E-Mail berichtigen",
        name: "Name",
        save: "Speichern",
        saved: "Das Konto wurde geändert.",
        toTeacher: "Zum Konto einer Lehrkraft machen",
        toTeacherBody:
            "Die Person wird abgemeldet und verlässt alle Klassen. In vergangenen Stunden bleiben ihre Einträge.",
        toStudent: "Zum Konto einer Schülerin oder eines Schülers machen",
        toStudentBody: "Die Person wird abgemeldet. Eine Lehrkraft mit Klassen kann das nicht werden.",
        roleChanged: "Die Rolle wurde geändert.",
        disable: "Konto sperren",
        disableBody:
            "Die Person wird sofort abgemeldet und kann sich nicht anmelden, bis das Konto entsperrt wird. Klassen und Einträge bleiben.",
        disabled: "Das Konto ist gesperrt.",
        enable: "Konto entsperren",
        enabled: "Das Konto kann wieder benutzt werden.",
        merge: "Mit einem anderen Konto zusammenlegen …",
        mergeTitle: (who) => `Das Konto von ${who} zusammenlegen`,
        mergeBody:
            "Suchen Sie das Konto, das bleibt. Es behält Name, E-Mail-Adresse und Passwort und übernimmt Klassen, Einträge und Berichtigungen. Dieses Konto wird danach gelöscht. Wo beide in einer Stunde einen Eintrag haben, geht anwesend vor verspätet, entschuldigt und abwesend.",
        mergeSearch: "Konto, das bleibt",
        mergeConfirm: (one, other) => `${one} in ${other} überführen?`,
        mergeNote: "Das kann nicht rückgängig gemacht werden.",
        mergeButton: "Zusammenlegen",
        merged: "Die Konten wurden zusammengelegt.",
        remove: "Konto löschen …",
        removeTitle: (who) => `Das Konto von ${who} löschen?`,
        removeStudent:
            "Die Person verlässt alle Klassen. In vergangenen Stunden bleiben die Einträge, aber nicht der Name. Das kann nicht rückgängig gemacht werden.",
        removeOther:
            "Das kann nicht rückgängig gemacht werden. Klassen einer Lehrkraft müssen vorher übergeben werden.",
        removeConfirm: "Konto löschen",
        removed: "Das Konto wurde gelöscht.",
    },

    classList: {
        search: "Nach dem Namen der Klasse suchen",
        archived: "Archivierte Klassen",
        none: "Keine Klasse passt dazu.",
        about: (students, teacher) =>
            plural(students, {
                one: `# Schüler/in, ${teacher ?? "gelöschte Lehrkraft"}`,
                other: `# Schüler/innen, ${teacher ?? "gelöschte Lehrkraft"}`,
            }),
    },

    class: {
        students: "Schülerinnen und Schüler",
        owner: "Verantwortlich",
        move: "Einer anderen Lehrkraft übergeben …",
        moveTitle: (className) => `${className} einer anderen Lehrkraft übergeben`,
        moveBody:
            "Die neue Lehrkraft sieht alle vergangenen Stunden. Die bisherige hat die Klasse nicht mehr; eine laufende Stunde geht mit der neuen weiter.",
        moveSearch: "Neue verantwortliche Lehrkraft",
        moveConfirm: (className, teacher) => `${className} an ${teacher} übergeben?`,
        moveButton: "Übergeben",
        moved: (teacher) => `Die Klasse gehört jetzt ${teacher}.`,
    },

    choose: {
        none: "Niemand passt dazu.",
        choose: "Wählen",
        chooseLabel: (who) => `${who} wählen`,
    },

    log: {
        lead: "Wer was getan hat. Einträge können nicht geändert werden und bleiben so lange, wie der Server eingestellt ist.",
        action: "Was",
        every: "Alles",
        outcome: "Ergebnis",
        any: "Alle",
        done: "Ausgeführt",
        refused: "Abgelehnt",
        actions: {
            "account.signup": "Registrierung",
            "account.login": "Anmeldung",
            "account.sign-on": "Anmeldung mit dem Schulkonto",
            "account.logout": "Abmeldung",
            "account.refresh": "Anmeldung eines Geräts erneuert",
            "account.device": "Gerät abgemeldet",
            "account.claim": "Konto übernommen",
            "account.password": "Passwort geändert",
            "account.forgot": "E-Mail für ein neues Passwort angefordert",
            "account.reset-code": "Code für ein neues Passwort ausgegeben",
            "account.change": "Konto geändert",
            "account.merge": "Konten zusammengelegt",
            "account.delete": "Konto gelöscht",
            "account.export": "Eigene Daten als Datei geholt",
            "class.create": "Klasse angelegt",
            "class.change": "Klasse geändert",
            "class.delete": "Klasse gelöscht",
            "class.move": "Klasse übergeben",
            "class.add-teacher": "Lehrkraft einer Klasse hinzugefügt",
            "class.remove-teacher": "Lehrkraft aus einer Klasse entfernt",
            "class.enrol": "In eine Klasse aufgenommen",
            "class.confirm": "Konto einer eingeladenen Person bestätigt",
            "class.decline": "Einladung abgelehnt",
            "class.withdraw": "Einladung zurückgezogen",
            "class.refuse-join": "Beitrittsanfrage abgelehnt",
            "class.unenrol": "Aus einer Klasse entfernt",
            "key.create": "API-Schlüssel erstellt",
            "key.end": "API-Schlüssel beendet",
            "roster.import": "Liste importiert",
            "roster.sync": "Klasse mit einer Liste abgeglichen",
            "roster.undo": "Import rückgängig gemacht",
            "roster.codes": "Codes ausgegeben",
            "report.file": "Datei geholt",
            "report.school": "Anwesenheit der ganzen Schule geholt",
            "session.import": "Besprechungsbericht als Stunde importiert",
            "session.correct": "Eintrag berichtigt",
            "session.reopen": "Stunde wieder geöffnet",
            "session.discard": "Stunde verworfen",
            "session.restore": "Stunde wiederhergestellt",
        },
        only: "Nur Einträge zu einem Konto oder einer Klasse.",
        all: "Alle Einträge anzeigen",
        none: "Kein Eintrag passt dazu.",
        file: "das Protokoll",
        table: "Protokoll",
        when: "Wann",
        who: "Wer",
        about: "Betrifft",
        changes: "Änderungen",
        unknown: "Unbekannt",
        deleted: "Gelöschtes Konto",
        outcomes: { ok: "Ausgeführt", started: "Nicht bekannt", "broken off": "Abgebrochen" },
        refusedWith: (code) => `Abgelehnt (${code})`,
        targets: {
            userId: "Konto",
            intoId: "In",
            studentId: "Schüler/in",
            teacherId: "Lehrkraft",
            classId: "Klasse",
            sessionId: "Stunde",
            importId: "Import",
            keyId: "API-Schlüssel",
            key: "API-Schlüssel namens",
            dryRun: "Probelauf",
            days: "Tage",
            way: "Gegeben von",
        },
        fields: {
            name: "Name",
            givenName: "Vorname",
            familyName: "Nachname",
            email: "E-Mail",
            role: "Rolle",
            disabledAt: "Gesperrt",
            teacherId: "Verantwortlich",
            mark: "Eintrag",
        },
        notDisabled: "nein",
    },
};
