/** The user's own account. @module */

import { h, name } from "/dom.js";
import { languageChoice } from "/language-choice.js";
import { useLanguage } from "/language/choice.js";
import { text } from "/language/en/account.js";
import { wrongPassword } from "/language/errors.js";
import { passwordHint } from "/language/password-hint.js";
import { devicesSection } from "/parts/devices.js";
import { exportButtons } from "/parts/exports.js";
import { nameForm } from "/parts/name-form.js";
import { button, dialog, field, form } from "/ui.js";

/** @import { App, Place, View } from "/app.js" */

/**
 * The page of an account.
 *
 * @param {...(app: App) => HTMLElement} sections what only some users have in it
 * @returns {View}
 */
export const accountPage =
    (...sections) =>
    (app, place) =>
        showAccount(app, place, sections);

/** @param {App} app @param {Place} place @param {((app: App) => HTMLElement)[]} sections */
function showAccount(app, { signal, show }, sections) {
    const words = text.accountPage;
    const { user } = app.account;
    show(
        words.heading,
        h(
            "div",
            { class: "narrow stack" },
            h("h1", {}, words.heading),
            h(
                "dl",
                { class: "card facts" },
                h("dt", {}, words.name),
                h("dd", {}, name(user?.name ?? "")),
                user?.email && [
                    h("dt", {}, words.email),
                    h("dd", { class: "email" }, user.email),
                ],
                user?.studentNumber && [
                    h("dt", {}, words.studentNumber),
                    h("dd", {}, h("bdi", {}, user.studentNumber)),
                ],
                h("dt", {}, words.role),
                h("dd", {}, words.roles[user?.role ?? "STUDENT"]),
            ),
            nameForm(app),
            languageSection(app),
            sections.map((section) => section(app)),
            passwordForm(app),
            devicesSection(app, signal),
            everything(app),
            h(
                "section",
                { class: "card stack", "aria-labelledby": "delete" },
                h("h2", { id: "delete" }, words.delete),
                h("p", {}, deleteWords(app)),
                h(
                    "div",
                    { class: "actions is-start" },
                    button(words.delete, {
                        ...{ kind: "danger", icon: "bin" },
                        onClick: () => remove(app, signal),
                    }),
                ),
            ),
        ),
    );
}

/** @param {App} app */
function languageSection(app) {
    const choice = languageChoice(async (language) => {
        try {
            app.account.change(await app.api.changeAccount({ language }));
            await useLanguage(language);
        } catch (error) {
            app.fail(error);
        }
    });
    return h(
        "section",
        { class: "card stack", "aria-labelledby": "language" },
        h("h2", { id: "language" }, text.language),
        h("p", { class: "quiet" }, text.accountPage.languageBody),
        choice,
    );
}

/** @param {App} app */
function everything(app) {
    const words = text.ownData;
    return h(
        "section",
        { class: "card stack", "aria-labelledby": "everything" },
        h("h2", { id: "everything" }, words.heading),
        h("p", {}, words.body),
        exportButtons(app, [{ label: words.button, path: () => "/auth/me/export" }]),
    );
}

/** @param {App} app */
function deleteWords({ account }) {
    const words = text.accountPage;
    return account.isAdmin
        ? words.deleteAdmin
        : account.isTeacher
          ? words.deleteTeacher
          : words.deleteStudent;
}

/** @param {App} app */
function passwordForm(app) {
    const words = text.accountPage;
    const oldPassword = field({
        ...{ label: words.oldPassword, name: "oldPassword", type: "password", required: true },
        autocomplete: "current-password",
    });
    const newPassword = field({
        ...{ label: words.newPassword, name: "newPassword", type: "password", required: true },
        ...{ hint: words.newPasswordHint(passwordHint), autocomplete: "new-password" },
    });
    // Password managers need to know whose password it is.
    const { email, studentNumber } = app.account.user ?? {};
    const username = h("input", {
        ...{ type: "text", autocomplete: "username", value: email ?? studentNumber ?? "" },
        ...{ hidden: true, readonly: true },
    });
    const content = form([oldPassword, newPassword], {
        content: [
            username,
            oldPassword.node,
            newPassword.node,
            h("button", { class: "button is-primary" }, words.change),
        ],
        explain: (error) => wrongPassword(error, "oldPassword"),
        submit: async (values) => {
            await app.withoutConnection(async () => {
                app.account.renew(
                    await app.api.changePassword(values.oldPassword, values.newPassword),
                );
            });
            content.reset();
            app.notices.show(words.changed, "good");
        },
    });
    return h(
        "section",
        { class: "card", "aria-labelledby": "password" },
        h("h2", { id: "password" }, words.password),
        content,
    );
}

/** @param {App} app @param {AbortSignal} signal */
async function remove(app, signal) {
    const words = text.accountPage;
    const password = field({
        ...{ label: words.deletePassword, name: "password", type: "password", required: true },
        autocomplete: "current-password",
    });
    const body = deleteWords(app);
    await dialog({
        ...{ title: words.deleteTitle, body: h("p", {}, body), fields: [password], signal },
        ...{ confirmLabel: words.delete, danger: true },
        explain: (error) => wrongPassword(error, "password"),
        confirm: (values) =>
            app.withoutConnection(async () => {
                await app.api.deleteAccount(values.password);
                app.logOut(words.deleted);
            }),
    });
}
