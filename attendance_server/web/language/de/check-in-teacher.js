/**
 * The words with which teachers let students check in.
 *
 * @module
 */

import { list, number, plural, time } from "/language/formats.js";

/** @type {typeof import("/language/en/check-in-teacher.js").errors} */
export const errors = {
    check_in_off: "In dieser Klasse gibt es keinen Check-in: So ist sie eingestellt.",
    join_request_not_found: "Diese Anfrage wurde schon beantwortet.",
};

/**
 * What is odd about a check-in. `names`: the other students whom it concerns.
 *
 * @type {Record<import("/api-types.js").Flag, (names: string[]) => string>}
 */
const FLAGS = {
    sharedDevice: (names) =>
        names.length
            ? `Auf demselben Gerät wie ${list(names)}`
            : "Auf dem Gerät einer anderen Person",
    newDevice: () => "Auf einem Gerät, das erst seit weniger als 12 Stunden bekannt ist",
    otherNetwork: () => "Von außerhalb des Netzes im Raum",
    typed: () => "Abgetippt, während die anderen scannen",
    alwaysTogether: (names) =>
        names.length
            ? `Immer binnen Sekunden mit ${list(names)}`
            : "Immer binnen Sekunden mit einer anderen Person",
    overHeadCount: () => "Über Ihrer Kopfzahl",
};

