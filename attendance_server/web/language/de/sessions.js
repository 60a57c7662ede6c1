/**
 * The words of a class's sessions, for teachers and the school office.
 *
 * @module
 */

import { text as reports } from "/language/de/reports.js";
import {
    day,
    dayAndMonth,
    dayOfMonth,
    moment,
    month,
    monthOfYear,
    number,
    percent,
    plural,
    sessionStart,
    time,
    weekday,
} from "/language/formats.js";
import { STATUSES } from "/status.js";

/** @type {typeof import("/language/en/sessions.js").text} */
export const text = {
    ...reports,

    resetCode: {
        button: "Neues Passwort",
        buttonLabel: (who) => `Neues Passwort für ${who}`,
        title: (who) => `Ein Code für ein neues Passwort von ${who}?`,
        body: "Er gilt einmal, innerhalb von 24 Stunden. Bis er benutzt wird, gilt das alte Passwort, und niemand wird abgemeldet. Achten Sie darauf, wem Sie ihn geben: Wer den Code hat, kann das Konto benutzen.",
        confirm: "Code anzeigen",
        issued: (who) => `Code für ${who}`,
        done: "Fertig",
        use: (address, until) =>
            `Öffnen Sie ${address}, wählen Sie „Ich habe einen Code“, und geben Sie ihn ein. Er kann nicht noch einmal angezeigt werden und gilt bis ${until}.`,
    },

    oneSession: {
        title: (className) => `Stunde: ${className}`,
        of: (total) => `von ${number(total)}`,
        ring: (present, total) => `${number(present)} von ${number(total)} anwesend`,
    },

    history: {
        heading: "Vergangene Stunden",
        none: "Noch keine Stunde wurde beendet.",
        more: "Frühere Stunden anzeigen",
        present: (present, total, excused) =>
            excused
                ? `${number(present)} von ${number(total)} anwesend, ${number(excused)} entschuldigt`
                : `${number(present)} von ${number(total)} anwesend`,
        when: "Stunde",
        attendance: "Anwesend",
        rate: "Quote",
        chart: (sessions) =>
            plural(sessions, {
                one: "Anwesenheit in der letzten Stunde",
                other: "Anwesenheit in den letzten # Stunden",
            }),
        bar: (iso, present, total) => `${day(iso)}: ${number(present)} von ${number(total)}`,
    },

    reopening: {
        button: "Stunde wieder öffnen",
        title: "Diese Stunde wieder öffnen?",
        body: "Sie läuft mit allen Einträgen weiter, als wäre sie nicht beendet worden. Alle in der Klasse sehen das sofort. Eine Stunde kann bis zu einer Stunde nach ihrem Ende wieder geöffnet werden.",
        done: "Die Stunde läuft wieder.",
    },

    discarding: {
        discarded: "Diese Stunde wurde verworfen.",
        button: "Stunde verwerfen …",
        hint: "Für eine Stunde, die aus Versehen begonnen wurde. Sie zählt dann nirgends und kann 30 Tage lang wiederhergestellt werden.",
        title: "Diese Stunde verwerfen?",
        body: "Auswertungen und Listen zählen sie nicht mehr, und Schülerinnen und Schüler sehen sie nicht mehr. Sie finden sie unter den vergangenen Stunden der Klasse und können sie 30 Tage lang wiederherstellen.",
        reason: "Grund",
        reasonHint: "Er wird mit der Stunde gespeichert. Schülerinnen und Schüler sehen ihn nicht.",
        confirm: "Stunde verwerfen",
        done: (iso) => `Die Stunde ist verworfen. Sie kann bis ${day(iso)} wiederhergestellt werden.`,
        by: (name, iso) => `Verworfen von ${name}, ${moment(iso)}`,
        until: (iso) => `Sie kann bis ${moment(iso)} wiederhergestellt werden.`,
        tooLate: "Sie kann nicht mehr wiederhergestellt werden.",
        restore: "Wiederherstellen",
        restoreLabel: (iso) => `Die Stunde wiederherstellen: ${moment(iso)}`,
        restored: "Die Stunde zählt wieder.",
        list: "Verworfene Stunden",
        listHint: "Sie zählen nirgends.",
        more: "Frühere anzeigen",
    },

    continuing: {
        stillRuns: (iso) => `Eine Stunde läuft noch: begonnen ${sessionStart(iso)}.`,
        ending: (present, total) =>
            `In ihr sind ${number(present)} von ${number(total)} anwesend. Wenn Sie sie beenden, zählen die anderen als abwesend.`,
        resume: "Fortsetzen",
        restart: "Beenden und eine neue beginnen",
    },

    matrixPage: {
        table: "Der Status aller Schülerinnen und Schüler in jeder Stunde",
        month: monthOfYear,
        weekday,
        dayOfMonth,
        restOfMoment: (iso) => `${monthOfYear(iso)}, ${time(iso)}`,
        legend: "Legende",
        notInClass: "Nicht in der Klasse",
        hint: "Jedes Datum führt zu seiner Stunde, jeder Name zum Verlauf dieser Person.",
        part: (first, last) => `Stunden von ${moment(first)} bis ${moment(last)}`,
        printPart: (first, last, all) =>
            `Gedruckt werden nur die Schüler/innen ${number(first)} bis ${number(last)} von ${number(all)}, die zu sehen sind. Die Dateien für Excel und als CSV enthalten alle.`,
    },

    overTimePage: {
        title: (className) => `Anwesenheit in ${className} im Verlauf`,
        describe: ({ count, first, last, least, most }) =>
            [
                plural(count, {
                    one: `# Stunde von ${day(first)} bis ${day(last)}.`,
                    other: `# Stunden von ${day(first)} bis ${day(last)}.`,
                }),
                least !== null &&
                    most !== null &&
                    `Die Quote liegt zwischen ${percent(least)} und ${percent(most)}.`,
                "Oben steht die Quote, unten, wie viele anwesend, verspätet, entschuldigt und abwesend waren. Die Tabelle darunter enthält alle Zahlen.",
            ]
                .filter(Boolean)
                .join(" "),
        rateAxis: "Quote",
        countAxis: "Schüler/innen",
        session: (iso, counts, rate) =>
            [
                moment(iso),
                ...STATUSES.map((status) => `${reports.status[status]}: ${number(counts[status])}`),
                `Quote: ${reports.rate(rate)}`,
            ].join("\n"),
        month,
        monthOfYear,
        day: dayAndMonth,
        number,
        table: "Die einzelnen Stunden",
        when: "Stunde",
        total: "Schüler/innen",
    },
};
