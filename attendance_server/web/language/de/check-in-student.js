/**
 * The words with which students check in.
 *
 * @module
 */

import { number, time } from "/language/formats.js";

/** @type {typeof import("/language/en/check-in-student.js").errors} */
export const errors = {
    check_in_closed: "Der Check-in ist gerade nicht offen. Bitten Sie Ihre Lehrkraft, ihn zu öffnen.",
    check_in_code_wrong:
        "Diese Zeichen sind falsch oder zu alt. Tippen Sie die ab, die jetzt am Beamer stehen.",
    too_many_tries: "Das war zu oft falsch. Warten Sie kurz, oder fragen Sie Ihre Lehrkraft.",
    teacher_must_confirm: "Bitten Sie Ihre Lehrkraft um Bestätigung.",
    join_requested: "Ihre Lehrkraft ist gefragt worden, ob Sie in die Klasse dürfen.",
};

/** @type {typeof import("/language/en/check-in-student.js").words} */
export const words = {
    heading: "Check-in",
    checking: "Sie werden eingecheckt …",
    marked: {
        present: "Sie sind da",
        late: "Sie sind da, aber verspätet",
        excused: "Sie sind entschuldigt",
        absent: "Ihre Lehrkraft hat Sie als abwesend eingetragen",
    },
    held: "Bitten Sie Ihre Lehrkraft um Bestätigung",
    heldHint:
        "Ihre Lehrkraft sieht Ihren Namen und bestätigt mit einem Tippen. Meist liegt es daran, dass auf diesem Gerät schon jemand anderes eingecheckt hat.",
    requested: "Ihre Lehrkraft ist gefragt worden, ob Sie in die Klasse dürfen",
    requestedHint: "Lassen Sie diese Seite offen. Sie zeigt, wenn Sie in der Klasse sind.",
    joined: "Sie sind der Klasse beigetreten",
    tooOld: "Dieser Code ist zu alt",
    tooOldHint:
        "Der Code am Beamer wechselt alle paar Sekunden. Scannen Sie den, der jetzt dort steht, oder tippen Sie die Zeichen darunter ab.",
    tooOften: "Zu viele Versuche",
    failed: {
        check_in_closed: "Der Check-in ist nicht offen",
        no_active_session: "Keine Stunde läuft",
        not_enrolled: "Sie sind nicht in dieser Klasse",
        class_not_found: "Sie sind nicht in dieser Klasse",
        declined: "Ihre Lehrkraft hat Sie nicht in die Klasse gelassen",
    },
    failedHint: {
        check_in_closed: "Ihre Lehrkraft öffnet ihn. Diese Seite merkt es von selbst.",
        no_active_session: "Ihre Lehrkraft beginnt sie. Diese Seite merkt es von selbst.",
        not_enrolled:
            "Steht am Beamer der Code einer anderen Klasse? Sonst bitten Sie Ihre Lehrkraft, Sie hinzuzufügen.",
        class_not_found: "Diese Klasse gibt es nicht mehr.",
        declined: "Fragen Sie nach dem Grund.",
    },
    again: "Noch einmal versuchen",
    toClass: "Meine Anwesenheit in dieser Klasse",
    letters: "Zeichen unter dem Code",
    lettersHint: "Sechs Buchstaben und Ziffern, wie sie am Beamer stehen.",
    misread: "In keinem Code kommen 0, O, 1 oder I vor. Sehen Sie noch einmal hin.",
    wrongLength: (expected, actual) =>
        `Tippen Sie ${number(expected)} Buchstaben und Ziffern. Das sind ${number(actual)}.`,
    how: "Scannen Sie den Code am Beamer mit der Kamera-App Ihres Handys, oder tippen Sie die Zeichen darunter ab.",
    submit: "Einchecken",
    scan: "Mit der Kamera scannen",
    stop: "Kamera ausschalten",
    camera: "Das Bild der Kamera",
    cameraRefused:
        "Die Kamera kann nicht benutzt werden. Erlauben Sie sie im Browser, oder tippen Sie die Zeichen ab.",
    hand: "Melden",
    handHint: "Kein Handy, das scannen kann, oder es geht nicht? Ihre Lehrkraft sieht Ihren Namen.",
    handRaised: (iso) => `Sie melden sich seit ${time(iso)}. Ihre Lehrkraft sieht es.`,
};
