/**
 * What is wrong with a roster file or a line of it, by the server's codes.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/file-problems.js").fileProblems} */
export const fileProblems = {
    empty_file: "Die Datei ist leer.",
    incomplete: "Die Datei ist nicht vollständig angekommen. Wählen Sie sie noch einmal.",
    not_text:
        "Das ist weder eine Liste noch eine Arbeitsmappe. Speichern Sie sie als XLSX oder CSV, und wählen Sie diese Datei.",
    damaged_workbook:
        "Diese Arbeitsmappe ist beschädigt. Öffnen Sie sie, speichern Sie sie als XLSX oder CSV, und wählen Sie diese Datei.",
    protected_workbook:
        "Diese Arbeitsmappe hat ein Passwort. Speichern Sie sie ohne, als XLSX oder CSV, und wählen Sie diese Datei.",
    pdf_file:
        "Das ist ein PDF. Öffnen Sie die Liste in dem Programm, mit dem sie erstellt wurde, speichern Sie sie als XLSX oder CSV, und wählen Sie diese Datei.",
    picture_file:
        "Das ist ein Bild. Tippen Sie die Liste in eine Tabelle, und wählen Sie diese Datei.",
    numbers_file:
        "Das ist ein Numbers-Dokument. Wählen Sie in Numbers Ablage › Exportieren › Excel oder CSV und dann hier diese Datei.",
    word_file:
        "Das ist ein Textdokument. Kopieren Sie die Tabelle daraus in eine Tabellenkalkulation, speichern Sie sie als XLSX oder CSV, und wählen Sie diese Datei.",
    presentation_file:
        "Das ist eine Präsentation. Kopieren Sie die Tabelle daraus in eine Tabellenkalkulation, speichern Sie sie als XLSX oder CSV, und wählen Sie diese Datei.",
    contacts_file:
        "Das sind Kontakte. Exportieren Sie sie als XLSX oder CSV, und wählen Sie diese Datei.",
    database_file:
        "Das ist eine Datenbank. Exportieren Sie die Tabelle als XLSX oder CSV, und wählen Sie diese Datei.",
    archive_file: "Das ist ein Archiv. Entpacken Sie es, und wählen Sie die Liste, die darin ist.",
    unknown_file:
        "Dateien dieser Art können nicht gelesen werden. Speichern Sie die Liste als XLSX oder CSV, und wählen Sie diese Datei.",
    without_users:
        "Dieser Teil von OneRoster enthält keine Namen. Wählen Sie users.csv oder die ganze ZIP-Datei.",
    no_values:
        "Die Adressen sind Formeln, und die Datei enthält deren Ergebnisse nicht. Öffnen Sie sie in Ihrer Tabellenkalkulation, speichern Sie sie, und wählen Sie sie noch einmal.",
    no_sheet: "Diese Arbeitsmappe hat kein Blatt.",
    missing_columns:
        "Es wurden keine Spalten mit Namen und mit E-Mail-Adressen oder Schülernummern erkannt. Wählen Sie sie aus.",
    duplicate_column: ({ column }) => `Die Spalte „${column}“ kommt zweimal vor.`,
    unmatched_quotes: ({ line = 0 }) =>
        `Die Anführungszeichen in Zeile ${number(line)} passen nicht zusammen.`,
    no_students: "Unter der Zeile mit den Spaltennamen steht niemand.",
    too_many_students: ({ maximum = 0 }) =>
        `Diese Liste hat mehr als ${number(maximum)} Zeilen. Teilen Sie sie.`,
    too_complex:
        "Diese Datei ist zu umfangreich zum Lesen. Entfernen Sie alles außer der Liste, auf einem Blatt.",
    unknown_sheet: "Dieses Blatt ist nicht in der Datei.",
    unknown_column: ({ column }) => `Die Spalte „${column}“ ist nicht in der Datei.`,
    unknown_encoding: "Die Datei kann in dieser Kodierung nicht gelesen werden.",
    several_sheets: "Auf mehreren Blättern stehen Listen. Wählen Sie eines.",
    unclear_columns: ({ column }) =>
        column
            ? `Prüfen Sie, was in der Spalte „${column}“ steht: In anderen könnte dasselbe stehen.`
            : "Prüfen Sie, was in den Spalten steht.",
    no_report: "Das ist kein Anwesenheitsbericht einer Teams- oder Zoom-Besprechung.",
    unclear_dates: "Wählen Sie, ob in den Daten zuerst der Tag oder der Monat steht.",
    unclear_encoding:
        "Prüfen Sie die Namen mit besonderen Buchstaben: Die Datei sagt nicht, wie sie geschrieben wurde.",
};

/** @type {typeof import("/language/en/file-problems.js").lineProblems} */
export const lineProblems = {
    "name name_kept": "Das Konto hat einen anderen Namen und behält ihn.",
    "email email_kept": "Das Konto hat eine andere Adresse und behält sie.",
    "name empty": "Der Name fehlt.",
    "name invisible": "Der Name hat keine sichtbaren Zeichen.",
    "name too_long": ({ maximum = 0 }) => `Der Name hat mehr als ${number(maximum)} Zeichen.`,
    "name lost_characters":
        "Buchstaben des Namens sind verloren gegangen. Wählen Sie, wo die Namen richtig geschrieben sind, oder berichtigen Sie den Namen in der Datei.",
    "name control_characters": "Der Name enthält Zeichen, die nicht verwendet werden können.",
    "name direction_characters": "Der Name enthält Zeichen, die nicht verwendet werden können.",
    "email empty": "Es gibt weder eine E-Mail-Adresse noch eine Schülernummer.",
    "email invalid_email": "Das ist keine E-Mail-Adresse.",
    "email duplicate_email": ({ line = 0 }) =>
        `Zeile ${number(line)} hat dieselbe E-Mail-Adresse.`,
    "email teacher_email": "Das ist die E-Mail-Adresse einer Lehrkraft.",
    "email unproven_email":
        "Es gibt schon ein Konto. Die Person wird eingeladen und tritt bei, wenn sie den Code eingibt, den Sie ihr geben, oder wenn Sie bestätigen, dass das Konto ihres ist.",
    "email self_signup":
        "Dieses Konto hat jemand selbst registriert. Die Person tritt bei, wenn sie den Code eingibt, den Sie ihr geben, oder wenn Sie bestätigen, dass das Konto ihres ist.",
    "email email_ignored":
        "Das Konto mit dieser Schülernummer hat keine E-Mail-Adresse, und diese wird nicht hinzugefügt.",
    "studentNumber too_long": ({ maximum = 0 }) =>
        `Die Schülernummer hat mehr als ${number(maximum)} Zeichen.`,
    "studentNumber invisible": "Die Schülernummer hat keine sichtbaren Zeichen.",
    "studentNumber invalid_number": "Eine Schülernummer hat kein @.",
    "studentNumber control_characters":
        "Die Schülernummer enthält Zeichen, die nicht verwendet werden können.",
    "studentNumber direction_characters":
        "Die Schülernummer enthält Zeichen, die nicht verwendet werden können.",
    "studentNumber duplicate_number": ({ line = 0 }) =>
        `Zeile ${number(line)} hat dieselbe Schülernummer.`,
    "studentNumber other_account":
        "Die Schülernummer gehört zu einem anderen Konto als die E-Mail-Adresse.",
    "studentNumber other_number":
        "Das Konto mit dieser E-Mail-Adresse hat eine andere Schülernummer.",
    "contactEmail invalid_email": "Die Kontaktadresse ist keine E-Mail-Adresse.",
};
