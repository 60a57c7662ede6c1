/**
 * The words with which teachers let students join a class by themselves.
 *
 * @module
 */

import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/class-code.js").words} */
export const words = {
    heading: "Code de la classe",
    hint: "Les élèves saisissent le code, ou ouvrent le lien, et sont dans la classe. Vous n’avez besoin ni de liste ni d’adresses.",
    rule: "Qui a le code",
    rules: {
        off: "ne peut pas l’utiliser",
        atOnce: "entre tout de suite",
        ask: "entre après votre accord",
    },
    readOnly: {
        off: "Le code est désactivé. Le responsable de la classe peut l’activer.",
        atOnce: "Les élèves qui ont le code entrent tout de suite.",
        ask: "Les élèves qui ont le code entrent après votre accord.",
    },
    enterAt: (address) =>
        `Les élèves se connectent sur ${address} et choisissent « Rejoindre une classe ».`,
    code: "Code de cette classe",
    picture: "Code QR du lien pour rejoindre cette classe",
    copyLink: "Copier le lien",
    copied: "Le lien a été copié.",
    notCopied: (link) => `Le lien n’a pas pu être copié. Le voici : ${link}`,
    showLarge: "Afficher en grand",
    close: "Fermer",
    renew: "Nouveau code…",
    renewTitle: "Remplacer le code ?",
    renewBody:
        "L’ancien code et son lien cessent immédiatement de fonctionner. Les élèves déjà entrés restent.",
    renewConfirm: "Remplacer",
    renewed: "La classe a un nouveau code.",
    saved: "Enregistré.",
    requests: (count) =>
        plural(count, { one: "# élève demande à entrer", other: "# élèves demandent à entrer" }),
    accept: "Accepter",
    refuse: "Refuser",
    acceptLabel: (name) => `Accepter : ${name}`,
    refuseLabel: (name) => `Refuser : ${name}`,
    accepted: (name) => `${name} est dans la classe.`,
    refused: (name) => `La demande de ${name} a été refusée.`,
};
