/** Claiming an account that a teacher created, with the code from a slip. @module */

import { LENGTH, codeIn } from "/claim-code.js";
import { h, name } from "/dom.js";
import { text } from "/language/en/visitor.js";
import { fieldErrors } from "/language/errors.js";
import { passwordHint } from "/language/password-hint.js";
import { stayChoice } from "/parts/stay.js";
import { takeReturn } from "/return-path.js";
import { to } from "/router.js";
import { button, field, form, linkButton } from "/ui.js";

/** @import { User } from "/account.js" */
/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export function claimView(app, { ids: [linkCode = ""], next, show, readdress }) {
    const words = text.claim;
    const code = codeIn(linkCode);
    // Remove it from the browser's history.
    readdress(to.claim("", next));
    const { user } = app.account;
    const content = user ? otherUser(app, user, code, next) : claimForm(app, code, next);
    show(words.heading, h("div", { class: "narrow" }, h("h1", {}, words.heading), content));
}

/**
 * A user is logged in, who may not be the one that the code is for.
 *
 * @param {App} app @param {User} user @param {string} code @param {string | undefined} next
 */
function otherUser(app, user, code, next) {
    const words = text.claim;
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
                onClick: () => app.askToLogOut(to.claim(code, next)),
            }),
            linkButton(words.stay, next ?? to.home),
        ),
    );
}

/**
 * @param {App} app @param {string} linkCode from a link, or empty
 * @param {string} [next] where to go afterwards
 */
function claimForm(app, linkCode, next) {
    const words = text.claim;
    const code = field({
        ...{ label: words.code, name: "code", hint: words.codeHint, required: true },
        ...{ value: grouped(linkCode), autocomplete: "off", autocapitalize: "characters" },
        ...{ spellcheck: "false", dir: "ltr", class: "code-field", "data-first": !linkCode },
    });
    const password = field({
        ...{ label: words.password, name: "password", type: "password", required: true },
        ...{ hint: passwordHint, autocomplete: "new-password", "data-first": Boolean(linkCode) },
    });
    const stay = stayChoice();

    /** @param {Record<string, string>} values */
    async function submit(values) {
        const letters = codeIn(values.code);
        if (letters.length !== LENGTH) {
            throw new WrongLength(letters.length);
        }
        const stays = stay.control.checked;
        const logIn = await app.api.claim(letters, values.password, stays);
        app.logIn(logIn, stays, next ?? takeReturn());
        app.notices.show(words.done(logIn.user.name, text.loginName(logIn.user)), "good");
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
                    stay.node,
                    h("button", { class: "button is-primary is-wide" }, words.submit),
                ],
                explain,
                submit,
            }),
        ),
        h("p", { class: "aside" }, words.noCode, " ", h("a", { href: to.login(next) }, words.logIn)),
    ];
}

class WrongLength extends Error {
    /** @param {number} length */
    constructor(length) {
        super("wrong length");
        this.length = length;
    }
}

/** As it is printed on the slip. @param {string} code */
function grouped(code) {
    return code.match(/.{1,4}/gu)?.join("-") ?? "";
}
