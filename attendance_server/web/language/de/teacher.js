/**
 * The words of teachers' pages.
 *
 * @module
 */

import { being, enumerated } from "/language/de/common.js";
import { text as sessions } from "/language/de/sessions.js";
import { moment, number, plural, sessionStart, time } from "/language/formats.js";

/**
 * How many students match a filter, and how many tiles are shown: a tile that no longer matches
 * stays in its place until the filter is changed.
 *
 * @param {string} counted in words @param {number} count @param {number} shown
 */
const withShown = (counted, count, shown) =>
    shown === count ? counted : `${counted}, ${number(shown)} angezeigt`;

/** @type {typeof import("/language/en/teacher.js").text} */
export const text = {
    ...sessions,

    classList: {
        none: "Sie haben noch keine Klassen. Legen Sie oben Ihre erste an.",
        name: "Name einer neuen Klasse",
        create: "Klasse anlegen",
        created: (name) => `${name} wurde angelegt. Fügen Sie jetzt die Schülerinnen und Schüler hinzu.`,
        students: (count) => plural(count, { one: "# Schüler/in", other: "# Schüler/innen" }),
        archived: (count) => `Archivierte Klassen (${number(count)})`,
        archivedHeading: "Archivierte Klassen",
        archivedHint:
            "Ihre vergangenen Stunden, Auswertungen und Dateien bleiben. Anwesenheit kann in ihnen nicht geprüft werden.",
        noneArchived: "Sie haben keine archivierten Klassen.",
    },

    slips: {
        noneHeading: "Keine Codes anzuzeigen",
        none: "Codes werden nur einmal angezeigt. Für alle, die ihr Konto noch nicht übernommen haben, holen Sie auf der Seite der Klasse neue.",
        toClass: "Zur Klasse",
        heading: (count) =>
            plural(count, { one: "# Code zum Austeilen", other: "# Codes zum Austeilen" }),
        once: "Diese Codes werden nicht noch einmal angezeigt. Drucken Sie sie jetzt, oder laden Sie sie herunter. Wenn einer verloren geht, holen Sie auf der Seite der Klasse einen neuen.",
        careful: "Wer einen Code hat, kann das Konto übernehmen. Geben Sie jeden Zettel nur der Person, deren Name darauf steht.",
        print: "Zettel drucken",
        download: "CSV herunterladen",
        done: "Fertig",
        leaveTitle: "Die Codes verlassen?",
        leaveBody: "Sie wurden weder gedruckt noch heruntergeladen und werden nicht noch einmal angezeigt.",
        leave: "Verlassen",
        sheet: "Zettel",
        file: "Codes",
        columns: ["Name", "E-Mail", "Schülernummer", "Code", "Link", "Gültig bis"],
        goTo: "Öffnen Sie",
        choose: "und wählen Sie „Ich habe einen Code“.",
        join: "melden Sie sich an, und treten Sie mit diesem Code der Klasse bei.",
        code: "Ihr Code",
        logInWith: "Danach melden Sie sich an mit",
        until: "Der Code gilt bis",
        orLink: "Oder öffnen Sie gleich",
    },

    unclaimed: {
        correct: "Berichtigen",
        correctLabel: (name) => `${name} berichtigen`,
        title: (name) => `${name} berichtigen`,
        body: "Bis das Konto übernommen wird, können Sie den Namen berichtigen oder das Konto löschen.",
        name: "Name",
        save: "Speichern",
        saved: "Der Name wurde berichtigt.",
        remove: "Konto löschen …",
        removeTitle: (name) => `Das Konto von ${name} löschen?`,
        removeBody:
            "Das Konto verlässt alle Klassen, sein Code gilt nicht mehr, und seine E-Mail-Adresse ist wieder frei.",
        removeConfirm: "Konto löschen",
        removed: "Das Konto wurde gelöscht.",
    },

    recentImports: {
        what: ({ at, created, joined, invited, left, renamed }) => {
            const parts = enumerated([
                created && plural(created, { one: "# neues Konto", other: "# neue Konten" }),
                joined && plural(joined, { one: "# bekanntes Konto", other: "# bekannte Konten" }),
                invited && plural(invited, { one: "# Einladung", other: "# Einladungen" }),
                left && plural(left, { one: "# ausgetreten", other: "# ausgetreten" }),
                renamed && plural(renamed, { one: "# neuer Name", other: "# neue Namen" }),
            ]);
            return `Importiert ${sessionStart(at)}: ${parts}.`;
        },
        undo: "Rückgängig machen",
        undoLabel: (at) => `Den Import rückgängig machen: ${moment(at)}`,
        title: "Diesen Import rückgängig machen?",
        body: "Alle, die er hinzugefügt hat, verlassen die Klasse und eine laufende Stunde; wer sie verlassen hat, ist wieder darin. Konten, die noch niemand übernommen hat, werden gelöscht, und ihre Codes gelten nicht mehr. Möglich einen Tag lang.",
        confirm: "Import rückgängig machen",
        done: (deleted) =>
            plural(deleted, {
                one: "Der Import wurde rückgängig gemacht, # Konto wurde gelöscht.",
                other: "Der Import wurde rückgängig gemacht, # Konten wurden gelöscht.",
            }),
    },

    codes: {
        unclaimed: "Noch nicht übernommen",
        waiting: (count) =>
            plural(count, {
                one: "# Konto wurde noch nicht übernommen.",
                other: "# Konten wurden noch nicht übernommen.",
            }),
        others: (count) =>
            plural(count, {
                one: "Den Code von # davon gibt eine andere Lehrkraft aus.",
                other: "Die Codes von # davon geben andere Lehrkräfte aus.",
            }),
        one: "Neuer Code",
        oneLabel: (name) => `Neuer Code für ${name}`,
        oneTitle: (name) => `Neuer Code für ${name}?`,
        oneBody: "Ein Code, den die Person schon hat, gilt dann nicht mehr.",
        all: "Neue Codes für alle nicht übernommenen Konten",
        allTitle: (count) =>
            plural(count, {
                one: "Ein neuer Code für # Konto?",
                other: "Neue Codes für # Konten?",
            }),
        allBody: "Codes, die es schon gibt, gelten dann nicht mehr, auch die auf ausgeteilten Zetteln.",
        allConfirm: "Neue Codes holen",
        none: "Niemand braucht mehr einen Code.",
        unprinted: (count) =>
            plural(count, {
                one: "# Code wurde noch nicht gedruckt oder heruntergeladen.",
                other: "# Codes wurden noch nicht gedruckt oder heruntergeladen.",
            }),
        show: "Codes anzeigen",
        failed: "Die Liste der nicht übernommenen Konten konnte nicht geladen werden.",
    },

    pending: {
        heading: (count) => `Noch nicht in der Klasse (${number(count)})`,
        explanation:
            "Diese Konten gab es schon, bevor Sie die Liste importiert haben, und jemand anderes könnte sich mit der Adresse registriert haben. Teilen Sie den Code aus, oder bestätigen Sie, wen Sie kennen.",
        unconfirmed: "Noch nicht bestätigt",
        invited: "Eingeladen",
        confirm: "Bestätigen",
        confirmLabel: (name) => `${name} bestätigen`,
        confirmed: (name) => `${name} ist jetzt in der Klasse.`,
        confirmAll: (count) => `Alle ${number(count)} bestätigen`,
        allConfirmed: (count) =>
            plural(count, {
                one: "# Person ist jetzt in der Klasse.",
                other: "# Personen sind jetzt in der Klasse.",
            }),
        withdraw: "Zurückziehen",
        withdrawLabel: (name) => `Die Einladung von ${name} zurückziehen`,
        withdrawTitle: (name) => `Die Einladung von ${name} zurückziehen?`,
        withdrawBody:
            "Der Code für diese Klasse gilt dann nicht mehr. Sie können jederzeit wieder einladen.",
        withdrawn: (name) => `Die Einladung von ${name} wurde zurückgezogen.`,
        failed: "Die Liste der Eingeladenen konnte nicht geladen werden.",
    },

    class: {
        importList: "Liste importieren",
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: "Die Liste dieser Klasse als CSV",
        xlsxLabel: "Die Liste dieser Klasse für Excel (XLSX)",
        start: "Stunde beginnen",
        resume: "Laufende Stunde öffnen",
        rename: "Umbenennen",
        archive: "Klasse archivieren",
        archiveInstead: "Stattdessen archivieren",
        archiveHint:
            "Eine archivierte Klasse verschwindet aus Ihrer Liste und aus denen ihrer Schülerinnen und Schüler. Vergangene Stunden, Auswertungen und Dateien bleiben, und Sie können sie jederzeit zurückholen.",
        archivedNow: (name) => `${name} wurde archiviert.`,
        archived:
            "Diese Klasse ist archiviert. In ihr kann keine Stunde begonnen werden, aber vergangene Stunden, Auswertungen und Dateien bleiben.",
        unarchive: "Zu meinen Klassen zurückholen",
        unarchived: (name) => `${name} ist wieder bei Ihren Klassen.`,
        delete: "Klasse löschen …",
        deleteConfirm: "Klasse löschen",
        renameTitle: "Diese Klasse umbenennen",
        newName: "Neuer Name",
        save: "Speichern",
        renamed: "Die Klasse wurde umbenannt.",
        deleteTitle: (name) => `${name} löschen?`,
        deleteBody:
            "Eine gelöschte Klasse kann nicht zurückgeholt werden. Vergangene Stunden, Auswertungen und Dateien werden mitgelöscht.",
        deleteSessions: (count) =>
            plural(count, {
                one: "# Stunde wird mitgelöscht und kann nicht zurückgeholt werden.",
                other: "# Stunden werden mitgelöscht und können nicht zurückgeholt werden.",
            }),
        deleteType: "Um die Klasse zu löschen, tippen Sie ihren Namen:",
        deleteName: "Name der Klasse",
        deleteWrongName: "So heißt die Klasse nicht.",
        deleted: (name) => `${name} wurde gelöscht.`,
        students: (count) => plural(count, { one: "# Schüler/in", other: "# Schüler/innen" }),
        noStudents:
            "Noch ist niemand in der Klasse. Fügen Sie Schülerinnen und Schüler nach Namen hinzu, oder fügen Sie eine Liste von E-Mail-Adressen ein.",
        filter: "In dieser Klasse suchen",
        noMatch: "Niemand passt dazu.",
        remove: "Entfernen",
        removeLabel: (name) => `${name} entfernen`,
        removeTitle: (name) => `${name} aus dieser Klasse entfernen?`,
        removeBody:
            "Wenn eine Stunde läuft, wird auch der Eintrag darin entfernt. Vergangene Stunden bleiben.",
        removed: (name) => `${name} wurde entfernt.`,
        add: "Schülerinnen und Schüler hinzufügen",
        search: "Nach Name oder E-Mail suchen",
        searchHint:
            "Oder nach Schülernummer. Alle brauchen ein Konto: Sie registrieren sich hier, oder Sie importieren eine Liste.",
        searchHintAssistant: "Oder nach Schülernummer. Alle brauchen ein Konto: Sie registrieren sich hier.",
        found: (count) => plural(count, { one: "# Person gefunden", other: "# Personen gefunden" }),
        foundMany: (count) =>
            `Die ersten ${number(count)} werden angezeigt. Tippen Sie mehr, um andere zu finden.`,
        foundNone:
            "Niemand hat diesen Namen, diese E-Mail-Adresse oder Nummer. Hat sich die Person registriert?",
        enrol: "Hinzufügen",
        enrolLabel: (name) => `${name} hinzufügen`,
        enrolled: "In dieser Klasse",
        enrolledNow: (name) => `${name} wurde hinzugefügt.`,
        paste: "Eine Liste von E-Mail-Adressen einfügen",
        pasteField: "E-Mail-Adressen",
        pasteHint: "Eine je Zeile, oder durch Kommas getrennt. Namen dürfen dabeistehen.",
        pasteSubmit: "Alle hinzufügen",
        pasteNothing: "In diesem Text steht keine E-Mail-Adresse.",
        pasteProgress: (done, all) => `${number(done)} von ${number(all)} fertig …`,
        pasteResult: (added, failed) =>
            [
                plural(added, { one: "# Person hinzugefügt.", other: "# Personen hinzugefügt." }),
                failed &&
                    plural(failed, {
                        one: "# Zeile braucht Ihre Aufmerksamkeit. Sie steht noch im Feld.",
                        other: "# Zeilen brauchen Ihre Aufmerksamkeit. Sie stehen noch im Feld.",
                    }),
            ]
                .filter(Boolean)
                .join(" "),
        outcome: {
            enrolled: "Hinzugefügt",
            already: "Schon in dieser Klasse",
            invited: "Eingeladen. Tritt bei nach Zusage",
            unknown: "Niemand hat diese E-Mail-Adresse",
            wrong: "Keine E-Mail-Adresse",
        },
    },

    lateSetting: {
        current: (minutes) =>
            minutes === null
                ? "Niemand wird automatisch als verspätet eingetragen."
                : plural(minutes, {
                      one: "Ab # Minute nach Beginn gilt als verspätet.",
                      other: "Ab # Minuten nach Beginn gilt als verspätet.",
                  }),
        button: "Verspätet ab …",
        title: "Automatisch als verspätet eintragen",
        body: "Wen Sie nach dieser Zeit antippen, wird als verspätet eingetragen. Sie können weiterhin jeden anderen Status wählen.",
        label: "Minuten nach Beginn",
        hint: "Eine ganze Zahl von 1 bis 1440. Leer: Niemand wird automatisch als verspätet eingetragen.",
        save: "Speichern",
        changed: (minutes) =>
            minutes === null
                ? "Ab der nächsten Stunde wird niemand automatisch als verspätet eingetragen."
                : plural(minutes, {
                      one: "Ab der nächsten Stunde gilt ab # Minute nach Beginn als verspätet.",
                      other: "Ab der nächsten Stunde gilt ab # Minuten nach Beginn als verspätet.",
                  }),
    },

    roll: {
        since: (iso) => `Seit ${sessionStart(iso)}`,
        searchHint: "Suchen",
        shown: (count) => plural(count, { one: "# Person passt", other: "# Personen passen" }),
        roster: "Klassenliste",
        help: "Tippen Sie an, wer anwesend ist. Tippen Sie noch einmal oder auf die Punkte, um einen anderen Status zu wählen.",
        chooseFor: (name) => `Anderen Status für ${name} wählen`,
        filters: "Anzeigen",
        filter: {
            all: "Alle",
            none: "Ohne Eintrag",
            present: "Anwesend",
            late: "Verspätet",
            excused: "Entschuldigt",
            absent: "Abwesend",
        },
        filtered: {
            none: (count, shown) =>
                withShown(
                    plural(count, { one: "# ohne Eintrag", other: "# ohne Eintrag" }),
                    count,
                    shown,
                ),
            present: (count, shown) =>
                withShown(plural(count, { one: "# anwesend", other: "# anwesend" }), count, shown),
            late: (count, shown) =>
                withShown(plural(count, { one: "# verspätet", other: "# verspätet" }), count, shown),
            excused: (count, shown) =>
                withShown(
                    plural(count, { one: "# entschuldigt", other: "# entschuldigt" }),
                    count,
                    shown,
                ),
            absent: (count, shown) =>
                withShown(plural(count, { one: "# abwesend", other: "# abwesend" }), count, shown),
        },
        projector: "Beamer",
        end: "Stunde beenden",
        shortcuts: "Tastenkürzel",
        saving: "Wird gespeichert …",
        waiting: "Wartet auf das Senden",
        markedAt: (status, iso) => `${sessions.status[status]} ${time(iso)}`,
        notSaved: "Nicht gespeichert",
        lastChange: (name, status) => `${name}: ${being[status]}`,
        undo: "Rückgängig",
        undone: (name) => `Rückgängig gemacht: ${name}`,
        notUndone: (name, status) =>
            `Nicht rückgängig gemacht: ${name} wurde seitdem anderswo geändert (${being[status]}).`,
        already: (name) => `${name} ist schon als anwesend eingetragen.`,
        alreadyMarked: (name, status) =>
            status === "none"
                ? `Für ${name} gibt es keinen Eintrag.`
                : `${name} ist schon ${being[status]}.`,
        savedOne: (name, status) => `${name}: ${being[status]}`,
        savedMany: (count, present, total) =>
            plural(count, {
                one: `# Eintrag gespeichert. ${number(present)} von ${number(total)} anwesend.`,
                other: `# Einträge gespeichert. ${number(present)} von ${number(total)} anwesend.`,
            }),
        endTitle: "Diese Stunde beenden?",
        endBody: (present, total) =>
            `${number(present)} von ${number(total)} sind anwesend. Die anderen zählen als abwesend.`,
        endExcused: (count) =>
            plural(count, {
                one: "# davon ist entschuldigt.",
                other: "# davon sind entschuldigt.",
            }),
        endPending: (count) =>
            count
                ? plural(count, {
                      one: "# Eintrag ist noch nicht gespeichert. Die Stunde endet, sobald er es ist.",
                      other: "# Einträge sind noch nicht gespeichert. Die Stunde endet, sobald sie es sind.",
                  })
                : "",
        endOffline: (count) =>
            count
                ? plural(count, {
                      one: "Sie sind offline. # wartender Eintrag wird zuerst gesendet, und die Stunde endet, sobald die Verbindung wieder da ist. Lassen Sie diese Seite offen, oder brechen Sie ab.",
                      other: "Sie sind offline. # wartende Einträge werden zuerst gesendet, und die Stunde endet, sobald die Verbindung wieder da ist. Lassen Sie diese Seite offen, oder brechen Sie ab.",
                  })
                : "Sie sind offline. Die Stunde endet, sobald die Verbindung wieder da ist. Lassen Sie diese Seite offen, oder brechen Sie ab.",
        endConfirm: "Stunde beenden",
        endedHere: "Die Stunde ist beendet.",
        endedElsewhere: "Die Stunde wurde in einem anderen Fenster beendet.",
        notRunning: "In dieser Klasse läuft keine Stunde.",
        noStudents: "In dieser Klasse ist noch niemand.",
        noMatch: "Niemand passt zu dieser Suche.",
        toClass: "Schülerinnen und Schüler hinzufügen",
        shortcutTable: [
            ["← ↑ → ↓", "Von Person zu Person"],
            ["Leertaste oder Eingabe", "Als anwesend eintragen; noch einmal: anderen Status wählen"],
            ["p", "Als anwesend eintragen, auch nach der Zeit für verspätet"],
            ["l", "Als verspätet eintragen"],
            ["e", "Als entschuldigt eintragen"],
            ["a", "Als abwesend eintragen"],
            ["n", "Eintrag zurücknehmen"],
            ["r", "Alle Übrigen als anwesend eintragen"],
            ["/", "Suchen"],
            ["Eingabe (in der Suche)", "Den einzigen Treffer eintragen"],
            ["Esc (in der Suche)", "Die Suche leeren und verlassen"],
            ["u", "Die letzte Änderung rückgängig machen"],
            ["?", "Diese Tastenkürzel anzeigen"],
        ],
        shortcutsOn: "Die Kürzel mit einer Taste benutzen: p, l, e, a, n, r, /, u und ?",
    },

    projector: {
        title: (className) => `Beamer: ${className}`,
        fullScreen: "Vollbild",
        leave: "Beamer-Ansicht schließen",
        since: (iso) => `Seit ${sessionStart(iso)}`,
        waiting: "Der erste Name wird erwartet …",
        others: (late, excused) =>
            enumerated([
                late && `${number(late)} verspätet`,
                excused && `${number(excused)} entschuldigt`,
            ]),
        ended: "Die Stunde ist beendet",
        arrivals: "Gerade gekommen",
        notRunning: "Keine Stunde läuft. Sie erscheint hier, sobald sie beginnt.",
    },
};
