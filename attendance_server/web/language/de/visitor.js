/**
 * The words of whoever is not logged in, and of the page that sets a password.
 *
 * @module
 */

import { text as common } from "/language/de/common.js";
import { number } from "/language/formats.js";

/** @type {typeof import("/language/en/visitor.js").text} */
export const text = {
    ...common,

    login: {
        heading: "Anmelden",
        loginName: "E-Mail oder Schülernummer",
        password: "Passwort",
        stay: "Auf diesem Gerät angemeldet bleiben",
        stayHint:
            "Auch wenn Sie den Browser schließen. Nie auf einem Computer, den auch andere benutzen.",
        submit: "Anmelden",
        code: "Ich habe einen Code",
        forgot: "Passwort vergessen?",
        signOn: "Mit dem Schulkonto anmelden",
        orPassword: "Oder hier mit Ihrem Passwort:",
        office: "Die Verwaltung meldet sich mit Passwort an",
        signingOn: "Sie werden angemeldet …",
        errorCode: (code) => `(${code})`,
    },

    forgot: {
        heading: "Passwort vergessen?",
        byMail: "Geben Sie die E-Mail-Adresse Ihres Kontos an. Sie erhalten einen Link, mit dem Sie ein neues Passwort wählen.",
        email: "E-Mail",
        submit: "Link zusenden",
        sent: (email) =>
            `Wenn es ein Konto mit der Adresse ${email} gibt, ist eine E-Mail mit einem Link unterwegs. Sehen Sie auch im Spam-Ordner nach.`,
        ask: "Einen Code geben lassen",
        askInstead: "Oder einen Code geben lassen",
        askBody:
            "Schülerinnen und Schüler: von Ihrer Lehrkraft. Alle: vom Sekretariat. Mit dem Code wählen Sie ein neues Passwort, das sonst niemand erfährt.",
        back: "Zurück zur Anmeldung",
    },

    claim: {
        heading: "Ich habe einen Code",
        body: "Sie haben einen Code bekommen, auf Papier oder per E-Mail: für ein neues Konto oder weil Sie Ihr Passwort vergessen haben. Mit ihm wählen Sie einmal Ihr Passwort.",
        code: "Code",
        codeHint: "Zum Beispiel 7KQM-2XHD-PW9T. Großschreibung und Striche sind egal.",
        wrongLength: (expected, actual) =>
            `Ein Code hat ${number(expected)} Buchstaben und Ziffern. Dieser hat ${number(actual)}.`,
        password: "Neues Passwort",
        submit: "Dieses Passwort wählen",
        noCode: "Sie haben schon ein Passwort?",
        logIn: "Anmelden",
        done: (name, loginName) =>
            `Willkommen, ${name}. Ab jetzt melden Sie sich so an: ${loginName}.`,
        loggedInAs: "Auf diesem Gerät ist angemeldet:",
        notYou: "Wenn Sie das nicht sind, melden Sie dieses Konto zuerst ab. Dann können Sie Ihren Code benutzen.",
        logOut: "Abmelden und meinen Code benutzen",
        stay: "Angemeldet bleiben",
    },

    signUp: {
        heading: "Registrieren",
        role: "Ich bin",
        student: "Schüler/in",
        teacher: "Lehrkraft",
        name: "Name",
        nameHint: "Der Name, unter dem Ihre Klasse Sie kennt.",
        email: "E-Mail",
        password: "Passwort",
        code: "Code für Lehrkräfte",
        codeHint: "Lassen Sie das Feld leer, wenn Ihre Schule Ihnen keinen gegeben hat.",
        studentCode: "Code der Schule",
        studentCodeHint: "Der Code, den Ihre Schule Ihnen gegeben hat.",
        submit: "Registrieren",
        orLogIn: "Sie haben ein Konto?",
        logIn: "Anmelden",
        done: (name) => `Willkommen, ${name}.`,
    },
};
