/**
 * The words of the school office.
 *
 * @module
 */

import { moment, plural } from "/language/formats.js";

/** @type {typeof import("/language/en/office.js").office} */
export const office = {
    heading: "Administration",
    parts: "Rubriques de l’administration",
    people: "Personnes",
    classes: "Classes",
    audit: "Journal d’audit",
    more: "Afficher la suite",
    roles: { TEACHER: "Enseignant", STUDENT: "Élève", ADMIN: "Administration" },

    list: {
        search: "Chercher par nom ou e-mail",
        show: "Afficher",
        everyone: "Tout le monde",
        kinds: {
            TEACHER: "Enseignants",
            STUDENT: "Élèves",
            ADMIN: "Administration",
            disabled: "Comptes désactivés",
        },
        none: "Aucun compte ne correspond.",
        found: (count, more) =>
            more
                ? plural(count, { one: "Le premier compte (#)", other: "Les # premiers comptes" })
                : plural(count, { one: "# compte", other: "# comptes" }),
    },

    state: {
        unclaimed: "Pas encore activé",
        disabled: "Désactivé",
        merging: "Fusion interrompue",
    },

    person: {
        created: "Créé",
        role: "Rôle",
        email: "E-mail",
        state: "État",
        active: "En service",
        disabledSince: (at) => `Désactivé depuis ${moment(at)}`,
        merging:
            "La fusion de ce compte avec un autre a été interrompue. Il reste désactivé jusqu’à ce qu’elle soit refaite.",
        teaches: "Classes enseignées",
        attends: "Classes suivies",
        log: "Ce qui est arrivé à ce compte",
        deeds: "Ce que cette personne a fait",
        correct: "Corriger le nom et l’e-mail",
        name: "Nom",
        save: "Enregistrer",
        saved: "Le compte a été modifié.",
        toTeacher: "En faire un compte d’enseignant",
        toTeacherBody:
            "La personne est déconnectée et quitte toutes ses classes d’élève. Les séances passées gardent ses présences.",
        toStudent: "En faire un compte d’élève",
        toStudentBody:
            "La personne est déconnectée. Un enseignant qui a des classes ne peut pas devenir élève.",
        roleChanged: "Le rôle a été changé.",
        disable: "Désactiver le compte",
        disableBody:
            "La personne est déconnectée immédiatement, et ne peut pas se connecter avant que le compte soit réactivé. Classes et présences restent.",
        disabled: "Le compte est désactivé.",
        enable: "Réactiver le compte",
        enabled: "Le compte peut de nouveau être utilisé.",
        merge: "Fusionner avec un autre compte…",
        mergeTitle: (who) => `Fusionner le compte de ${who}`,
        mergeBody:
            "Cherchez le compte qui reste. Il garde son nom, son adresse e-mail et son mot de passe, et reprend classes, présences et corrections. Le compte présent est ensuite supprimé. Si les deux sont notés à une même séance, présent l’emporte sur en retard, excusé et absent.",
        mergeSearch: "Compte qui reste",
        mergeConfirm: (one, other) => `Fusionner ${one} avec ${other} ?`,
        mergeNote: "C’est irréversible.",
        mergeButton: "Fusionner",
        merged: "Les comptes ont été fusionnés.",
        remove: "Supprimer le compte…",
        removeTitle: (who) => `Supprimer le compte de ${who} ?`,
        removeStudent:
            "L’élève quitte toutes ses classes. Les séances passées gardent ses présences, mais pas son nom. C’est irréversible.",
        removeOther: "C’est irréversible. Les classes d’un enseignant doivent d’abord être transférées.",
        removeConfirm: "Supprimer le compte",
        removed: "Le compte a été supprimé.",
    },

    classList: {
        search: "Chercher par nom de classe",
        archived: "Classes archivées",
        none: "Aucune classe ne correspond.",
        about: (students, teacher) =>
            plural(students, {
                one: `# élève, ${teacher ?? "enseignant supprimé"}`,
                other: `# élèves, ${teacher ?? "enseignant supprimé"}`,
            }),
    },

    class: {
        students: "Élèves",
        owner: "Responsable",
        move: "Transférer à un autre enseignant…",
        moveTitle: (className) => `Transférer ${className} à un autre enseignant`,
        moveBody:
            "Le nouveau responsable voit toutes les séances passées. L’actuel n’a plus la classe ; une séance en cours continue avec le nouveau.",
        moveSearch: "Nouveau responsable",
        moveConfirm: (className, teacher) => `Transférer ${className} à ${teacher} ?`,
        moveButton: "Transférer",
        moved: (teacher) => `La classe appartient maintenant à ${teacher}.`,
    },

    choose: {
        none: "Personne ne correspond.",
        choose: "Choisir",
        chooseLabel: (who) => `Choisir ${who}`,
    },

    log: {
        lead: "Qui a fait quoi. Les entrées ne peuvent pas être modifiées, et sont gardées aussi longtemps que le serveur est réglé pour le faire.",
        action: "Quoi",
        every: "Tout",
        outcome: "Résultat",
        any: "Tous",
        done: "Exécuté",
        refused: "Refusé",
        actions: {
            "account.signup": "Inscription",
            "account.login": "Connexion",
            "account.sign-on": "Connexion avec le compte de l’établissement",
            "account.logout": "Déconnexion",
            "account.refresh": "Connexion d’un appareil renouvelée",
            "account.device": "Appareil déconnecté",
            "account.claim": "Compte activé",
            "account.password": "Mot de passe changé",
            "account.forgot": "Message pour un nouveau mot de passe demandé",
            "account.reset-code": "Code pour un nouveau mot de passe émis",
            "account.change": "Compte modifié",
            "account.merge": "Comptes fusionnés",
            "account.delete": "Compte supprimé",
            "account.export": "Données personnelles téléchargées",
            "class.create": "Classe créée",
            "class.change": "Classe modifiée",
            "class.delete": "Classe supprimée",
            "class.move": "Classe transférée",
            "class.add-teacher": "Enseignant ajouté à une classe",
            "class.remove-teacher": "Enseignant retiré d’une classe",
            "class.enrol": "Élève inscrit",
            "class.confirm": "Compte d’un élève invité confirmé",
            "class.decline": "Invitation refusée",
            "class.withdraw": "Invitation retirée",
            "class.refuse-join": "Demande d’entrer refusée",
            "class.unenrol": "Élève retiré d’une classe",
            "key.create": "Clé d’API créée",
            "key.end": "Clé d’API mise hors service",
            "roster.import": "Liste importée",
            "roster.sync": "Classe mise à jour d’après une liste",
            "roster.undo": "Importation annulée",
            "roster.codes": "Codes émis",
            "report.file": "Fichier téléchargé",
            "report.school": "Présences de tout l’établissement téléchargées",
            "session.import": "Rapport de réunion importé comme séance",
            "session.correct": "Présence corrigée",
            "session.reopen": "Séance rouverte",
            "session.discard": "Séance écartée",
            "session.restore": "Séance rétablie",
        },
        only: "Seulement les entrées sur un compte ou une classe.",
        all: "Afficher toutes les entrées",
        none: "Aucune entrée ne correspond.",
        file: "le journal d’audit",
        table: "Journal d’audit",
        when: "Quand",
        who: "Qui",
        about: "Au sujet de",
        changes: "Modifications",
        unknown: "Inconnu",
        deleted: "Compte supprimé",
        outcomes: { ok: "Exécuté", started: "Inconnu", "broken off": "Interrompu" },
        refusedWith: (code) => `Refusé (${code})`,
        targets: {
            userId: "Compte",
            intoId: "Vers",
            studentId: "Élève",
            teacherId: "Enseignant",
            classId: "Classe",
            sessionId: "Séance",
            importId: "Importation",
            keyId: "Clé d’API",
            key: "Clé d’API nommée",
            dryRun: "Essai à blanc",
            days: "Jours",
            way: "Donné par",
        },
        fields: {
            name: "Nom",
            givenName: "Prénom",
            familyName: "Nom de famille",
            email: "E-mail",
            role: "Rôle",
            disabledAt: "Désactivé",
            teacherId: "Responsable",
            mark: "Présence",
        },
        notDisabled: "non",
    },
};
