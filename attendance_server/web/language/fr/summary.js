/**
 * The words of the list of students in an ended session.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/summary.js").summary} */
export const summary = {
    list: "Élèves de cette séance",
    soFar: "Résumé provisoire",
    soFarHint: "Les absents sont en tête. La liste suit chaque marque.",
    toRoll: "Retour à l’appel",
    filters: "Afficher",
    filter: {
        all: "Tous",
        missing: "Manquants",
        unmarked: "Pas notés",
        late: "En retard",
        excused: "Excusés",
        present: "Présents",
        corrected: "Corrigés",
    },
    neverMarked: "Pas noté",
    none: "Aucun élève dans ce groupe.",

    copy: "Copier les adresses",
    copied: (count) =>
        plural(count, { one: "# adresse a été copiée.", other: "# adresses ont été copiées." }),
    without: (count) =>
        plural(count, { one: "# élève n’a pas d’adresse.", other: "# élèves n’ont pas d’adresse." }),
    noAddress: "Aucun de ces élèves n’a d’adresse.",
    copyTitle: "Copiez ces adresses",
    copyHint:
        "Ce navigateur ne laisse pas la page copier. Les adresses sont sélectionnées : copiez-les par le menu ou avec Ctrl+C.",
    addresses: "Adresses",
    done: "Terminé",

    choose: (name) => `Sélectionner ${name}`,
    chooseShown: "Sélectionner tous les élèves affichés",
    chosen: (count) =>
        plural(count, { one: "# élève sélectionné", other: "# élèves sélectionnés" }),
    change: "Modifier les présences…",
    chooseNone: "Ne rien sélectionner",
    changeTitle: (count) =>
        plural(count, {
            one: "Modifier la présence de # élève",
            other: "Modifier la présence de # élèves",
        }),
    save: "Enregistrer les modifications",
    saved: (count) =>
        plural(count, { one: "# présence a été modifiée.", other: "# présences ont été modifiées." }),
    unchanged: (count) =>
        plural(count, {
            one: "# élève avait déjà ce statut.",
            other: "# élèves avaient déjà ce statut.",
        }),
    nothingChanged:
        "Tous avaient déjà ce statut. Rien n’a été modifié, et votre motif n’a pas été enregistré.",
};
