/**
 * The words of the page that imports a list.
 *
 * @module
 */

import { number, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/import.js").importWords} */
export const importWords = {
    heading: "Liste importieren",
    title: (className) => `Liste importieren: ${className}`,
    lead: "Fügen Sie Schülerinnen und Schüler aus einer Tabelle hinzu. Sie sehen zuerst eine Vorschau: Nichts wird geändert, bevor Sie bestätigen.",
    how: "Wie die Datei aussehen muss",
    rules: [
        "Excel (XLSX oder XLS), OpenDocument, CSV oder anderer Text, bis 2 MB und 10.000 Personen: auch wie Moodle, Canvas, Google, Teams, Zoom, OneRoster und viele Schulverwaltungen sie exportieren.",
        "Eine Zeile benennt die Spalten, in beliebiger Reihenfolge: den Namen, und E-Mail oder Schülernummer oder beides. Vor- und Nachname können zwei Spalten sein, und es kann eine E-Mail der Familie geben. Sie sehen, wofür die Spalten gehalten werden, und können es ändern.",
        "Darunter steht in jeder Zeile eine Person. Wer noch kein Konto hat, bekommt eines, mit einem Code, den Sie austeilen.",
    ],
    sampleCaption: "Zum Beispiel:",
    sample: [
        ["Name", "E-Mail", "Schülernummer"],
        ["Ada Lovelace", "ada@school.example", "S-1042"],
        ["Alan Turing", "alan@school.example", "S-1043"],
    ],
    download: "Ein Beispiel herunterladen",
    sampleFile: "Beispielliste",
    choose: "Datei wählen",
    chooseOther: "Andere Datei wählen",
    drop: "Oder hier ablegen.",
    dropNow: "Datei ablegen",
    oneOnly: "Sie haben mehrere Dateien gewählt. Wählen Sie immer nur eine.",
    unreadable:
        "Diese Datei kann nicht gelesen werden. Schließen Sie sie in anderen Programmen, und wählen Sie sie noch einmal.",
    checking: (file) => `${file} wird geprüft …`,
    checked: (file, count) =>
        plural(count, { one: `${file}: # Zeile`, other: `${file}: # Zeilen` }),
    needsChoice: (file) => `Bei ${file} müssen Sie etwas auswählen.`,
    notChecked: (file) => `${file} wurde nicht geprüft.`,
    preview: "Was geschehen würde",
    lineByLine: "Zeile für Zeile",
    filter: "Anzeigen",
    show: {
        all: (count) => `Alle ${number(count)}`,
        wrong: (count) => `Falsch ${number(count)}`,
        new: (count) => `Neu ${number(count)}`,
        known: (count) => `Bekannt ${number(count)}`,
        unproven: (count) => `Unbestätigt ${number(count)}`,
        enrolled: (count) => `In der Klasse ${number(count)}`,
        skipped: (count) => `Übersprungen ${number(count)}`,
    },
    becomes: {
        wrong: "Falsch",
        new: "Neu",
        known: "Bekannt",
        unproven: "Unbestätigt",
        enrolled: "In der Klasse",
        skipped: "Übersprungen",
    },
    meaning:
        "Neue bekommen ein Konto und einen Code, um es zu übernehmen. Bekannte haben schon ein Konto und treten der Klasse bei. Unbestätigte treten bei, wenn sie ihren Code eingeben oder Sie sie bestätigen.",
    table: "Die Zeilen der Datei, und was mit jeder geschehen würde",
    line: "Zeile",
    student: "Schüler/in",
    outcome: "Was geschehen würde",
    number: String,
    noName: "Kein Name",
    knownAs: (name) => `Der Name des Kontos bleibt: ${name}`,
    shown: (shown, all) =>
        shown < all
            ? plural(all, {
                  one: `Die ersten ${number(shown)} von # Zeile`,
                  other: `Die ersten ${number(shown)} von # Zeilen`,
              })
            : plural(all, { one: "# Zeile", other: "# Zeilen" }),
    more: (count) => `${number(count)} weitere anzeigen`,
    noLines: "Solche Zeilen gibt es nicht.",
    fix: (count) =>
        plural(count, {
            one: "# Zeile ist falsch, daher wird die Liste so nicht importiert. Berichtigen Sie die Datei, speichern Sie sie, und wählen Sie sie noch einmal.",
            other: "# Zeilen sind falsch, daher wird die Liste so nicht importiert. Berichtigen Sie die Datei, speichern Sie sie, und wählen Sie sie noch einmal.",
        }),
    orOnlyRight: (right) =>
        plural(right, {
            one: "Oder importieren Sie die richtige Zeile, und die anderen später.",
            other: "Oder importieren Sie die # richtigen Zeilen, und die anderen später.",
        }),
    submitRight: (right) =>
        plural(right, { one: "Nur # Person importieren", other: "Nur # Personen importieren" }),
    saveWrong: "Die falschen Zeilen speichern",
    wrongFile: "falsche Zeilen",
    wrongColumns: ["Zeile", "Name", "E-Mail", "Schülernummer", "Warum"],
    noStudents: "Alle Zeilen dieser Liste werden übersprungen, es gibt also niemanden zu importieren.",
    nothing: "Alle auf dieser Liste sind schon in der Klasse. Es gibt nichts zu importieren.",
    submit: (count) =>
        plural(count, { one: "# Person importieren", other: "# Personen importieren" }),
    allOrNone: (fresh) =>
        fresh
            ? "Wenn etwas schiefgeht, wird niemand importiert. Die Codes der Neuen werden gleich danach angezeigt."
            : "Wenn etwas schiefgeht, wird niemand importiert.",
    importing: "Wird importiert. Bitte lassen Sie diese Seite offen …",
    done: (joined, fresh, unconfirmed = 0) =>
        [
            fresh
                ? plural(joined, {
                      one: `# Person ist der Klasse beigetreten, davon neu: ${number(fresh)}.`,
                      other: `# Personen sind der Klasse beigetreten, davon neu: ${number(fresh)}.`,
                  })
                : plural(joined, {
                      one: "# Person ist der Klasse beigetreten.",
                      other: "# Personen sind der Klasse beigetreten.",
                  }),
            unconfirmed &&
                plural(unconfirmed, {
                    one: "# Person ist noch nicht bestätigt.",
                    other: "# Personen sind noch nicht bestätigt.",
                }),
        ]
            .filter(Boolean)
            .join(" "),
    changed:
        "Seit dieser Prüfung hat sich etwas geändert, daher wurde nichts importiert. Das ist die neue Vorschau.",
    unknown:
        "Der Server hat nicht geantwortet. Entweder wurden alle importiert oder niemand: Prüfen Sie die Datei noch einmal, um es zu sehen. Wenn ja, holen Sie auf der Seite der Klasse neue Codes.",
    checkAgain: "Noch einmal prüfen",
    nothingChanged: "Nichts wurde geändert.",

    roles: {
        ignored: "Nicht verwendet",
        name: "Name",
        givenName: "Vorname",
        familyName: "Nachname",
        familyFirst: "Name, Nachname zuerst",
        email: "E-Mail der Person",
        studentNumber: "Schülernummer",
        contactEmail: "E-Mail der Familie",
        class: "Klasse",
        role: "Rolle, etwa Lehrkraft",
        status: "Status, etwa ausgetreten",
        joined: "Beigetreten um",
        left: "Verlassen um",
        duration: "Dauer",
    },
    columns: {
        heading: "Wie die Datei gelesen wird",
        lead: "Das sind die ersten Zeilen der Liste. Wenn eine Spalte für etwas anderes gehalten wird, wählen Sie, was sie ist.",
        remembered: "Die Spalten sind so, wie Sie sie bei der letzten Datei mit diesen Überschriften gewählt haben.",
        scroll: "Die Spalten der Datei",
        caption: "Was jede Spalte ist, und ihre ersten Zeilen",
        what: (header) => `Was „${header}“ ist`,
        unnamed: (place) => `Spalte ${number(place)}`,
        check: "Bitte prüfen",
        confirm: "Die Spalten stimmen",
        choose: "Wählen …",
        sheet: "Blatt",
        sheetRows: (sheet, rows) =>
            plural(rows, { one: `${sheet} (# Zeile)`, other: `${sheet} (# Zeilen)` }),
        header: "Die Spalten sind benannt in",
        noHeader: "keiner Zeile",
        row: (row) => `Zeile ${number(row)}`,
        encoding: "Wo sind die Namen richtig geschrieben?",
        noSpecialNames: "Es gibt keinen Namen mit besonderen Buchstaben.",
    },
    missing: {
        name: "Keine Spalte enthält ganze Namen. Wählen Sie „Name“ über einer Spalte, oder „Vorname“ und „Nachname“ über zweien.",
        login: "Keine Spalte enthält E-Mail-Adressen oder Schülernummern. Wenn es eine gibt, wählen Sie, was sie ist. Wenn nicht, lassen Sie Schülernummern erzeugen.",
        both: "Keine Spalte sagt, wer die Personen sind. Wählen Sie über den Spalten, was sie sind: Eine Liste braucht Namen, und E-Mail-Adressen oder Schülernummern.",
    },
    makeNumbers: "Für alle ohne Schülernummer eine erzeugen",
    makeNumbersHint:
        "Für alle, die weder E-Mail-Adresse noch Nummer haben: Sie melden sich mit der Nummer auf ihrem Zettel an.",
    makeNames: "Namen aus den E-Mail-Adressen bilden",
    makeNamesHint:
        "Etwa Ada Okafor aus ada.okafor@school.example. Sie können einen Namen berichtigen, bis das Konto übernommen ist.",
    getsNumber: "Bekommt eine Schülernummer",
    skippedBecause: {
        teacher: "Eine Lehrkraft.",
        not_student: "Keine Schülerin, kein Schüler.",
        left: "Ist ausgetreten.",
        test_student: "Das Testkonto einer Lernplattform.",
        total: "Eine Summe, oder ein Text unter der Liste.",
        points: "Punkte oder Daten eines Notenbuchs.",
        repeated_header: "Noch einmal die Überschrift.",
        duplicate: "Dieselbe Person wie in einer früheren Zeile.",
        hidden: "In der Arbeitsmappe ausgeblendet. Um sie zu importieren, blenden Sie die Zeile dort ein.",
        filtered: "Vom Filter der Arbeitsmappe ausgeschlossen. Um sie zu importieren, entfernen Sie dort den Filter.",
    },
    leftOut: (count) =>
        plural(count, {
            one: "# falsche Zeile wurde ausgelassen.",
            other: "# falsche Zeilen wurden ausgelassen.",
        }),
};
