/**
 * The words of whoever is not logged in, and of the page that sets a password.
 *
 * @module
 */

import { text as common } from "/language/fr/common.js";
import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/visitor.js").text} */
export const text = {
    ...common,

    login: {
        heading: "Connexion",
        loginName: "E-mail ou numéro d’élève",
        password: "Mot de passe",
        stay: "Rester connecté sur cet appareil",
        stayHint:
            "Même après la fermeture du navigateur. À ne jamais faire sur un ordinateur partagé.",
        submit: "Se connecter",
        code: "J’ai un code",
        forgot: "Mot de passe oublié ?",
        signOn: "Se connecter avec le compte de l’établissement",
        orPassword: "Ou avec votre mot de passe d’ici :",
        office: "L’administration se connecte avec un mot de passe",
        signingOn: "Connexion en cours…",
        errorCode: (code) => `(${code})`,
    },

    forgot: {
        heading: "Mot de passe oublié ?",
        byMail: "Indiquez l’adresse e-mail de votre compte : vous recevrez un lien pour choisir un nouveau mot de passe.",
        email: "E-mail",
        submit: "M’envoyer un lien",
        sent: (email) =>
            `S’il existe un compte avec l’adresse ${email}, un message contenant un lien est en route. Regardez aussi dans les indésirables.`,
        ask: "Demander un code",
        askInstead: "Ou demander un code",
        askBody:
            "Élèves : adressez-vous à votre enseignant. Tous : adressez-vous à l’administration. On vous donne un code avec lequel vous choisissez un nouveau mot de passe, que personne d’autre n’apprend.",
        back: "Retour à la connexion",
    },

    claim: {
        heading: "J’ai un code",
        body: "On vous a remis un code, ou vous l’avez reçu par e-mail : pour un nouveau compte, ou parce que vous avez oublié votre mot de passe. Utilisez-le une fois, pour choisir votre mot de passe.",
        code: "Code",
        codeHint: "Par exemple 7KQM-2XHD-PW9T. Les majuscules et les tirets sont sans importance.",
        wrongLength: (expected, actual) =>
            `Un code a ${number(expected)} lettres et chiffres. Celui-ci en a ${number(actual)}.`,
        password: "Nouveau mot de passe",
        submit: "Choisir ce mot de passe",
        noCode: "Vous avez déjà un mot de passe ?",
        logIn: "Se connecter",
        done: (name, loginName) =>
            `Bienvenue, ${name}. À partir de maintenant, connectez-vous avec ${loginName}.`,
        loggedInAs: "Sur cet appareil est connecté",
        notYou: "Si ce n’est pas vous, déconnectez d’abord cette personne. Vous pourrez ensuite utiliser votre code.",
        logOut: "Déconnecter et utiliser mon code",
        stay: "Rester connecté",
    },

    signUp: {
        heading: "Inscription",
        role: "Je suis",
        student: "Élève",
        teacher: "Enseignant",
        name: "Nom",
        nameHint: "Le nom sous lequel votre classe vous connaît.",
        email: "E-mail",
        password: "Mot de passe",
        code: "Code des enseignants",
        codeHint: "Laissez vide si votre établissement ne vous en a pas donné.",
        studentCode: "Code de l’établissement",
        studentCodeHint: "Le code que votre établissement vous a donné.",
        submit: "S’inscrire",
        orLogIn: "Vous avez un compte ?",
        logIn: "Se connecter",
        done: (name) => `Bienvenue, ${name}.`,
    },
};
