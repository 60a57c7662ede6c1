/** The way back from single sign-on. @module */

import { h } from "/dom.js";
import { text } from "/language/en/visitor.js";
import { errorCode } from "/language/errors.js";
import { to } from "/router.js";

/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function signedOnView(app, { next, query, show, signal }) {
    show(text.login.signingOn, h("p", { class: "lead" }, text.login.signingOn));
    const stay = query.get("stay") === "true";
    try {
        const logIn = await app.api.signOn(stay);
        if (!signal.aborted) {
            app.logIn(logIn, stay, next);
        }
    } catch (error) {
        if (!signal.aborted) {
            app.goInstead(to.login(next, errorCode(error) ?? "internal_error"));
        }
    }
}
