/** The user's own name, and its parts. @module */

import { h } from "/dom.js";
import { text } from "/language/en/account.js";
import { nameParts } from "/language/en/name-parts.js";
import { field, form } from "/ui.js";

/** @import { App } from "/app.js" */
/** @import { User } from "/account.js" */

/** The parts of a name, by which lists are sorted. @type {("givenName" | "familyName")[]} */
const PARTS = ["givenName", "familyName"];

/** @param {App} app */
export function nameForm(app) {
    const words = text.accountPage;
    const { user } = app.account;
    const newName = field({
        ...{ label: words.newName, name: "name", value: user?.name ?? "" },
        ...{ required: true, maxlength: 200, autocomplete: "name" },
    });
    const parts = PARTS.map((part) =>
        field({
            ...{ label: nameParts[part], name: part, value: user?.[part] ?? "" },
            ...{ maxlength: 200, autocomplete: part === "givenName" ? "given-name" : "family-name" },
        }),
    );
    return h(
        "section",
        { class: "card", "aria-labelledby": "rename" },
        h("h2", { id: "rename" }, words.rename),
        form([newName, ...parts], {
            content: [
                newName.node,
                h("p", { class: "hint" }, nameParts.hint),
                parts.map(({ node }) => node),
                h("button", { class: "button is-primary" }, words.save),
            ],
            submit: async (values) => {
                app.account.change(await app.api.changeAccount(changes(values, user)));
                app.shell.showMenu();
                app.notices.show(words.renamed, "good");
                app.render();
            },
        }),
    );
}

/**
 * What to change. The server makes the name follow its parts, and removes the parts with a new
 * name, unless both are in the request.
 *
 * @param {Record<string, string>} values @param {User | undefined} user
 * @returns {Record<string, string | null>}
 */
function changes({ name, ...values }, user) {
    const renamed = name !== user?.name;
    const parts = PARTS.filter((part) => renamed || values[part] !== (user?.[part] ?? ""));
    const entries = parts.map((part) => [part, values[part].trim() || null]);
    // The server refuses a request without any change.
    return { ...((renamed || !entries.length) && { name }), ...Object.fromEntries(entries) };
}
