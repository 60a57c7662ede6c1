/**
 * The words of students' pages.
 *
 * @module
 */

import { countsOf, text as reports } from "/language/de/reports.js";
import { moment, number, plural, sessionStart } from "/language/formats.js";

/** @type {typeof import("/language/en/student.js").text.student.rate} */
function rate({ present, total, excused }) {
    const times = `In ${number(present)} von ${number(total)} anwesend`;
    if (excused && total) {
        return plural(excused, {
            one: `${times}, in # Stunde entschuldigt`,
            other: `${times}, in # Stunden entschuldigt`,
        });
    }
    if (excused) {
        return plural(excused, {
            one: "In # Stunde entschuldigt",
            other: "In # Stunden entschuldigt",
        });
    }
    return times;
}

/** @type {typeof import("/language/en/student.js").text.student.mine} */
const MINE = {
    present: "Sie sind anwesend",
    late: "Sie sind anwesend, aber verspätet",
    excused: "Sie sind entschuldigt",
    absent: "Sie sind als abwesend eingetragen",
    none: "Für Sie gibt es noch keinen Eintrag",
    off: "Keine Stunde läuft",
};

/** @type {typeof import("/language/en/student.js").text} */
export const text = {
    ...reports,

    ownSession: {
        mine: {
            present: "Sie waren anwesend",
            late: "Sie waren verspätet",
            excused: "Sie waren entschuldigt",
            absent: "Sie waren abwesend",
        },
        markedAt: (iso) => `Eingetragen: ${moment(iso)}`,
        unchanged: "Ihr Eintrag wurde seitdem nicht geändert.",
    },

    invitation: {
        from: (teacher) => `${teacher} lädt Sie in diese Klasse ein.`,
        code: "Code",
        codeHint: "Ihre Lehrkraft teilt ihn aus.",
        accept: "Beitreten",
        decline: "Ablehnen",
        accepted: (className) => `Sie sind ${className} beigetreten.`,
        declined: (className) => `Sie haben ${className} abgelehnt.`,
    },

    leaveClass: {
        leave: "Klasse verlassen",
        title: (className) => `${className} verlassen?`,
        body: "Ihre vergangenen Stunden bleiben. Nur die Lehrkraft kann Sie wieder hinzufügen.",
    },

    student: {
        none: "Sie sind noch in keiner Klasse.",
        join: "Einer Klasse beitreten",
        waiting: "Ihre Lehrkraft ist gefragt worden, ob Sie beitreten dürfen.",
        withdraw: {
            act: "Zurückziehen",
            label: (className) => `Beitrittsanfrage an ${className} zurückziehen`,
            title: (className) => `Beitrittsanfrage an ${className} zurückziehen?`,
            body: "Ihre Lehrkraft sieht sie nicht mehr. Um noch einmal zu fragen, brauchen Sie den Code der Klasse.",
            done: (className) => `Ihre Beitrittsanfrage an ${className} wurde zurückgezogen.`,
            answered: "Ihre Lehrkraft hatte schon geantwortet.",
        },
        joined: (className) => `Sie sind in ${className}.`,
        invited: (className) => `Sie sind in ${className} eingeladen.`,
        removed: (className) => `Sie sind nicht mehr in ${className}.`,
        nextHint: "Diese Seite zeigt die nächste Stunde, sobald Ihre Lehrkraft sie beginnt.",
        running: "Stunde läuft",
        since: (iso) => `seit ${sessionStart(iso)}`,
        mine: MINE,
        was: {
            present: "Die Stunde ist beendet. Sie waren anwesend.",
            late: "Die Stunde ist beendet. Sie waren verspätet.",
            excused: "Die Stunde ist beendet. Sie waren entschuldigt.",
            absent: "Die Stunde ist beendet. Sie waren abwesend.",
            none: "Die Stunde ist beendet.",
            discarded: "Diese Stunde wurde verworfen.",
        },
        announceStatus: (mine, className) => `${className}: ${MINE[mine]}.`,
        announceStart: (className) => `${className}: Eine Stunde hat begonnen.`,
        checkInOpen: "Der Check-in ist offen",
        announceCheckIn: (className) => `${className}: Der Check-in ist offen.`,
        rate,
        rateLabel: "Meine Anwesenheit",
        noSessions: "Noch keine vergangenen Stunden",
        rateOfLatest: (attended, count) =>
            plural(count, {
                one: `${rate(attended)} (letzte # Stunde)`,
                other: `${rate(attended)} (letzte # Stunden)`,
            }),
        chart: (words) => `${words}; die älteste Stunde zuerst`,
        bar: (iso, status) => `${moment(iso)}: ${status}`,
        history: "Meine vergangenen Stunden",
    },

    ownReport: {
        link: "Meine Anwesenheit",
        heading: "Meine Anwesenheit",
        all: "Alle Klassen",
        left: "ausgetreten",
        none: "In diesem Zeitraum hatten Sie keine Stunde.",
        noClass: "Sie sind noch in keiner Klasse.",
        picture: (className) => `Meine Anwesenheit in ${className}`,
        describe: (sessions, counts) =>
            `${countsOf(sessions, counts)}. Die Seite der Klasse zeigt jede einzelne.`,
        unavailable: "Die Stunden dieser Klasse können nicht mehr angezeigt werden.",
    },
};
