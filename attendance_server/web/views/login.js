/** Log in and sign up. @module */

import { h } from "/dom.js";
import { entrance } from "/language/en/entrance.js";
import { text } from "/language/en/visitor.js";
import { codeText, fieldErrors } from "/language/errors.js";
import { passwordHint } from "/language/password-hint.js";
import { newHere } from "/parts/new-here.js";
import { stayChoice } from "/parts/stay.js";
import { to } from "/router.js";
import { button, field, form, iconFor } from "/ui.js";
import { waysIn } from "/ways-in.js";

/** @import { App, Place } from "/app.js" */
/** @typedef {ReturnType<typeof stayChoice>} Stay */

/** @param {App} app @param {Place} place */
export function loginView(app, { next, query, show }) {
    const words = text.login;
    const problem = query.get("problem");
    const office = query.has("office");
    const { password: passwords, signOn } = waysIn();
    const stay = stayChoice();
    const parts = [
        problem ? problemNotice(problem) : reasonNotice(next, query.has("expired")),
        signOn && !office && signOnCard(next, stay, passwords),
        (passwords || office) && passwordForm(app, next, stay, signOn && !office),
        passwords ? otherWays(next) : !office && officeLink(next),
    ];
    const logIn = h("div", { class: "narrow" }, h("h1", {}, words.heading), parts);
    show(words.heading, passwords ? h("div", { class: "entrance" }, logIn, newHere(next)) : logIn);
}

/**
 * Why users are asked for a log-in who wanted to see another page.
 *
 * @param {string | undefined} next @param {boolean} expired whether they were logged in before
 */
function reasonNotice(next, expired) {
    const reason = expired ? text.expired : next && entrance.needed;
    return (
        reason &&
        h("div", { class: "notice is-info", role: "status" }, iconFor("info"), h("p", {}, reason))
    );
}

/** @param {string} code of what kept the user out */
function problemNotice(code) {
    return h(
        "div",
        { class: "notice is-error", role: "alert" },
        `${codeText(code)} `,
        h("span", { class: "muted" }, text.login.errorCode(code)),
    );
}

/**
 * @param {string | undefined} next @param {Stay} stay
 * @param {boolean} passwords whether there is another way, which shows the choice to stay
 */
function signOnCard(next, stay, passwords) {
    const go = button(text.login.signOn, {
        kind: "primary",
        onClick: () => location.assign(to.signOn(next, stay.control.checked)),
    });
    go.classList.add("is-wide");
    return h("div", { class: "card stack" }, passwords ? go : [stay.node, go]);
}

/** @param {string | undefined} next */
function officeLink(next) {
    const office = `${to.login(next)}${next && next !== to.home ? "&" : "?"}office=`;
    return h("p", { class: "aside" }, h("a", { href: office }, text.login.office));
}

/** @param {string | undefined} next */
function otherWays(next) {
    const words = text.login;
    return h(
        "p",
        { class: "aside is-ways" },
        h("a", { href: to.claim("", next) }, words.code),
        h("a", { href: to.forgot(next) }, words.forgot),
    );
}

/**
 * @param {App} app @param {string | undefined} next @param {Stay} stay
 * @param {boolean} second whether there is a better way
 */
function passwordForm(app, next, stay, second) {
    const words = text.login;
    const loginName = field({
        // The name by which password managers and the server's errors know it.
        ...{ label: words.loginName, name: "email", required: true, inputmode: "email" },
        ...{ autocomplete: "username", autocapitalize: "none", spellcheck: "false" },
        "data-first": true,
    });
    const password = field({
        ...{ label: words.password, name: "password", type: "password", required: true },
        autocomplete: "current-password",
    });
    const content = form([loginName, password], {
        content: [loginName.node, password.node, stay.node, submitButton(words.submit)],
        explain: (error) => {
            const { studentNumber, ...others } = fieldErrors(error);
            return studentNumber ? { email: studentNumber, ...others } : others;
        },
        submit: async (values) => {
            const stays = stay.control.checked;
            app.logIn(await app.api.logIn(values.email, values.password, stays), stays, next);
        },
    });
    return [
        second && h("p", { class: "aside" }, words.orPassword),
        h("div", { class: "card" }, content),
    ];
}

