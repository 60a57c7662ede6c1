/**
 * The words of reports and of past sessions, for teachers, students and the school office.
 *
 * @module
 */

import { being, text as common } from "/language/de/common.js";
import {
    date,
    day,
    fieldDate,
    fullLastDay,
    moment,
    number,
    plural,
    size,
    time,
} from "/language/formats.js";

/** @type {typeof import("/language/en/reports.js").countsOf} */
export function countsOf(sessions, counts) {
    const [present, late, excused, absent] = [
        number(counts.present),
        number(counts.late),
        number(counts.excused),
        number(counts.absent),
    ];
    const each = `${present} anwesend, ${late} verspätet, ${excused} entschuldigt, ${absent} abwesend`;
    return plural(sessions, { one: `# Stunde: ${each}`, other: `# Stunden: ${each}` });
}

/** @type {typeof import("/language/en/reports.js").text} */
export const text = {
    ...common,

    statusLetter: {
        present: "A",
        late: "V",
        excused: "E",
        absent: "F",
        none: "·",
    },

    teachers: {
        heading: "Lehrkräfte",
        you: "(Sie)",
        hint: "Assistenzen prüfen die Anwesenheit in dieser Klasse wie Sie. Sie können sie nicht ändern, exportieren oder löschen.",
        assistantHint:
            "Sie alle prüfen die Anwesenheit in dieser Klasse. Verwaltet wird sie von der verantwortlichen Lehrkraft.",
        youAssist:
            "Sie sind Assistenz in dieser Klasse: Sie prüfen die Anwesenheit, verwaltet wird die Klasse von der verantwortlichen Lehrkraft.",
        asAssistant: "Sie sind Assistenz",
        role: (role, until) => {
            if (role === "owner") {
                return "Verantwortlich";
            }
            if (!until) {
                return "Assistenz";
            }
            const lastDay = fullLastDay(until);
            return lastDay
                ? `Vertretung bis einschließlich ${day(lastDay)}`
                : `Vertretung bis ${moment(until)}`;
        },
        add: "Lehrkraft hinzufügen",
        addBody: "Sie sieht die Klasse, deren Schülerinnen und Schüler und Auswertungen, und prüft die Anwesenheit.",
        email: "E-Mail-Adresse der Lehrkraft",
        until: "Letzter Tag",
        untilHint: "Für eine Vertretung. Ohne ihn bleibt die Lehrkraft, bis Sie sie entfernen.",
        addConfirm: "Hinzufügen",
        added: "Die Lehrkraft wurde hinzugefügt.",
        remove: "Entfernen",
        removeLabel: (name) => `${name} entfernen`,
        removeTitle: (name) => `${name} aus den Lehrkräften entfernen?`,
        removeBody: "Die Lehrkraft sieht diese Klasse nicht mehr. Ihre Einträge bleiben.",
        removed: (name) => `${name} ist keine Lehrkraft dieser Klasse mehr.`,
        leave: "Klasse verlassen",
        leaveTitle: (className) => `${className} verlassen?`,
        leaveBody:
            "Sie sehen diese Klasse nicht mehr. Ihre Einträge bleiben. Nur die verantwortliche Lehrkraft kann Sie wieder hinzufügen.",
        left: (className) => `Sie sind keine Lehrkraft von ${className} mehr.`,
        noLonger: "Sie sind keine Lehrkraft dieser Klasse mehr.",
    },

    session: {
        student: "Schüler/in",
        status: "Status",
        file: "Stunde",
        times: (startedAt, endedAt) =>
            day(startedAt) === day(endedAt)
                ? `${moment(startedAt)} bis ${time(endedAt)}`
                : `${moment(startedAt)} bis ${moment(endedAt)}`,
        summary: ({ presentCount, absentCount, lateCount, excusedCount }) => {
            const present = lateCount
                ? `${number(presentCount)} anwesend (${number(lateCount)} verspätet)`
                : `${number(presentCount)} anwesend`;
            const absent = excusedCount
                ? `${number(absentCount)} abwesend (${number(excusedCount)} entschuldigt)`
                : `${number(absentCount)} abwesend`;
            return `${present}, ${absent}`;
        },
        noStudents: "In dieser Stunde war niemand in der Klasse.",
        deletedAccount: "Gelöschtes Konto",
        deletedStudent: (number) => `Gelöschtes Konto ${number}`,
        filter: "In dieser Stunde suchen",
        noMatch: "Niemand passt dazu.",
        correct: "Ändern",
        correctLabel: (name) => `Den Eintrag von ${name} ändern`,
        correctedAt: (iso) => `Berichtigt: ${moment(iso)}`,
        openAgain: "Diese Stunde läuft wieder.",
        openRoll: "Laufende Stunde öffnen",
    },

    correction: {
        title: (name) => `Den Eintrag von ${name} ändern`,
        soFar: (status, iso) =>
            iso ? `Bisher: ${being[status]}, seit ${moment(iso)}` : `Bisher: ${being[status]}`,
        to: "Ändern in",
        reason: "Grund",
        reasonHint:
            "Er wird mit der Änderung gespeichert und der betroffenen Person gezeigt. Später kann er nicht bearbeitet werden.",
        save: "Änderung speichern",
        saved: (name, status) => `${name} ist jetzt ${being[status]}.`,
        already: (name, status) =>
            `${name} war schon ${being[status]}. Nichts wurde geändert, und Ihr Grund wurde nicht gespeichert.`,
        meanwhile: (name, status) =>
            `${name} ist jetzt ${being[status]}. Der Eintrag wurde auch in einem anderen Fenster geändert: Sehen Sie die Änderungen an.`,
        changes: (count) =>
            plural(count, {
                one: "# Änderung nach dem Ende",
                other: "# Änderungen nach dem Ende",
            }),
        hint: "Die neueste zuerst. Schülerinnen und Schüler sehen Änderungen an ihrem eigenen Eintrag, aber nicht, von wem sie sind.",
        earlier: (count) =>
            plural(count, {
                one: "# frühere Änderung anzeigen",
                other: "# frühere Änderungen anzeigen",
            }),
        fromTo: "wird zu",
        by: (name, iso) => `${name}, ${moment(iso)}`,
        reopened: "Stunde wieder geöffnet",
        hadEnded: (iso) => `Sie war beendet worden: ${moment(iso)}.`,
        ofMine: "Änderungen nach dem Ende",
        corrected: "Berichtigt",
    },

    report: {
        link: "Auswertung, Matrix und Diagramme",
        heading: (className) => `Anwesenheit: ${className}`,
        parts: "Auswertungen dieser Klasse",
        students: "Schüler/innen",
        matrix: "Matrix",
        overTime: "Verlauf",
        from: "Von",
        to: "Bis",
        wrongOrder: "Das liegt vor dem ersten Tag.",
        order: "Reihenfolge",
        orders: {
            name: "Nach Namen",
            absent: "Am häufigsten abwesend zuerst",
            rate: "Niedrigste Quote zuerst",
            absenceRun: "Am längsten am Stück abwesend zuerst",
            lastSeen: "Am längsten nicht gesehen zuerst",
        },
        missed: "Abwesend mindestens",
        missedHint: "Mal",
        find: "Schüler/in suchen",
        span: (from, to) => {
            if (from && to) {
                return from === to
                    ? `Am ${fieldDate(from)}`
                    : `${fieldDate(from)} bis ${fieldDate(to)}`;
            }
            if (from) {
                return `Seit ${fieldDate(from)}`;
            }
            return to ? `Bis ${fieldDate(to)}` : "Alle Stunden";
        },
        count: (shown, all) =>
            shown === all
                ? plural(all, { one: "# Schüler/in", other: "# Schüler/innen" })
                : plural(all, {
                      one: `${number(shown)} von # Schüler/in`,
                      other: `${number(shown)} von # Schüler/innen`,
                  }),
        countMissed: (shown, all, times) => {
            const students = plural(all, {
                one: `${number(shown)} von # Schüler/in`,
                other: `${number(shown)} von # Schüler/innen`,
            });
            return plural(times, {
                one: `Mindestens einmal abwesend: ${students}`,
                other: `Mindestens #-mal abwesend: ${students}`,
            });
        },
        noMatch: "Niemand passt dazu.",
        none: "In diesem Zeitraum wurde keine Stunde beendet.",
        noStudents: "In diesem Zeitraum war niemand in dieser Klasse.",
        student: "Schüler/in",
        sessions: "Stunden",
        rate: "Quote",
        absenceRun: "Am Stück",
        absenceRunLong: "Am Stück abwesend",
        lastSeen: "Zuletzt da",
        never: "Nie",
        left: "ausgetreten",
        seen: date,
        table: "Anwesenheit der einzelnen Schülerinnen und Schüler",
        pages: "Seiten",
        page: (first, last, all) =>
            `Schüler/innen ${number(first)} bis ${number(last)} von ${number(all)}`,
        previous: "Vorige",
        next: "Nächste",
        failed: "Die Auswertung konnte nicht geladen werden.",
    },

    studentReport: {
        heading: (name, className) => `${name}, ${className}`,
        picture: (name) => `Anwesenheit von ${name}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. Die Liste darunter zeigt jede einzelne.`,
        cell: (iso, status) => `${moment(iso)}: ${common.status[status]}`,
        rate: "Quote",
        absenceRun: "Am Stück abwesend",
        lastSeen: "Zuletzt da",
        chart: "Stunde für Stunde",
        list: "Alle Stunden",
        none: "In diesem Zeitraum gab es für diese Person keine Stunde.",
        left: "Diese Person hat die Klasse verlassen.",
        missing: "Diese Person ist nicht in den Auswertungen dieser Klasse.",
    },

    exports: {
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: (what) => `${what} als CSV`,
        xlsxLabel: (what) => `${what} für Excel (XLSX)`,
        print: "Drucken",
        preparing: "Der Server bereitet die Datei vor …",
        received: (bytes) => `Wird heruntergeladen: bisher ${size(bytes)} …`,
        done: (name, bytes) => `${name} wurde heruntergeladen (${size(bytes)}).`,
        busy: (seconds) =>
            plural(seconds, {
                one: "Der Server bereitet gerade andere Dateien vor. Versuchen Sie es in # Sekunde noch einmal.",
                other: "Der Server bereitet gerade andere Dateien vor. Versuchen Sie es in # Sekunden noch einmal.",
            }),
        broken: "Das Herunterladen wurde unterbrochen. Prüfen Sie das Netz, und versuchen Sie es noch einmal.",
        failed: (why) => `Nicht heruntergeladen. ${why}`,
    },
};
