/** Die Wörter für Stunden, die ohne Netz begonnen wurden. @module */

import { plural } from "/language/formats.js";

export const ownLessons = {
    begun: "Es gibt kein Netz. Die Stunde läuft auf diesem Gerät und wird gespeichert, sobald es eines gibt.",
    ended: "Die Stunde wurde auf diesem Gerät beendet. Sie wird gespeichert, sobald es ein Netz gibt.",
    /** @param {number} count */
    waiting: (count) =>
        plural(count, { one: "Offline, # Stunde wartet", other: "Offline, # Stunden warten" }),
    copy: "Liste kopieren",
    copied: "Kopiert.",
    notCopied: "Dieser Browser lässt die Seite nicht kopieren. Markieren Sie stattdessen den Text.",
};