/** @param {App} app @param {Place} place */
export function signUpView(app, { next, query, show }) {
    const words = text.signUp;
    const asTeacher = query.get("as") === "teacher";
    const name = field({
        ...{ label: words.name, name: "name", hint: words.nameHint, required: true },
        ...{ autocomplete: "name", maxlength: 200, "data-first": true },
    });
    const email = field({
        ...{ label: words.email, name: "email", type: "email", required: true },
        ...{ autocomplete: "username", autocapitalize: "none", spellcheck: "false" },
    });
    const password = field({
        ...{ label: words.password, name: "password", type: "password", required: true },
        ...{ hint: passwordHint, autocomplete: "new-password" },
    });
    const code = field({
        ...{ label: words.code, name: "code", hint: words.codeHint, autocomplete: "off" },
    });
    code.node.hidden = !asTeacher;
    const studentCode = field({
        ...{ label: words.studentCode, name: "studentCode", hint: words.studentCodeHint },
        autocomplete: "off",
    });
    // Few servers ask students for a code, so the field is shown only once the server has asked.
    studentCode.node.hidden = true;
    let isRequired = false;
    const stay = stayChoice();
    const onRole = (/** @type {string} */ role) => {
        code.node.hidden = role !== "teacher";
        studentCode.node.hidden = role !== "student" || !isRequired;
        slip.hidden = role !== "student";
    };
    const slip = slipNotice(next);
    slip.hidden = asTeacher;
    const content = form([name, email, password, code, studentCode], {
        content: [
            slip,
            h(
                "fieldset",
                { class: "choice" },
                h("legend", {}, words.role),
                choice("student", words.student, !asTeacher, onRole),
                choice("teacher", words.teacher, asTeacher, onRole),
            ),
            name.node,
            email.node,
            password.node,
            code.node,
            studentCode.node,
            stay.node,
            submitButton(words.submit),
        ],
        submit: async ({ code: ofTeacher, studentCode: ofStudent, ...values }) => {
            const roleCode = values.role === "teacher" ? ofTeacher : ofStudent;
            /** @type {Record<string, string>} */
            const withCode = roleCode ? { code: roleCode } : {};
            let user;
            try {
                user = await app.api.signUp({ ...values, ...withCode });
            } catch (error) {
                if ("studentCode" in fieldErrors(error)) {
                    isRequired = true;
                    studentCode.node.hidden = false;
                }
                throw error;
            }
            const stays = stay.control.checked;
            app.logIn(await app.api.logIn(values.email, values.password, stays), stays, next);
            app.notices.show(words.done(user.name), "good");
        },
    });
    const other = h("a", { href: to.login(next) }, words.logIn);
    show(
        words.heading,
        h(
            "div",
            { class: "narrow" },
            h("h1", {}, words.heading),
            h("div", { class: "card" }, content),
            h("p", { class: "aside" }, words.orLogIn, " ", other),
        ),
    );
}

/**
 * Whoever has a slip has an account, and does not need a second one.
 *
 * @param {string | undefined} next
 */
function slipNotice(next) {
    const claim = h("a", { href: to.claim("", next) }, entrance.enterCode);
    return h("p", { class: "hint" }, entrance.slip, " ", claim);
}

/** @param {string} label */
function submitButton(label) {
    return h("button", { class: "button is-primary is-wide" }, label);
}

/**
 * @param {string} value @param {string} label @param {boolean} checked
 * @param {(value: string) => void} chosen
 */
function choice(value, label, checked, chosen) {
    return h(
        "label",
        {},
        h("input", {
            ...{ type: "radio", name: "role", value, checked },
            on: { change: () => chosen(value) },
        }),
        h("span", {}, label),
    );
}
