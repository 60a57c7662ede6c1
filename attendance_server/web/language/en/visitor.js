/**
 * The words of whoever is not logged in, and of the page that sets a password.
 *
 * @module
 */

import { text as common } from "/language/en/common.js";
import { number } from "/language/formats.js";

export const text = {
    ...common,

    login: {
        heading: "Log in",
        loginName: "E-mail or student number",
        password: "Password",
        stay: "Stay logged in on this device",
        stayHint:
            "Even after you close the browser. Never do this on a shared computer.",
        submit: "Log in",
        code: "I have a code",
        forgot: "Forgot your password?",
        signOn: "Sign in with your school account",
        orPassword: "Or with your password here:",
        office: "Administrators log in with a password",
        signingOn: "Signing you in…",
        /** @param {string} code */
        errorCode: (code) => `(${code})`,
    },

    forgot: {
        heading: "Forgot your password?",
        byMail: "Give the e-mail address of your account, and get a link by which to choose a new password.",
        email: "E-mail",
        submit: "Send me a link",
        /** @param {string} email */
        sent: (email) =>
            `If there is an account with the address ${email}, a mail with a link is on its way. Look into the spam folder, too.`,
        ask: "Get a code",
        askInstead: "Or get a code",
        askBody:
            "Students: ask your teacher. Everyone: ask the school office. They give you a code by which you choose a new password. They do not learn it.",
        back: "Back to the log-in",
    },

    claim: {
        heading: "I have a code",
        body: "You were given a code, or have it by mail: for a new account, or because you forgot your password. Use it once, to choose your password.",
        code: "Code",
        codeHint: "For example 7KQM-2XHD-PW9T. Capitals and dashes do not matter.",
        /** @param {number} expected @param {number} actual */
        wrongLength: (expected, actual) =>
            `A code has ${number(expected)} letters and digits. This one has ${number(actual)}.`,
        password: "New password",
        submit: "Choose this password",
        noCode: "Already have a password?",
        logIn: "Log in",
        /** @param {string} name @param {string} loginName */
        done: (name, loginName) => `Welcome, ${name}. From now on, log in with ${loginName}.`,
        loggedInAs: "This device is logged in as",
        notYou: "If that is not you, log them out first. Then you can use your code.",
        logOut: "Log out and use my code",
        stay: "Stay logged in",
    },

    signUp: {
        heading: "Sign up",
        role: "I am a",
        student: "Student",
        teacher: "Teacher",
        name: "Name",
        nameHint: "The name your class knows you by.",
        email: "E-mail",
        password: "Password",
        code: "Teacher code",
        codeHint: "Leave it empty if your school has not given you one.",
        studentCode: "School code",
        studentCodeHint: "The code your school gave you.",
        submit: "Sign up",
        orLogIn: "Have an account?",
        logIn: "Log in",
        /** @param {string} name */
        done: (name) => `Welcome, ${name}.`,
    },
};
