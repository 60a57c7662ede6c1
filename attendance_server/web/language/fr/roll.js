/**
 * The words of the bar of the roll, of marking all students at once, and of how they are listed.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/roll.js").words} */
export const words = {
    rest: "Noter les autres présents",
    restAs: "Noter les autres autrement",
    restTitle: (count) =>
        plural(count, { one: "# élève n’est pas noté", other: "# élèves ne sont pas notés" }),
    restDone: {
        present: (count) =>
            plural(count, { one: "# élève noté présent", other: "# élèves notés présents" }),
        late: (count) =>
            plural(count, { one: "# élève noté en retard", other: "# élèves notés en retard" }),
        excused: (count) =>
            plural(count, { one: "# élève noté excusé", other: "# élèves notés excusés" }),
        absent: (count) =>
            plural(count, { one: "# élève noté absent", other: "# élèves notés absents" }),
    },
    tapAway: "Touchez ceux qui ne sont pas là.",
    noRest: "Tous les élèves sont déjà notés.",
    undone: (count) =>
        plural(count, { one: "Annulé : # présence", other: "Annulé : # présences" }),
    notUndone: (count) =>
        plural(count, {
            one: "# élève a été modifié ailleurs depuis, et garde ce statut.",
            other: "# élèves ont été modifiés ailleurs depuis, et gardent ces statuts.",
        }),
    away: (name) => `Noter ${name} absent`,
    takeBack: "Retirer la marque",

    summary: "Résumé",
    view: "Affichage",
    layout: "Afficher les élèves en",
    layouts: { tiles: "Tuiles", dense: "Petites tuiles", list: "Liste" },
    order: "Trier les élèves par",
    letters: "Aller à une lettre",
    otherLetters: "Autres",

    checkIn: "Pointage",
    checkInWaiting: (count) =>
        plural(count, {
            one: "Pointage : # élève demande votre attention",
            other: "Pointage : # élèves demandent votre attention",
        }),
};
