/** The words for lessons that were begun without a network. @module */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/own-lessons.js").ownLessons} */
export const ownLessons = {
    begun: "Es gibt kein Netz. Die Stunde läuft auf diesem Gerät und wird gespeichert, sobald es wieder da ist.",
    ended: "Die Stunde ist auf diesem Gerät beendet. Sie wird gespeichert, sobald das Netz da ist.",
    waiting: (count) =>
        plural(count, { one: "Offline, # Stunde wartet", other: "Offline, # Stunden warten" }),
    copy: "Liste kopieren",
    copied: "Kopiert.",
    notCopied: "Dieser Browser lässt die Seite nicht kopieren. Wählen Sie stattdessen den Text aus.",
};
