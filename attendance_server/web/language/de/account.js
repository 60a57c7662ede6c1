/**
 * The words of the page of one's account.
 *
 * @module
 */

import { text as reports } from "/language/de/reports.js";
import { plural } from "/language/formats.js";

/** @type {typeof import("/language/en/account.js").text} */
export const text = {
    ...reports,

    devices: {
        heading: "Geräte",
        body: "Auf diesen Geräten bleiben Sie angemeldet. Melden Sie sich auf denen ab, die Sie nicht kennen oder nicht mehr benutzen.",
        none: "Sie bleiben auf keinem Gerät angemeldet: auf diesem nur, bis Sie sich abmelden oder alle Tabs schließen.",
        current: "Dieses Gerät",
        unknown: "Unbekannter Browser",
        lastUsed: (when) => `Zuletzt benutzt: ${when}`,
        since: (when) => `Angemeldet seit: ${when}`,
        end: "Abmelden",
        endOne: (device) => `Abmelden: ${device}`,
        ended: (device) => `${device} ist abgemeldet.`,
        endOthers: "Auf allen anderen Geräten abmelden",
        endOthersTitle: "Auf allen anderen Geräten abmelden?",
        endOthersBody: (count) =>
            plural(count, {
                one: "Sie werden auf # anderen Gerät sofort abgemeldet.",
                other: "Sie werden auf # anderen Geräten sofort abgemeldet.",
            }),
        endedOthers: "Sie sind auf allen anderen Geräten abgemeldet.",
    },

    accountPage: {
        heading: "Konto",
        name: "Name",
        email: "E-Mail",
        studentNumber: "Schülernummer",
        role: "Rolle",
        roles: { TEACHER: "Lehrkraft", STUDENT: "Schüler/in", ADMIN: "Sekretariat" },
        rename: "Namen ändern",
        newName: "Ihr Name",
        save: "Speichern",
        renamed: "Ihr Name wurde geändert.",
        languageBody: "Für Seiten, Dateien und E-Mails, auf allen Ihren Geräten.",
        password: "Passwort ändern",
        oldPassword: "Bisheriges Passwort",
        newPassword: "Neues Passwort",
        newPasswordHint: (rules) => `${rules} Überall sonst werden Sie abgemeldet.`,
        change: "Passwort ändern",
        changed: "Ihr Passwort wurde geändert.",
        delete: "Konto löschen",
        deleteAdmin:
            "Das kann nicht rückgängig gemacht werden. Das einzige Konto der Verwaltung kann nicht gelöscht werden.",
        deleteTeacher:
            "Ihre Klassen gehen an eine Assistenz, die keine Vertretung ist. Klassen ohne Assistenz werden mitgelöscht. Vergangene Stunden bleiben der Schule.",
        deleteStudent:
            "Sie verlassen alle Klassen. In vergangenen Stunden bleibt Ihre Anwesenheit, aber nicht Ihr Name.",
        deleteTitle: "Ihr Konto löschen?",
        deletePassword: "Ihr Passwort",
        deleted: "Ihr Konto wurde gelöscht.",
    },

    ownData: {
        heading: "Alles über mich",
        body: "Eine Datei (JSON) mit allem, was dieser Server über Sie speichert: Konto, Klassen und Stunden.",
        button: "Alles über mich herunterladen",
    },
};
