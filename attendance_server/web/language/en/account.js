/**
 * The words of the page of one's account.
 *
 * @module
 */

import { text as reports } from "/language/en/reports.js";
import { plural } from "/language/formats.js";

export const text = {
    ...reports,

    devices: {
        heading: "Devices",
        body: "You stay logged in on these devices. Log out on those that you do not know or no longer use.",
        none: "You stay logged in on no device: on this one until you log out or close all tabs.",
        current: "This device",
        unknown: "Unknown browser",
        /** @param {string} when */
        lastUsed: (when) => `Last used: ${when}`,
        /** @param {string} when */
        since: (when) => `Logged in: ${when}`,
        end: "Log out",
        /** @param {string} device */
        endOne: (device) => `Log out: ${device}`,
        /** @param {string} device */
        ended: (device) => `${device} is logged out.`,
        endOthers: "Log out on all other devices",
        endOthersTitle: "Log out on all other devices?",
        /** @param {number} count */
        endOthersBody: (count) =>
            plural(count, {
                one: "You are logged out on # other device at once.",
                other: "You are logged out on # other devices at once.",
            }),
        endedOthers: "You are logged out on all other devices.",
    },

    accountPage: {
        heading: "Account",
        name: "Name",
        email: "E-mail",
        studentNumber: "Student number",
        role: "Role",
        roles: { TEACHER: "Teacher", STUDENT: "Student", ADMIN: "School office" },
        rename: "Change your name",
        newName: "Your name",
        save: "Save",
        renamed: "Your name has been changed.",
        languageBody: "For the pages, files and mail, on all your devices.",
        password: "Change password",
        oldPassword: "Current password",
        newPassword: "New password",
        /** @param {string} rules for passwords, in sentences */
        newPasswordHint: (rules) => `${rules} You are logged out everywhere else.`,
        change: "Change password",
        changed: "Your password has been changed.",
        delete: "Delete account",
        deleteAdmin: "This cannot be undone. The only administrator cannot be deleted.",
        deleteTeacher:
            "Your classes go to an assistant who is not a substitute. Classes without one are deleted too. Past sessions stay with the school.",
        deleteStudent:
            "You leave all your classes. Past sessions keep your attendance, but not your name.",
        deleteTitle: "Delete your account?",
        deletePassword: "Your password",
        deleted: "Your account has been deleted.",
    },

    ownData: {
        heading: "Everything about me",
        body:
            "One file (JSON) with everything that this server stores about you: your account, your classes and your sessions.",
        button: "Download everything about me",
    },
};
