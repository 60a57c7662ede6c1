/** Claiming an account that a teacher has made, with the code from a slip. @module */

import { LENGTH, codeIn } from "/claim-code.js";
import { h, name } from "/dom.js";
import { to } from "/router.js";
import { fieldErrors, text } from "/language/text.js";
import { button, field, form, linkButton } from "/ui.js";

/** @type {import("/app.js").View} */
export function claimView(app, { ids: [told = ""], show }) {
    const words = text.claim;
    const code = codeIn(told);
    // No history of the browser is to keep it.
    history.replaceState(history.state, "", to.claim());
    const content = app.account.user ? askWhose(app, code) : claimForm(app, code);
    show(words.heading, h("div", { class: "narrow" }, h("h1", {}, words.heading), content));
}

/** Somebody is logged in here, who may be somebody else. */
function askWhose(app, code) {
    const words = text.claim;
    const { user } = app.account;
    return h(
        "div",
        { class: "card stack" },
        h("p", { class: "lead" }, words.loggedInAs, " ", name(user.name), "."),
        h("p", {}, words.notYou),
        h(
            "div",
            { class: "actions is-start" },
            button(words.logOut, {
                kind: "primary",
                onClick: () => app.askToLogOut(to.claim(code)),
            }),
            linkButton(words.stay, to.home),
        ),
    );
}

function claimForm(app, told) {
    const words = text.claim;
    const code = field({
        ...{ label: words.code, name: "code", hint: words.codeHint, required: true },
        ...{ value: grouped(told), autocomplete: "off", autocapitalize: "characters" },
        ...{ spellcheck: "false", dir: "ltr", class: "code-field" },
    });
    const password = field({
        ...{ label: words.password, name: "password", type: "password", required: true },
        ...{ hint: text.signUp.passwordHint, autocomplete: "new-password" },
    });
    /** @type {string | undefined} of an account that is claimed already, but not shown yet */
    let token;

    /** @param {Record<string, string>} values */
    async function submit(values) {
        const letters = codeIn(values.code);
        if (!token && letters.length !== LENGTH) {
            throw new WrongLength(letters.length);
        }
        token ??= await app.api.claim(letters, values.password);
        const logIn = await app.api.logInWith(token);
        app.logIn(logIn, false);
        app.notices.show(words.done(logIn.user.name, logIn.user.email), "good");
    }

    /** @param {unknown} error @returns {Record<string, string>} */
    function explain(error) {
        return error instanceof WrongLength
            ? { code: words.wrongLength(LENGTH, error.length) }
            : fieldErrors(error);
    }

    return [
        h("p", {}, words.body),
        h(
            "div",
            { class: "card" },
            form([code, password], {
                content: [
                    code.node,
                    password.node,
                    h("button", { class: "button is-primary is-wide" }, words.submit),
                ],
                explain,
                submit,
            }),
        ),
        h("p", { class: "aside" }, words.noCode, " ", h("a", { href: to.login() }, words.logIn)),
    ];
}

class WrongLength extends Error {
    /** @param {number} length */
    constructor(length) {
        super("This is no code");
        this.length = length;
    }
}

/** As it stands on the slip. @param {string} code */
function grouped(code) {
    return code.match(/.{1,4}/gu)?.join("-") ?? "";
}
