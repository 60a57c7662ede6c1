/**
 * The words of teachers' pages.
 *
 * @module
 */

import { being, enumerated } from "/language/fr/common.js";
import { text as sessions } from "/language/fr/sessions.js";
import { moment, number, plural, sessionStart, time } from "/language/formats.js";

/**
 * How many students match a filter, and how many tiles are shown: a tile that no longer matches
 * stays in its place until the filter is changed.
 *
 * @param {string} counted in words @param {number} count @param {number} shown
 */
const withShown = (counted, count, shown) =>
    shown === count ? counted : `${counted}, affichés : ${number(shown)}`;

/** @type {typeof import("/language/en/teacher.js").text} */
export const text = {
    ...sessions,

    classList: {
        none: "Vous n’avez pas encore de classe. Créez la première ci-dessus.",
        name: "Nom d’une nouvelle classe",
        create: "Créer la classe",
        created: (name) => `${name} a été créée. Ajoutez maintenant ses élèves.`,
        students: (count) => plural(count, { one: "# élève", other: "# élèves" }),
        archived: (count) => `Classes archivées (${number(count)})`,
        archivedHeading: "Classes archivées",
        archivedHint:
            "Leurs séances passées, bilans et fichiers restent. On ne peut pas y faire l’appel.",
        noneArchived: "Vous n’avez pas de classe archivée.",
    },

    slips: {
        noneHeading: "Aucun code à afficher",
        none: "Les codes ne sont affichés qu’une fois. Pour les élèves qui n’ont pas encore activé leur compte, créez de nouveaux codes sur la page de la classe.",
        toClass: "Vers la classe",
        heading: (count) =>
            plural(count, {
                one: "# code à distribuer",
                other: "# codes à distribuer",
            }),
        once: "Ces codes ne seront plus affichés. Imprimez-les ou téléchargez-les maintenant. Si l’un d’eux se perd, créez-en un nouveau sur la page de la classe.",
        careful: "Quiconque a un code peut activer le compte. Ne remettez chaque papier qu’à son élève.",
        print: "Imprimer les papiers",
        download: "Télécharger en CSV",
        done: "Terminé",
        leaveTitle: "Quitter les codes ?",
        leaveBody: "Ils n’ont été ni imprimés ni téléchargés, et ne seront plus affichés.",
        leave: "Quitter",
        sheet: "Papiers",
        file: "codes",
        columns: ["Nom", "E-mail", "Numéro d’élève", "Code", "Lien", "Valable jusqu’au"],
        goTo: "Allez sur",
        choose: "et choisissez « J’ai un code ».",
        join: "connectez-vous, et utilisez ce code pour entrer dans la classe.",
        code: "Votre code",
        logInWith: "Ensuite, connectez-vous avec",
        until: "Le code est valable jusqu’au",
        orLink: "Ou allez directement sur",
    },

    unclaimed: {
        correct: "Corriger",
        correctLabel: (name) => `Corriger ${name}`,
        title: (name) => `Corriger ${name}`,
        body: "Tant que l’élève n’a pas activé le compte, vous pouvez corriger le nom ou supprimer le compte.",
        name: "Nom",
        save: "Enregistrer",
        saved: "Le nom a été corrigé.",
        remove: "Supprimer le compte…",
        removeTitle: (name) => `Supprimer le compte de ${name} ?`,
        removeBody:
            "Le compte quitte toutes les classes, son code ne vaut plus, et son adresse e-mail est de nouveau libre.",
        removeConfirm: "Supprimer le compte",
        removed: "Le compte a été supprimé.",
    },

    recentImports: {
        what: ({ at, created, joined, invited, left, renamed }) => {
            const parts = enumerated([
                created && plural(created, { one: "# nouveau compte", other: "# nouveaux comptes" }),
                joined && plural(joined, { one: "# élève connu", other: "# élèves connus" }),
                invited && plural(invited, { one: "# invitation", other: "# invitations" }),
                left && plural(left, { one: "# élève parti", other: "# élèves partis" }),
                renamed && plural(renamed, { one: "# nouveau nom", other: "# nouveaux noms" }),
            ]);
            return `Importation (${sessionStart(at)}) : ${parts}.`;
        },
        undo: "Annuler",
        undoLabel: (at) => `Annuler l’importation : ${moment(at)}`,
        title: "Annuler cette importation ?",
        body: "Tous ceux qu’elle a ajoutés quittent la classe et une séance en cours, et les élèves qui l’avaient quittée y sont de nouveau. Les comptes que personne n’a encore activés sont supprimés, et leurs codes ne valent plus. Possible pendant un jour.",
        confirm: "Annuler l’importation",
        done: (deleted) =>
            plural(deleted, {
                one: "L’importation a été annulée, # compte a été supprimé.",
                other: "L’importation a été annulée, # comptes ont été supprimés.",
            }),
    },

    codes: {
        unclaimed: "Pas encore activé",
        waiting: (count) =>
            plural(count, {
                one: "# élève n’a pas encore activé son compte.",
                other: "# élèves n’ont pas encore activé leur compte.",
            }),
        others: (count) =>
            plural(count, {
                one: "Le code de # d’entre eux est à distribuer par un autre enseignant.",
                other: "Les codes de # d’entre eux sont à distribuer par d’autres enseignants.",
            }),
        one: "Nouveau code",
        oneLabel: (name) => `Nouveau code pour ${name}`,
        oneTitle: (name) => `Nouveau code pour ${name} ?`,
        oneBody: "Le code déjà remis cesse de fonctionner.",
        all: "Nouveaux codes pour tous les comptes non activés",
        allTitle: (count) =>
            plural(count, {
                one: "Un nouveau code pour # élève ?",
                other: "De nouveaux codes pour # élèves ?",
            }),
        allBody: "Les codes déjà remis cessent de fonctionner, y compris ceux des papiers distribués.",
        allConfirm: "Créer de nouveaux codes",
        none: "Plus aucun élève n’a besoin d’un code.",
        unprinted: (count) =>
            plural(count, {
                one: "# code n’a pas encore été imprimé ni téléchargé.",
                other: "# codes n’ont pas encore été imprimés ni téléchargés.",
            }),
        show: "Afficher les codes",
        failed: "La liste des comptes non activés n’a pas pu être chargée.",
    },

    pending: {
        heading: (count) => `Pas encore dans la classe (${number(count)})`,
        explanation:
            "Ces comptes existaient avant l’importation de la liste, et quelqu’un d’autre a pu s’inscrire avec l’adresse d’un élève. Remettez le code, ou confirmez les élèves que vous connaissez.",
        unconfirmed: "Pas encore confirmé",
        invited: "Invité",
        confirm: "Confirmer",
        confirmLabel: (name) => `Confirmer ${name}`,
        confirmed: (name) => `${name} est maintenant dans la classe.`,
        confirmAll: (count) => `Tous les confirmer (${number(count)})`,
        allConfirmed: (count) =>
            plural(count, {
                one: "# élève est maintenant dans la classe.",
                other: "# élèves sont maintenant dans la classe.",
            }),
        withdraw: "Retirer",
        withdrawLabel: (name) => `Retirer l’invitation de ${name}`,
        withdrawTitle: (name) => `Retirer l’invitation de ${name} ?`,
        withdrawBody:
            "Son code pour cette classe cesse de fonctionner. Vous pouvez l’inviter de nouveau à tout moment.",
        withdrawn: (name) => `L’invitation de ${name} a été retirée.`,
        failed: "La liste des élèves invités n’a pas pu être chargée.",
    },

    class: {
        importList: "Importer une liste",
        csv: "CSV",
        xlsx: "Excel",
        csvLabel: "Les élèves de cette classe en CSV",
        xlsxLabel: "Les élèves de cette classe pour Excel (XLSX)",
        start: "Démarrer une séance",
        resume: "Ouvrir la séance en cours",
        rename: "Renommer",
        archive: "Archiver la classe",
        archiveInstead: "Plutôt archiver",
        archiveHint:
            "Une classe archivée disparaît de votre liste et de celles de ses élèves. Ses séances passées, bilans et fichiers restent, et vous pouvez la remettre en service à tout moment.",
        archivedNow: (name) => `${name} a été archivée.`,
        archived:
            "Cette classe est archivée. On ne peut pas y démarrer de séance, mais ses séances passées, bilans et fichiers restent.",
        unarchive: "Remettre dans mes classes",
        unarchived: (name) => `${name} est de nouveau dans vos classes.`,
        delete: "Supprimer la classe…",
        deleteConfirm: "Supprimer la classe",
        renameTitle: "Renommer cette classe",
        newName: "Nouveau nom",
        save: "Enregistrer",
        renamed: "La classe a été renommée.",
        deleteTitle: (name) => `Supprimer ${name} ?`,
        deleteBody:
            "Une classe supprimée ne peut pas être récupérée. Ses séances passées, bilans et fichiers sont supprimés avec elle.",
        deleteSessions: (count) =>
            plural(count, {
                one: "# séance est supprimée avec elle et ne peut pas être récupérée.",
                other: "# séances sont supprimées avec elle et ne peuvent pas être récupérées.",
            }),
        deleteType: "Pour supprimer la classe, saisissez son nom :",
        deleteName: "Nom de la classe",
        deleteWrongName: "Ce n’est pas le nom de la classe.",
        deleted: (name) => `${name} a été supprimée.`,
        students: (count) => plural(count, { one: "# élève", other: "# élèves" }),
        noStudents:
            "Aucun élève n’est encore inscrit. Ajoutez des élèves par leur nom, ou collez une liste d’adresses e-mail.",
        filter: "Chercher dans cette classe",
        noMatch: "Aucun élève ne correspond.",
        remove: "Retirer",
        removeLabel: (name) => `Retirer ${name}`,
        removeTitle: (name) => `Retirer ${name} de cette classe ?`,
        removeBody:
            "Si une séance est en cours, sa présence y est aussi retirée. Les séances passées restent.",
        removed: (name) => `${name} a été retiré.`,
        add: "Ajouter des élèves",
        search: "Chercher par nom ou e-mail",
        searchHint:
            "Ou par numéro d’élève. Les élèves ont besoin d’un compte : ils s’inscrivent ici, ou vous importez une liste.",
        searchHintAssistant:
            "Ou par numéro d’élève. Les élèves ont besoin d’un compte : ils s’inscrivent ici.",
        found: (count) => plural(count, { one: "# élève trouvé", other: "# élèves trouvés" }),
        foundMany: (count) =>
            `Les ${number(count)} premiers sont affichés. Saisissez-en plus pour en trouver d’autres.`,
        foundNone: "Aucun élève n’a ce nom, cette adresse ou ce numéro. S’est-il inscrit ?",
        enrol: "Ajouter",
        enrolLabel: (name) => `Ajouter ${name}`,
        enrolled: "Dans cette classe",
        enrolledNow: (name) => `${name} a été ajouté.`,
        paste: "Coller une liste d’adresses e-mail",
        pasteField: "Adresses e-mail",
        pasteHint: "Une par ligne, ou séparées par des virgules. Elles peuvent comporter des noms.",
        pasteSubmit: "Tout ajouter",
        pasteNothing: "Ce texte ne contient aucune adresse e-mail.",
        pasteProgress: (done, all) => `${number(done)} sur ${number(all)}…`,
        pasteResult: (added, failed) =>
            [
                plural(added, { one: "# élève ajouté.", other: "# élèves ajoutés." }),
                failed &&
                    plural(failed, {
                        one: "# ligne demande votre attention. Elle est encore dans le champ.",
                        other: "# lignes demandent votre attention. Elles sont encore dans le champ.",
                    }),
            ]
                .filter(Boolean)
                .join(" "),
        outcome: {
            enrolled: "Ajouté",
            already: "Déjà dans cette classe",
            invited: "Invité. L’élève entre quand il accepte",
            unknown: "Aucun élève n’a cette adresse e-mail",
            wrong: "Pas une adresse e-mail",
        },
    },

    lateSetting: {
        current: (minutes) =>
            minutes === null
                ? "Les élèves ne sont pas notés en retard automatiquement."
                : plural(minutes, {
                      one: "Les élèves sont en retard à partir de # minute après le début.",
                      other: "Les élèves sont en retard à partir de # minutes après le début.",
                  }),
        button: "En retard à partir de…",
        title: "Noter les retards automatiquement",
        body: "Les élèves que vous touchez après ce délai sont notés en retard. Vous pouvez toujours choisir un autre statut.",
        label: "Minutes après le début",
        hint: "Un nombre entier de 1 à 1440. Laissez vide pour ne noter aucun retard automatiquement.",
        save: "Enregistrer",
        changed: (minutes) =>
            minutes === null
                ? "Dès la prochaine séance, les élèves ne sont plus notés en retard automatiquement."
                : plural(minutes, {
                      one: "Dès la prochaine séance, les élèves sont en retard à partir de # minute après le début.",
                      other: "Dès la prochaine séance, les élèves sont en retard à partir de # minutes après le début.",
                  }),
    },

    roll: {
        since: (iso) => `Début : ${sessionStart(iso)}`,
        searchHint: "Chercher un élève",
        shown: (count) =>
            plural(count, { one: "# élève correspond", other: "# élèves correspondent" }),
        roster: "Appel",
        help: "Touchez un élève pour le noter présent. Touchez encore, ou touchez les points, pour choisir un autre statut.",
        chooseFor: (name) => `Choisir un autre statut pour ${name}`,
        filters: "Afficher",
        filter: {
            all: "Tous",
            none: "Pas notés",
            present: "Présents",
            late: "En retard",
            excused: "Excusés",
            absent: "Absents",
        },
        filtered: {
            none: (count, shown) =>
                withShown(
                    plural(count, { one: "# élève pas noté", other: "# élèves pas notés" }),
                    count,
                    shown,
                ),
            present: (count, shown) =>
                withShown(
                    plural(count, { one: "# élève présent", other: "# élèves présents" }),
                    count,
                    shown,
                ),
            late: (count, shown) =>
                withShown(
                    plural(count, { one: "# élève en retard", other: "# élèves en retard" }),
                    count,
                    shown,
                ),
            excused: (count, shown) =>
                withShown(
                    plural(count, { one: "# élève excusé", other: "# élèves excusés" }),
                    count,
                    shown,
                ),
            absent: (count, shown) =>
                withShown(
                    plural(count, { one: "# élève absent", other: "# élèves absents" }),
                    count,
                    shown,
                ),
        },
        projector: "Projection",
        end: "Terminer la séance",
        shortcuts: "Raccourcis clavier",
        saving: "Enregistrement…",
        waiting: "En attente d’envoi",
        markedAt: (status, iso) => `${sessions.status[status]} ${time(iso)}`,
        notSaved: "Pas enregistré",
        lastChange: (name, status) => `${name} : ${being[status]}`,
        undo: "Annuler",
        undone: (name) => `Annulé : ${name}`,
        notUndone: (name, status) =>
            `Pas annulé : ${name} a été modifié ailleurs depuis (${being[status]}).`,
        already: (name) => `${name} est déjà noté présent.`,
        alreadyMarked: (name, status) =>
            status === "none" ? `${name} n’est pas noté.` : `${name} est déjà ${being[status]}.`,
        savedOne: (name, status) => `${name} : ${being[status]}`,
        savedMany: (count, present, total) =>
            plural(count, {
                one: `# présence enregistrée. Présents : ${number(present)} sur ${number(total)}.`,
                other: `# présences enregistrées. Présents : ${number(present)} sur ${number(total)}.`,
            }),
        endTitle: "Terminer cette séance ?",
        endBody: (present, total) =>
            `Présents : ${number(present)} élèves sur ${number(total)}. Les autres compteront comme absents.`,
        endExcused: (count) =>
            plural(count, { one: "# d’entre eux est excusé.", other: "# d’entre eux sont excusés." }),
        endPending: (count) =>
            count
                ? plural(count, {
                      one: "# présence n’est pas encore enregistrée. La séance se termine dès qu’elle l’est.",
                      other: "# présences ne sont pas encore enregistrées. La séance se termine dès qu’elles le sont.",
                  })
                : "",
        endOffline: (count) =>
            count
                ? plural(count, {
                      one: "Vous êtes hors ligne. # présence en attente est d’abord envoyée, et la séance se termine au retour de la connexion. Laissez cette page ouverte, ou annulez.",
                      other: "Vous êtes hors ligne. # présences en attente sont d’abord envoyées, et la séance se termine au retour de la connexion. Laissez cette page ouverte, ou annulez.",
                  })
                : "Vous êtes hors ligne. La séance se termine au retour de la connexion. Laissez cette page ouverte, ou annulez.",
        endConfirm: "Terminer la séance",
        endedHere: "La séance est terminée.",
        endedElsewhere: "La séance a été terminée dans une autre fenêtre.",
        notRunning: "Aucune séance n’est en cours pour cette classe.",
        noStudents: "Aucun élève n’est encore inscrit dans cette classe.",
        noMatch: "Aucun élève ne correspond à cette recherche.",
        toClass: "Ajouter des élèves",
        shortcutTable: [
            ["← ↑ → ↓", "Passer d’un élève à l’autre"],
            ["Espace ou Entrée", "Noter présent ; encore : choisir un autre statut"],
            ["p", "Noter présent, même après le délai de retard"],
            ["l", "Noter en retard"],
            ["e", "Noter excusé"],
            ["a", "Noter absent"],
            ["n", "Retirer la marque"],
            ["r", "Noter les autres présents"],
            ["/", "Chercher"],
            ["Entrée (dans la recherche)", "Noter le seul élève trouvé"],
            ["Échap (dans la recherche)", "Vider et quitter la recherche"],
            ["u", "Annuler la dernière modification"],
            ["?", "Afficher ces raccourcis"],
        ],
        shortcutsOn: "Utiliser les raccourcis à une touche p, l, e, a, n, r, /, u et ?",
    },

    projector: {
        title: (className) => `Projection : ${className}`,
        fullScreen: "Plein écran",
        leave: "Fermer la projection",
        since: (iso) => `Début : ${sessionStart(iso)}`,
        waiting: "En attente du premier nom…",
        others: (late, excused) =>
            enumerated([
                late && plural(late, { one: "# retard", other: "# retards" }),
                excused && plural(excused, { one: "# excusé", other: "# excusés" }),
            ]),
        ended: "La séance est terminée",
        arrivals: "Derniers arrivés",
        notRunning: "Aucune séance n’est en cours. Elle apparaît ici dès son début.",
    },
};
