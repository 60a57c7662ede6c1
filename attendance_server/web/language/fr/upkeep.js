/**
 * The words of what keeps a class up to date.
 *
 * @module
 */

import { enumerated } from "/language/fr/common.js";
import { day, moment, number, plural, time } from "/language/formats.js";

/** @import { Change } from "/api-types.js" */

/** @type {typeof import("/language/en/upkeep.js").keyWords} */
export const keyWords = {
    heading: "Clés pour les envois de nuit",
    ofClass:
        "Un programme de l’établissement peut tenir cette classe conforme à ses listes. Il a une clé au lieu d’un mot de passe, qui ne permet rien d’autre.",
    ofSchool:
        "Un programme de l’établissement peut tenir toutes les classes conformes à ses listes. Il a une clé au lieu d’un mot de passe, qui ne permet rien d’autre.",
    none: "Il n’y a pas de clé.",
    make: "Créer une clé",
    makeTitle: "Créer une clé",
    name: "À quoi sert-elle ?",
    nameHint: "La liste des clés, les journaux et l’audit affichent ce nom.",
    madeTitle: "Copiez cette clé maintenant",
    madeBody:
        "Elle n’est affichée que cette fois. Qui la possède peut changer la composition de la classe.",
    key: "Clé",
    close: "Je l’ai copiée",
    about: (at, by, used) =>
        enumerated([
            by ? `Créée le ${moment(at)} par ${by}` : `Créée le ${moment(at)}`,
            used ? `dernière utilisation : ${moment(used)}` : "pas encore utilisée",
        ]),
    end: "Mettre fin",
    endLabel: (name) => `Mettre fin à la clé ${name}`,
    endTitle: (name) => `Mettre fin à la clé ${name} ?`,
    endBody: "Les envois qui l’utilisent sont refusés à partir de maintenant.",
    ended: "La clé est hors service.",
};

/** @type {Record<Change, string>} */
const CHANGES = {
    new: "reçoit un compte",
    moved: "rejoint la classe",
    renamed: "reçoit ce nom",
    left: "quitte la classe",
    invited: "est invité",
    unchanged: "reste",
    wrong: "est erroné",
};

/** @type {typeof import("/language/en/upkeep.js").syncWords} */
export const syncWords = {
    heading: "Est-ce toute la classe ?",
    lead: "La classe peut devenir ce que dit cette liste. Les élèves qui n’y sont pas quittent alors la classe ; leurs comptes et leurs séances passées restent.",
    compare: "Comparer avec la classe",
    comparing: "Comparaison…",
    same: "La classe est déjà conforme à la liste.",
    changes: CHANGES,
    summary: (counts) => {
        const parts = enumerated([
            counts.new &&
                plural(counts.new, { one: "# nouveau compte", other: "# nouveaux comptes" }),
            counts.moved &&
                plural(counts.moved, { one: "# élève arrive", other: "# élèves arrivent" }),
            counts.renamed &&
                plural(counts.renamed, { one: "# nouveau nom", other: "# nouveaux noms" }),
            counts.invited &&
                plural(counts.invited, { one: "# invitation", other: "# invitations" }),
            counts.left && plural(counts.left, { one: "# élève part", other: "# élèves partent" }),
            counts.unchanged && `inchangés : ${number(counts.unchanged)}`,
        ]);
        return `${parts}.`;
    },

    wrong: (count) =>
        plural(count, {
            one: "# ligne est erronée. Corrigez d’abord le fichier : tout est fait, ou rien.",
            other: "# lignes sont erronées. Corrigez d’abord le fichier : tout est fait, ou rien.",
        }),
    before: (before) => `S’appelle actuellement ${before}`,
    list: "Ce qui change",
    more: (count) => plural(count, { one: "et # autre élève", other: "et # autres élèves" }),
    allowLeft: (left) =>
        plural(left, { one: "Oui, # élève part", other: "Oui, # élèves partent" }),
    allowLeftHint: "C’est plus d’un tiers de la classe. La liste est-elle complète ?",
    update: "Mettre la classe à jour",
    updating: "Mise à jour de la classe…",
    undo: "Cela peut être annulé pendant un jour, sur la page de la classe.",
    done: "La classe est maintenant conforme à la liste.",
};

/** @type {typeof import("/language/en/upkeep.js").meetingWords} */
export const meetingWords = {
    heading: "Cours en ligne",
    summary: "Importer un rapport de présence Teams ou Zoom",
    lead: "Le rapport devient une séance passée, qui peut être corrigée comme toute autre.",
    choose: "Choisir un rapport",
    chooseOther: "Choisir un autre rapport",
    drop: "Le fichier que Teams ou Zoom enregistre, tel quel. Vous pouvez aussi le déposer sur cette page.",
    sources: { teams: "Teams", zoom: "Zoom" },
    checking: (fileName) => `Lecture de ${fileName}…`,
    when: (start, end) => `${day(start)}, de ${time(start)} à ${time(end)}`,
    whenUnknown: "Le rapport n’indique pas quand le cours a eu lieu.",
    started: "Début du cours",
    ended: "Fin du cours",
    minMinutes: "Minutes pour être présent",
    minMinutesHint: "Qui est resté moins longtemps est absent.",
    lateAfter: "En retard après (minutes)",
    lateAfterHint: "À partir du début du cours ; vide : jamais.",
    dates: "Dates du rapport",
    dayFirst: "jour, mois",
    monthFirst: "mois, jour",
    unclearDates: "Les dates peuvent se lire dans les deux sens. Veuillez choisir.",
    again: "Appliquer",
    counts: ({ present, late, absent, others }) =>
        enumerated([
            plural(present, { one: "# présent", other: "# présents" }),
            late && plural(late, { one: "# retard", other: "# retards" }),
            plural(absent, { one: "# absent", other: "# absents" }),
            others &&
                plural(others, {
                    one: "# personne hors de la classe",
                    other: "# personnes hors de la classe",
                }),
        ]),
    student: "Élève",
    status: "Statut",
    there: "Présence",
    stay: (minutes, joined, left) =>
        enumerated([
            `${number(minutes)} min`,
            joined !== null && (left ? `de ${time(joined)} à ${time(left)}` : time(joined)),
        ]),
    found: {
        email: "trouvé par l’adresse",
        number: "trouvé par le numéro",
        name: "trouvé par le nom",
        no: "pas dans le rapport",
    },

    others: "Non trouvés dans la classe",
    othersHint:
        "Des enseignants et des invités, et des élèves dont le nom dans la réunion n’est pas clair. Corrigez leur présence après l’importation.",
    add: "Ajouter cette séance",
    imported: "Ce rapport a déjà été importé.",
    show: "Afficher cette séance",
    replace: "Remplacer cette séance",
    added: "La séance a été ajoutée.",
    working: "Ajout de la séance…",
};
