/**
 * The words of the page of one's account.
 *
 * @module
 */

import { text as reports } from "/language/fr/reports.js";
import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/account.js").text} */
export const text = {
    ...reports,

    devices: {
        heading: "Appareils",
        body: "Vous restez connecté sur ces appareils. Déconnectez ceux que vous ne reconnaissez pas ou n’utilisez plus.",
        none: "Vous ne restez connecté sur aucun appareil : sur celui-ci, jusqu’à la déconnexion ou la fermeture de tous les onglets.",
        current: "Cet appareil",
        unknown: "Navigateur inconnu",
        lastUsed: (when) => `Dernière utilisation : ${when}`,
        since: (when) => `Connexion : ${when}`,
        end: "Déconnecter",
        endOne: (device) => `Déconnecter : ${device}`,
        ended: (device) => `${device} est déconnecté.`,
        endOthers: "Déconnecter tous les autres appareils",
        endOthersTitle: "Déconnecter tous les autres appareils ?",
        endOthersBody: (count) =>
            plural(count, {
                one: "# autre appareil est déconnecté immédiatement.",
                other: "# autres appareils sont déconnectés immédiatement.",
            }),
        endedOthers: "Tous les autres appareils sont déconnectés.",
    },

    accountPage: {
        heading: "Compte",
        name: "Nom",
        email: "E-mail",
        studentNumber: "Numéro d’élève",
        role: "Rôle",
        roles: { TEACHER: "Enseignant", STUDENT: "Élève", ADMIN: "Administration" },
        languageBody: "Pour les pages, les fichiers et les e-mails, sur tous vos appareils.",
        rename: "Changer votre nom",
        newName: "Votre nom",
        save: "Enregistrer",
        renamed: "Votre nom a été changé.",
        password: "Changer le mot de passe",
        oldPassword: "Mot de passe actuel",
        newPassword: "Nouveau mot de passe",
        newPasswordHint: (rules) => `${rules} Vous êtes déconnecté partout ailleurs.`,
        change: "Changer le mot de passe",
        changed: "Votre mot de passe a été changé.",
        delete: "Supprimer le compte",
        deleteAdmin: "C’est irréversible. Le seul compte de l’administration ne peut pas être supprimé.",
        deleteTeacher:
            "Vos classes reviennent à un assistant qui n’est pas remplaçant. Les classes qui n’en ont pas sont aussi supprimées. Les séances passées restent à l’établissement.",
        deleteStudent:
            "Vous quittez toutes vos classes. Les séances passées gardent vos présences, mais pas votre nom.",
        deleteTitle: "Supprimer votre compte ?",
        deletePassword: "Votre mot de passe",
        deleted: "Votre compte a été supprimé.",
    },

    ownData: {
        heading: "Tout ce qui me concerne",
        body:
            "Un seul fichier (JSON) avec tout ce que ce serveur enregistre sur vous : votre compte, vos classes et vos séances.",
        button: "Télécharger tout ce qui me concerne",
    },
};
