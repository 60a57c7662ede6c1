/** A forgotten password: by mail, or whom to ask. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/en/visitor.js";
import { rememberReturn } from "/return-path.js";
import { to } from "/router.js";
import { field, form, linkButton } from "/ui.js";
import { waysIn } from "/ways-in.js";

/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export function forgotView(app, { next, show }) {
    const words = text.forgot;
    const { mail } = waysIn();
    show(
        words.heading,
        h(
            "div",
            { class: "narrow stack" },
            h("h1", {}, words.heading),
            mail && byMail(app, next),
            h(
                "section",
                { class: "card stack", "aria-labelledby": "ask" },
                h("h2", { id: "ask" }, mail ? words.askInstead : words.ask),
                h("p", {}, words.askBody),
                h(
                    "div",
                    { class: "actions is-start" },
                    linkButton(text.login.code, to.claim("", next)),
                ),
            ),
            h("p", { class: "aside" }, h("a", { href: to.login(next) }, words.back)),
        ),
    );
}

/** @param {App} app @param {string | undefined} next where to go with the new password */
function byMail(app, next) {
    const words = text.forgot;
    const email = field({
        ...{ label: words.email, name: "email", type: "email", required: true },
        ...{ autocomplete: "username", autocapitalize: "none", spellcheck: "false" },
        "data-first": true,
    });
    const submit = h("button", { class: "button is-primary is-wide" }, words.submit);
    const card = h("div", { class: "card stack" });
    card.append(
        form([email], {
            content: [h("p", {}, words.byMail), email.node, submit],
            submit: async (values) => {
                await app.api.forgot(values.email);
                rememberReturn(next);
                replace(card, h("p", { role: "status", tabindex: "-1" }, words.sent(values.email)));
                card.querySelector("p")?.focus();
            },
        }),
    );
    return card;
}
