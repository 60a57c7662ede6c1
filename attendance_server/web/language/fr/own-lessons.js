/** The words for lessons that were begun without a network. @module */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/own-lessons.js").ownLessons} */
export const ownLessons = {
    begun: "Pas de réseau. La séance se déroule sur cet appareil, et sera enregistrée dès qu’il y en aura un.",
    ended: "La séance est terminée sur cet appareil. Elle sera enregistrée dès qu’il y aura un réseau.",
    waiting: (count) =>
        plural(count, {
            one: "Hors ligne, # séance en attente",
            other: "Hors ligne, # séances en attente",
        }),
    copy: "Copier la liste",
    copied: "Copié.",
    notCopied: "Ce navigateur ne laisse pas la page copier. Sélectionnez plutôt le texte.",
};
