/**
 * The words with which students join a class by themselves, and those of a student without one.
 *
 * @module
 */

import { number } from "/language/formats.js";

export const errors = {
    class_code_wrong: "No class has this code. Look again, or ask your teacher for the current one.",
    too_many_tries: "That was wrong too often. Wait a moment, or ask your teacher.",
};

export const words = {
    heading: "Join a class",
    code: "Code of the class",
    codeHint: "Eight letters and digits, as your teacher shows them. You can also paste the link.",
    misread: "No code has a 0, O, 1 or I. Look again.",
    /** @param {number} expected @param {number} actual */
    wrongLength: (expected, actual) =>
        `Type ${number(expected)} letters and digits. These are ${number(actual)}.`,
    submit: "Join",
    /** @param {string} name */
    as: (name) => `You join as ${name}.`,
    notYou: "That is not you?",
    /** @param {string} className */
    joined: (className) => `You are in ${className}.`,
    asked: "Your teacher has been asked",
    /** @param {string} className */
    askedHint: (className) =>
        `Once your teacher has accepted you, ${className} is among your classes. This page notices by itself.`,
    /** @param {string} className */
    refused: (className) => `Your teacher did not accept you into ${className}. Ask them why.`,
    forStudents: "Only students join a class with a code",
    forStudentsHint: "Log out, and log in or sign up as a student.",

    welcome: {
        heading: "Welcome. You are not in a class yet.",
        enter: "Has your teacher shown a code? Enter it.",
        link: "Has your teacher shown a QR code or sent a link?",
        linkHint: "Scan it with the camera app of your phone, or open the link. It leads back here.",
        show: "Neither? Show this to your teacher.",
        showHint: "Your teacher adds you with it, and the class appears here by itself.",
        showNumber: "Your student number",
        showEmail: "Your e-mail address",
    },
};
