/** A forgotten password: by mail, or whom to ask. @module */

import { h, replace } from "/dom.js";
import { errorCode } from "/language/errors.js";
import { text } from "/language/text.js";
import { to } from "/router.js";
import { field, form, linkButton } from "/ui.js";

/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export function forgotView(app, { show }) {
    const words = text.forgot;
    const email = field({
        ...{ label: words.email, name: "email", type: "email", required: true },
        ...{ autocomplete: "username", autocapitalize: "none", spellcheck: "false" },
    });
    const byMail = h("div", { class: "card stack" });
    const answer = (/** @type {string} */ words) => {
        replace(byMail, h("p", { role: "status", tabindex: "-1" }, words));
        byMail.querySelector("p")?.focus();
    };
    byMail.append(
        form([email], {
            content: [
                h("p", {}, words.byMail),
                email.node,
                h("button", { class: "button is-primary is-wide" }, words.submit),
            ],
            submit: async (values) => {
                try {
                    await app.api.forgot(values.email);
                    answer(words.sent(values.email));
                } catch (error) {
                    if (errorCode(error) !== "no_mail") {
                        throw error;
                    }
                    answer(words.noMail);
                }
            },
        }),
    );
    show(
        words.heading,
        h(
            "div",
            { class: "narrow stack" },
            h("h1", {}, words.heading),
            byMail,
            h(
                "section",
                { class: "card stack", "aria-labelledby": "ask" },
                h("h2", { id: "ask" }, words.ask),
                h("p", {}, words.askBody),
                h("div", { class: "actions is-start" }, linkButton(text.login.code, to.claim())),
            ),
            h("p", { class: "aside" }, h("a", { href: to.login() }, words.back)),
        ),
    );
}
