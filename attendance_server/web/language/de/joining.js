/**
 * The words with which students join a class by themselves, and those of a student without one.
 *
 * @module
 */

import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/joining.js").errors} */
export const errors = {
    class_code_wrong:
        "Keine Klasse hat diesen Code. Sehen Sie noch einmal hin, oder fragen Sie Ihre Lehrkraft nach dem aktuellen.",
    too_many_tries: "Das war zu oft falsch. Warten Sie kurz, oder fragen Sie Ihre Lehrkraft.",
};

/** @type {typeof import("/language/en/joining.js").words} */
export const words = {
    heading: "Einer Klasse beitreten",
    code: "Code der Klasse",
    codeHint:
        "Acht Buchstaben und Ziffern, wie Ihre Lehrkraft sie zeigt. Sie können auch den Link einfügen.",
    misread: "In keinem Code kommen 0, O, 1 oder I vor. Sehen Sie noch einmal hin.",
    wrongLength: (expected, actual) =>
        `Tippen Sie ${number(expected)} Buchstaben und Ziffern. Das sind ${number(actual)}.`,
    submit: "Beitreten",
    as: (name) => `Sie treten als ${name} bei.`,
    notYou: "Das sind Sie nicht?",
    joined: (className) => `Sie sind in ${className}.`,
    asked: "Ihre Lehrkraft ist gefragt worden",
    askedHint: (className) =>
        `Sobald Ihre Lehrkraft zugestimmt hat, steht ${className} bei Ihren Klassen. Diese Seite merkt es von selbst.`,
    refused: (className) =>
        `Ihre Lehrkraft hat Sie nicht in ${className} aufgenommen. Fragen Sie nach dem Grund.`,
    forStudents: "Nur Schülerinnen und Schüler treten einer Klasse mit einem Code bei",
    forStudentsHint:
        "Melden Sie sich ab, und melden Sie sich als Schülerin oder Schüler an, oder registrieren Sie sich.",

    welcome: {
        heading: "Willkommen. Sie sind noch in keiner Klasse.",
        enter: "Hat Ihre Lehrkraft einen Code gezeigt? Geben Sie ihn ein.",
        link: "Hat Ihre Lehrkraft einen QR-Code gezeigt oder einen Link geschickt?",
        linkHint:
            "Scannen Sie ihn mit der Kamera-App Ihres Handys, oder öffnen Sie den Link. Er führt hierher zurück.",
        show: "Weder noch? Zeigen Sie das Ihrer Lehrkraft.",
        showHint: "Damit fügt Ihre Lehrkraft Sie hinzu, und die Klasse erscheint hier von selbst.",
        showNumber: "Ihre Schülernummer",
        showEmail: "Ihre E-Mail-Adresse",
    },
};
