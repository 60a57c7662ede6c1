/**
 * The words of what keeps a class up to date.
 *
 * @module
 */

import { enumerated } from "/language/de/common.js";
import { day, moment, number, plural, time } from "/language/formats.js";

/** @type {typeof import("/language/en/upkeep.js").keyWords} */
export const keyWords = {
    heading: "Schlüssel für nächtliche Uploads",
    ofClass:
        "Ein Programm der Schule kann diese Klasse so halten, wie sie in seinen Listen steht. Statt eines Passworts hat es einen Schlüssel, der nichts anderes kann.",
    ofSchool:
        "Ein Programm der Schule kann alle Klassen so halten, wie sie in seinen Listen stehen. Statt eines Passworts hat es einen Schlüssel, der nichts anderes kann.",
    none: "Es gibt keinen Schlüssel.",
    make: "Schlüssel erstellen",
    makeTitle: "Schlüssel erstellen",
    name: "Wofür ist er?",
    nameHint: "Die Liste der Schlüssel und das Protokoll zeigen diesen Namen.",
    madeTitle: "Kopieren Sie diesen Schlüssel jetzt",
    madeBody: "Er wird nur dieses eine Mal angezeigt. Wer ihn hat, kann ändern, wer in der Klasse ist.",
    key: "Schlüssel",
    close: "Ich habe ihn kopiert",
    about: (at, by, used) =>
        enumerated([
            by ? `Erstellt ${moment(at)} von ${by}` : `Erstellt ${moment(at)}`,
            used ? `zuletzt benutzt ${moment(used)}` : "noch nicht benutzt",
        ]),
    end: "Beenden",
    endLabel: (name) => `Den Schlüssel ${name} beenden`,
    endTitle: (name) => `Den Schlüssel ${name} beenden?`,
    endBody: "Uploads mit ihm werden ab sofort abgelehnt.",
    ended: "Der Schlüssel ist beendet.",
};

/** @type {typeof import("/language/en/upkeep.js").syncWords} */
export const syncWords = {
    heading: "Ist das die ganze Klasse?",
    lead: "Die Klasse kann so werden, wie diese Liste es sagt. Wer nicht darin steht, verlässt dann die Klasse; Konten und vergangene Stunden bleiben.",
    compare: "Mit der Klasse vergleichen",
    comparing: "Wird verglichen …",
    same: "Die Klasse ist schon so, wie die Liste es sagt.",
    changes: {
        new: "bekommt ein Konto",
        moved: "tritt der Klasse bei",
        renamed: "bekommt diesen Namen",
        left: "verlässt die Klasse",
        invited: "wird eingeladen",
        unchanged: "bleibt",
        wrong: "ist falsch",
    },
    summary: (counts) => {
        const parts = enumerated([
            counts.new && plural(counts.new, { one: "# neues Konto", other: "# neue Konten" }),
            counts.moved &&
                plural(counts.moved, { one: "# tritt bei", other: "# treten bei" }),
            counts.renamed &&
                plural(counts.renamed, { one: "# neuer Name", other: "# neue Namen" }),
            counts.invited &&
                plural(counts.invited, { one: "# Einladung", other: "# Einladungen" }),
            counts.left && plural(counts.left, { one: "# verlässt sie", other: "# verlassen sie" }),
            counts.unchanged && `${number(counts.unchanged)} unverändert`,
        ]);
        return `${parts}.`;
    },
    wrong: (count) =>
        plural(count, {
            one: "# Zeile ist falsch. Berichtigen Sie zuerst die Datei: Alles wird ausgeführt oder nichts.",
            other: "# Zeilen sind falsch. Berichtigen Sie zuerst die Datei: Alles wird ausgeführt oder nichts.",
        }),
    before: (before) => `Heißt jetzt ${before}`,
    list: "Was sich ändert",
    more: (count) =>
        plural(count, { one: "und # weitere Person", other: "und # weitere Personen" }),
    allowLeft: (left) =>
        plural(left, {
            one: "Ja, # Person verlässt die Klasse",
            other: "Ja, # Personen verlassen die Klasse",
        }),
    allowLeftHint: "Das ist mehr als ein Drittel der Klasse. Ist die Liste vollständig?",
    update: "Klasse aktualisieren",
    updating: "Die Klasse wird aktualisiert …",
    undo: "Das kann einen Tag lang auf der Seite der Klasse rückgängig gemacht werden.",
    done: "Die Klasse ist jetzt so, wie die Liste es sagt.",
};

/** @type {typeof import("/language/en/upkeep.js").meetingWords} */
export const meetingWords = {
    heading: "Online-Unterricht",
    summary: "Einen Anwesenheitsbericht aus Teams oder Zoom importieren",
    lead: "Der Bericht wird zu einer vergangenen Stunde, die wie jede andere berichtigt werden kann.",
    choose: "Bericht wählen",
    chooseOther: "Anderen Bericht wählen",
    drop: "Die Datei, die Teams oder Zoom speichert, unverändert. Sie können sie auch auf dieser Seite ablegen.",
    sources: { teams: "Teams", zoom: "Zoom" },
    checking: (fileName) => `${fileName} wird gelesen …`,
    when: (start, end) => `${day(start)}, ${time(start)} bis ${time(end)}`,
    whenUnknown: "Der Bericht sagt nicht, wann der Unterricht war.",
    started: "Beginn des Unterrichts",
    ended: "Ende des Unterrichts",
    minMinutes: "Minuten, um anwesend zu sein",
    minMinutesHint: "Wer kürzer da war, ist abwesend.",
    lateAfter: "Verspätet nach Minuten",
    lateAfterHint: "Ab Beginn des Unterrichts; leer: nie.",
    dates: "Daten im Bericht",
    dayFirst: "Tag, Monat",
    monthFirst: "Monat, Tag",
    unclearDates: "Die Daten könnten beides bedeuten. Bitte wählen Sie.",
    again: "Anwenden",
    counts: ({ present, late, absent, others }) =>
        enumerated([
            plural(present, { one: "# anwesend", other: "# anwesend" }),
            late && plural(late, { one: "# verspätet", other: "# verspätet" }),
            plural(absent, { one: "# abwesend", other: "# abwesend" }),
            others &&
                plural(others, {
                    one: "# Person nicht in der Klasse",
                    other: "# Personen nicht in der Klasse",
                }),
        ]),
    student: "Schüler/in",
    status: "Status",
    there: "Dabei",
    stay: (minutes, joined, left) =>
        enumerated([
            `${number(minutes)} min`,
            joined !== null && (left ? `${time(joined)} bis ${time(left)}` : time(joined)),
        ]),
    found: {
        email: "an der Adresse erkannt",
        number: "an der Nummer erkannt",
        name: "am Namen erkannt",
        no: "nicht im Bericht",
    },

    others: "In der Klasse nicht gefunden",
    othersHint:
        "Lehrkräfte und Gäste, und alle, deren Name in der Besprechung nicht eindeutig ist. Berichtigen Sie deren Einträge nach dem Import.",
    add: "Diese Stunde hinzufügen",
    imported: "Dieser Bericht wurde schon importiert.",
    show: "Diese Stunde anzeigen",
    replace: "Diese Stunde ersetzen",
    added: "Die Stunde wurde hinzugefügt.",
    working: "Die Stunde wird hinzugefügt …",
};
