/**
 * The words that all pages share: the frame, the connection, waiting marks, and the statuses.
 *
 * @module
 */

import { moment, number, percent, plural, time } from "/language/formats.js";

/** @type {typeof import("/language/en/common.js").being} */
export const being = {
    present: "anwesend",
    late: "verspätet",
    excused: "entschuldigt",
    absent: "abwesend",
    none: "nicht erfasst",
};

/** @type {typeof import("/language/en/common.js").enumerated} */
export const enumerated = (parts) => parts.filter(Boolean).join(", ");

/** @type {typeof import("/language/en/common.js").text} */
export const text = {
    product: "Anwesenheit",
    title: (view) => `${view} – Anwesenheit`,
    skip: "Zum Inhalt springen",
    mainMenu: "Hauptmenü",
    classes: "Klassen",
    myClasses: "Meine Klassen",
    office: "Sekretariat",
    account: "Konto",
    logOut: "Abmelden",
    language: "Sprache",
    loggedOut: "Sie sind abgemeldet.",
    loggedOutElsewhere: "Sie wurden in einem anderen Tab abgemeldet.",
    otherUser: (name) =>
        `${name} hat sich in einem anderen Tab angemeldet, daher sind Sie hier abgemeldet.`,
    logOutTitle: "Jetzt abmelden?",
    logOutPending: (count) =>
        plural(count, {
            one: "# Eintrag ist noch nicht gespeichert. Er bleibt auf diesem Gerät und wird gesendet, wenn Sie sich hier wieder anmelden.",
            other: "# Einträge sind noch nicht gespeichert. Sie bleiben auf diesem Gerät und werden gesendet, wenn Sie sich hier wieder anmelden.",
        }),
    logOutLosing: (count) =>
        plural(count, {
            one: "# Eintrag ist noch nicht gespeichert und geht verloren.",
            other: "# Einträge sind noch nicht gespeichert und gehen verloren.",
        }),
    expired:
        "Ihre Anmeldung ist abgelaufen. Melden Sie sich wieder an, um dort weiterzumachen, wo Sie waren.",
    loading: "Wird geladen …",
    cancel: "Abbrechen",
    close: "Schließen",
    notices: "Hinweise",
    tryAgain: "Noch einmal versuchen",
    more: "Mehr",
    back: "Zurück zu meinen Klassen",
    backTo: (className) => `Zurück zu ${className}`,
    required: "Bitte ausfüllen.",
    showPassword: "Anzeigen",
    moment,
    number,
    rate: (rate) => (rate === null ? "–" : percent(rate)),
    loginName: ({ email, studentNumber }) =>
        email || (studentNumber ? `Schülernummer ${studentNumber}` : ""),

    connection: {
        connecting: "Verbindung wird aufgebaut …",
        live: "Live",
        polling: "Keine Live-Verbindung",
        trying: "Verbindung wird wiederhergestellt …",
        waiting: (seconds) => `Neuer Versuch in ${number(seconds)} s`,
        offline: "Offline",
        tryNow: "Jetzt versuchen",
        runningUnknown: "Ohne Verbindung ist nicht bekannt, ob eine Stunde läuft.",
        label: "Verbindung",
        announce: {
            waiting: "Die Verbindung ist unterbrochen. Sie wird von selbst wiederhergestellt.",
            offline: "Dieses Gerät ist offline.",
            live: "Wieder online. Alles ist auf dem neuesten Stand.",
            back: "Wieder online.",
            sending: (count) =>
                plural(count, {
                    one: "Wieder online. # Eintrag wird gesendet …",
                    other: "Wieder online. # Einträge werden gesendet …",
                }),
            sent: (count) =>
                plural(count, {
                    one: "# Eintrag, der hier gewartet hat, ist jetzt gespeichert.",
                    other: "# Einträge, die hier gewartet haben, sind jetzt gespeichert.",
                }),
            polling: "Dieses Netz lässt keine Live-Verbindung zu. Die Seite funktioniert auch ohne sie.",
        },
    },

    waiting: {
        label: "Wartende Einträge",
        offline: (count) =>
            plural(count, {
                one: "Offline, # Eintrag wartet",
                other: "Offline, # Einträge warten",
            }),
        sending: (count) =>
            plural(count, {
                one: "# Eintrag wird gesendet …",
                other: "# Einträge werden gesendet …",
            }),
        unstored: (count) =>
            plural(count, {
                one: "Dieser Browser kann ihn nicht aufbewahren: Er geht verloren, wenn Sie diese Seite schließen.",
                other: "Dieser Browser kann sie nicht aufbewahren: Sie gehen verloren, wenn Sie diese Seite schließen.",
            }),
        polling:
            "Dieses Netz lässt keine Live-Verbindung zu (WebSockets). Änderungen von anderen Geräten erscheinen nach einigen Sekunden.",
        session: moment,
        problem: (count, names, code) =>
            code === "newer"
                ? plural(count, {
                      one: `Der Eintrag von ${names} wurde nicht geändert.`,
                      other: `# Einträge wurden nicht geändert: ${names}.`,
                  })
                : plural(count, {
                      one: `Der Eintrag von ${names} wurde nicht gespeichert.`,
                      other: `# Einträge wurden nicht gespeichert: ${names}.`,
                  }),
        why: {
            ended: "Die Stunde war schon beendet. Sie können den Eintrag dort noch berichtigen.",
            gone: "Die Stunde gibt es nicht mehr, oder sie ist nicht mehr Ihre.",
            discarded: "Die Stunde wurde verworfen und zählt nicht mehr.",
            newer: "Auf einem anderen Gerät wurde das später geändert. Die spätere Änderung bleibt.",
        },
        wanted: (status, iso, saved) =>
            saved
                ? `${being[status]}, angetippt um ${time(iso)}; gespeichert als ${being[saved]}`
                : `${being[status]}, angetippt um ${time(iso)}`,
        details: "Einzelne Einträge anzeigen",
        correct: "Diese Stunde berichtigen",
        show: "Diese Stunde anzeigen",
        open: "Laufende Stunde öffnen",
        dismiss: "Ausblenden",
    },

    status: {
        present: "Anwesend",
        late: "Verspätet",
        excused: "Entschuldigt",
        absent: "Abwesend",
        none: "Ohne Eintrag",
    },

    resetNotice: {
        dismiss: "Ausblenden",
        body: ({ way, at, by }) => {
            const whose = by ? ` (${by})` : "";
            const set = {
                teacher: `Das Passwort dieses Kontos wurde mit einem Code einer Lehrkraft gesetzt${whose}: ${moment(at)}.`,
                office: `Das Passwort dieses Kontos wurde mit einem Code des Sekretariats gesetzt${whose}: ${moment(at)}.`,
                command: `Das Passwort dieses Kontos wurde mit einem Code des Serverbetreibers gesetzt: ${moment(at)}.`,
                mail: `Das Passwort dieses Kontos wurde mit einem Code gesetzt, der an seine Adresse gemailt wurde: ${moment(at)}.`,
            }[way];
            return `${set ?? `Das Passwort dieses Kontos wurde mit einem Code gesetzt: ${moment(at)}.`} Wenn Sie das nicht waren, melden Sie es dem Sekretariat.`;
        },
    },

    missing: {
        heading: "Seite nicht gefunden",
        body: "Diese Seite gibt es nicht oder nicht mehr.",
    },
    failed: "Etwas ist schiefgegangen",
};
