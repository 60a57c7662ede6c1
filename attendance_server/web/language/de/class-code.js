/**
 * The words with which teachers let students join a class by themselves.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/class-code.js").words} */
export const words = {
    heading: "Klassencode",
    hint: "Schülerinnen und Schüler geben den Code ein oder öffnen den Link und sind in der Klasse. Sie brauchen keine Liste und keine Adressen.",
    rule: "Wer den Code hat,",
    rules: {
        off: "kann ihn nicht benutzen",
        atOnce: "tritt sofort bei",
        ask: "tritt bei, sobald Sie zugestimmt haben",
    },
    readOnly: {
        off: "Der Code ist ausgeschaltet. Die verantwortliche Lehrkraft kann ihn einschalten.",
        atOnce: "Wer den Code hat, tritt sofort bei.",
        ask: "Wer den Code hat, tritt bei, sobald Sie zugestimmt haben.",
    },
    enterAt: (address) =>
        `Schülerinnen und Schüler melden sich unter ${address} an und wählen „Einer Klasse beitreten“.`,
    code: "Code dieser Klasse",
    picture: "QR-Code mit dem Link, um dieser Klasse beizutreten",
    copyLink: "Link kopieren",
    copied: "Der Link wurde kopiert.",
    notCopied: (link) => `Der Link konnte nicht kopiert werden. Er lautet ${link}`,
    showLarge: "Groß anzeigen",
    close: "Schließen",
    renew: "Neuer Code …",
    renewTitle: "Den Code ersetzen?",
    renewBody: "Der alte Code und sein Link gelten sofort nicht mehr. Wer schon beigetreten ist, bleibt.",
    renewConfirm: "Ersetzen",
    renewed: "Die Klasse hat einen neuen Code.",
    saved: "Gespeichert.",
    requests: (count) =>
        plural(count, { one: "# Person möchte beitreten", other: "# Personen möchten beitreten" }),
    accept: "Annehmen",
    refuse: "Ablehnen",
    acceptLabel: (name) => `Annehmen: ${name}`,
    refuseLabel: (name) => `Ablehnen: ${name}`,
    accepted: (name) => `${name} ist in der Klasse.`,
    refused: (name) => `${name} wurde abgelehnt.`,
};