/** @type {typeof import("/language/en/check-in-teacher.js").words} */
export const words = {
    heading: "Check-in",

    door: {
        picture: "QR-Code zum Einchecken",
        orType: "Scannen oder abtippen unter",
        open: "Check-in öffnen",
        close: "Check-in schließen",
        lost: "Keine Verbindung. Der Code kommt mit ihr zurück.",
        lostHint: "Mit einem alten Code käme niemand herein.",
    },

    panel: {
        hint: "Schülerinnen und Schüler checken selbst ein, mit dem Code am Beamer.",
        isOpen: (until) =>
            until ? `Der Check-in ist bis ${time(until)} offen` : "Der Check-in ist offen",
        isClosed: "Der Check-in ist geschlossen",
        letters: (letters) => `Zeichen: ${letters}`,
        open: "Check-in öffnen",
        close: "Check-in schließen",
        project: "Code anzeigen",
        callOut: "Aufrufen",
        headCount: "Kopfzahl",
        counted: (count, present) => {
            const over = present - count;
            const counted = plural(count, {
                one: "Sie haben # Person gezählt.",
                other: "Sie haben # Personen gezählt.",
            });
            return over > 0
                ? plural(over, {
                      one: `${counted} # mehr ist als anwesend eingetragen.`,
                      other: `${counted} # mehr sind als anwesend eingetragen.`,
                  })
                : counted;
        },
        headCountTitle: "Wie viele sehen Sie?",
        headCountBody:
            "Zählen Sie die Köpfe im Raum. Was darüber hinaus eincheckt, wird von da an hervorgehoben.",
        headCountLabel: "Schülerinnen und Schüler im Raum",
        headCountHint: "Lassen Sie das Feld leer, um Ihre Zählung zurückzunehmen.",
        headCountSave: "Speichern",
        headCountWrong: "Eine ganze Zahl von 0 bis 10000, oder leer lassen.",
    },

    flagged: {
        heading: (count) =>
            plural(count, { one: "# Check-in zum Ansehen", other: "# Check-ins zum Ansehen" }),
        held: "Noch ohne Eintrag",
        tileHeld: "Bestätigen?",
        tileFlagged: "Ansehen",
        tileHand: "Meldet sich",
        accept: "Annehmen",
        acceptLabel: (name) => `${name} annehmen`,
        decline: "Abwesend",
        declineLabel: (name) => `Abwesend: ${name}`,
        reasons: (flags, names) => flags.map((flag) => FLAGS[flag]?.(names) ?? flag).join(". "),
        announce: (name) => `Sehen Sie den Check-in von ${name} an.`,
    },

    hands: {
        heading: (count) => plural(count, { one: "# Meldung", other: "# Meldungen" }),
        since: (iso) => `seit ${time(iso)}`,
        accept: "Anwesend",
        acceptLabel: (name) => `Anwesend: ${name}`,
        decline: "Abwesend",
        declineLabel: (name) => `Abwesend: ${name}`,
        announce: (name) => `${name} meldet sich.`,
    },

    joining: {
        heading: (count) =>
            plural(count, { one: "# Beitrittsanfrage", other: "# Beitrittsanfragen" }),
        accept: "Hereinlassen",
        acceptLabel: (name) => `Hereinlassen: ${name}`,
        decline: "Ablehnen",
        declineLabel: (name) => `${name} ablehnen`,
        announce: (name) => `${name} möchte in die Klasse.`,
        accepted: (name) => `${name} ist jetzt in der Klasse.`,
    },

    called: {
        heading: "Aufgerufen",
        hint: "Rufen Sie diese Namen auf, und sehen Sie hin.",
        none: "Alle, die eingecheckt haben, wurden schon aufgerufen.",
        accept: "Da",
        acceptLabel: (name) => `Da: ${name}`,
        decline: "Nicht da",
        declineLabel: (name) => `Nicht da: ${name}`,
    },

    notForTeachers: {
        heading: "Der Check-in ist für Schülerinnen und Schüler",
        hint: (name) =>
            `Auf diesem Gerät ist ${name} angemeldet. Melden Sie sich ab, damit sich die Schülerin oder der Schüler anmelden kann.`,
    },

    setting: {
        button: "Check-in …",
        title: "Check-in durch Schülerinnen und Schüler",
        current: ({ allowed, openAtStart }) =>
            allowed
                ? openAtStart
                    ? "Schülerinnen und Schüler können ab Beginn einer Stunde selbst einchecken."
                    : "Schülerinnen und Schüler können selbst einchecken, sobald Sie das in einer Stunde öffnen."
                : "Schülerinnen und Schüler können nicht selbst einchecken.",
        allowed: "Schülerinnen und Schüler dürfen selbst einchecken",
        openAtStart: "Mit jeder Stunde öffnen",
        openAtStartHint: "Sonst öffnen Sie den Check-in in der Stunde.",
        closeAfter: "Schließen nach (Minuten)",
        closeAfterHint: "Leer: Sie schließen ihn selbst, oder er endet mit der Stunde.",
        step: "Neuer QR-Code alle (Sekunden)",
        stepHint: "Von 3 bis 60. Kürzer lässt weniger Zeit, ein Foto weiterzuschicken.",
        codeStep: "Neue Zeichen alle (Sekunden)",
        codeStepHint: "Von 10 bis 300. Sie müssen lange genug stehen, um sie abzutippen.",
        join: "Andere dürfen um Aufnahme bitten",
        joinHint:
            "Schülerinnen und Schüler, die nicht in der Klasse sind, aber einen richtigen Code haben. Sie lassen sie mit einem Tippen herein.",
        save: "Speichern",
        saved: "Die neuen Einstellungen gelten, wenn Sie den Check-in das nächste Mal öffnen.",
    },

    afterwards: {
        heading: "Check-ins",
        summary: (count, scanned, typed) =>
            plural(count, {
                one: `# Person hat eingecheckt: ${number(scanned)} gescannt, ${number(typed)} getippt.`,
                other: `# Personen haben eingecheckt: ${number(scanned)} gescannt, ${number(typed)} getippt.`,
            }),
        noFlags: "Nichts daran war auffällig.",
        flagged: (count) => plural(count, { one: "# zum Ansehen", other: "# zum Ansehen" }),
        way: { scanned: "Gescannt", typed: "Getippt", hand: "Gemeldet" },
        came: (way, iso) => `${way} um ${time(iso)}`,
        headCount: (count, present) =>
            `Sie hatten ${number(count)} gezählt; ${number(present)} waren als anwesend eingetragen.`,
        called: "aufgerufen",
        decided: "von einer Lehrkraft entschieden",
    },
};
