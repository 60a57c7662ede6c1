/** One account, for the school office: correct, disable, merge, delete. @module */

import { h, name } from "/dom.js";
import { office } from "/language/en/office.js";
import { text } from "/language/en/sessions.js";
import { issueResetCode } from "/parts/reset-code.js";
import { to } from "/router.js";
import { button, dialog, field, form, iconFor, linkButton, moreSection } from "/ui.js";
import { chooseUser, roleWords } from "/views/office/frame.js";

/** @import { UserDetail, UserRecord } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function officePersonView(app, { ids: [id], signal, show }) {
    const words = office.person;
    const user = await app.api.user(id, { signal });
    show(
        user.name,
        h("p", { class: "crumb" }, h("a", { href: to.office.people }, office.people)),
        h("h1", {}, name(user.name)),
        user.mergingInto &&
            h("div", { class: "notice is-error" }, iconFor("warning"), h("p", {}, words.merging)),
        h(
            "div",
            { class: "columns" },
            h("div", { class: "stack" }, facts(user), correction(app, user)),
            h(
                "div",
                { class: "stack" },
                user.role !== "STUDENT" && classes(words.teaches, user.classesTaught ?? []),
                user.role !== "TEACHER" && classes(words.attends, user.classesAttended ?? []),
                h(
                    "div",
                    { class: "actions is-start" },
                    linkButton(words.log, to.office.log({ target: user._id }), { kind: "quiet" }),
                    linkButton(words.deeds, to.office.log({ user: user._id }), { kind: "quiet" }),
                ),
            ),
        ),
        actions(app, user, signal),
    );
}

/** @param {UserDetail} user */
function facts(user) {
    const words = office.person;
    return h(
        "dl",
        { class: "card facts" },
        h("dt", {}, words.role),
        h("dd", {}, roleWords(user)),
        h("dt", {}, words.email),
        h("dd", { class: "email" }, user.email),
        h("dt", {}, words.state),
        h("dd", {}, user.disabledAt ? words.disabledSince(user.disabledAt) : words.active),
        h("dt", {}, words.created),
        h("dd", {}, text.moment(user.createdAt)),
    );
}

/** @param {App} app @param {UserDetail} user */
function correction(app, user) {
    const words = office.person;
    const fullName = field({
        ...{ label: words.name, name: "name", value: user.name, required: true, maxlength: 200 },
        autocomplete: "off",
    });
    const email = field({
        ...{ label: words.email, name: "email", type: "email", value: user.email, required: true },
        autocomplete: "off",
    });
    return h(
        "section",
        { class: "card", "aria-labelledby": "correct" },
        h("h2", { id: "correct" }, words.correct),
        form([fullName, email], {
            content: [
                fullName.node,
                email.node,
                h("button", { class: "button is-primary" }, words.save),
            ],
            submit: async (values) => {
                await app.api.changeUser(user._id, { name: values.name, email: values.email });
                app.notices.show(words.saved, "good");
                app.render();
            },
        }),
    );
}

/** @param {string} heading @param {{ _id: string, className: string }[]} list */
function classes(heading, list) {
    return (
        list.length > 0 &&
        h(
            "section",
            { class: "card" },
            h("h2", {}, heading),
            h(
                "ul",
                { class: "people", role: "list" },
                list.map((each) =>
                    h(
                        "li",
                        {},
                        h("a", { href: to.class(each._id), class: "row-link" }, name(each.className)),
                    ),
                ),
            ),
        )
    );
}

/** @param {App} app @param {UserDetail} user @param {AbortSignal} signal */
function actions(app, user, signal) {
    const words = office.person;
    const { role, disabledAt } = user;

    /**
     * @param {string} label @param {string} body @param {Record<string, unknown>} change
     * @param {string} done
     */
    const changing = (label, body, change, done) => async () => {
        const sure = await dialog({
            ...{ title: label, body: h("p", {}, body), confirmLabel: label, signal },
            confirm: () => app.api.changeUser(user._id, change),
        });
        if (sure) {
            app.notices.show(done, "good");
            app.render();
        }
    };

    async function enable() {
        try {
            await app.api.changeUser(user._id, { disabled: false });
            app.notices.show(words.enabled, "good");
            app.render();
        } catch (error) {
            app.fail(error, signal);
        }
    }

    async function remove() {
        const body = role === "STUDENT" ? words.removeStudent : words.removeOther;
        const sure = await dialog({
            ...{ title: words.removeTitle(user.name), body: h("p", {}, body), signal },
            ...{ confirmLabel: office.person.removeConfirm, danger: true },
            confirm: () => app.api.deleteUser(user._id),
        });
        if (sure) {
            app.notices.show(words.removed, "good");
            app.goInstead(to.office.people);
        }
    }

    const { toTeacher, toTeacherBody, toStudent, toStudentBody, roleChanged } = words;
    return moreSection(
        h(
            "div",
            { class: "actions is-start" },
            disabledAt && !user.mergingInto && button(words.enable, { onClick: enable }),
            !disabledAt &&
                button(words.disable, {
                    onClick: changing(
                        words.disable,
                        words.disableBody,
                        { disabled: true },
                        words.disabled,
                    ),
                }),
            !disabledAt &&
                user._id !== app.account.user?._id &&
                button(text.resetCode.button, {
                    icon: "key",
                    onClick: () =>
                        issueResetCode(user.name, () => app.api.resetUser(user._id), signal),
                }),
            role === "STUDENT" &&
                user.claimed &&
                button(toTeacher, {
                    onClick: changing(toTeacher, toTeacherBody, { role: "TEACHER" }, roleChanged),
                }),
            role === "TEACHER" &&
                button(toStudent, {
                    onClick: changing(toStudent, toStudentBody, { role: "STUDENT" }, roleChanged),
                }),
            role === "STUDENT" &&
                button(words.merge, { onClick: () => merge(app, user, signal) }),
            button(words.remove, { kind: "danger", icon: "bin", onClick: remove }),
        ),
    );
}

/**
 * Choose the account that remains, and then ask once more.
 *
 * @param {App} app @param {UserDetail} user @param {AbortSignal} signal
 */
async function merge(app, user, signal) {
    const words = office.person;
    /** @type {UserRecord | undefined} */
    let into;
    const choosing = new AbortController();
    if (signal.aborted) {
        return;
    }
    signal.addEventListener("abort", () => choosing.abort());
    await dialog({
        ...{ title: words.mergeTitle(user.name), signal: choosing.signal },
        body: [
            h("p", {}, words.mergeBody),
            chooseUser(app, {
                ...{ label: words.mergeSearch, role: "STUDENT", not: user._id, signal },
                chosen: (chosen) => {
                    into = chosen;
                    choosing.abort();
                },
            }),
        ],
    });
    const { _id, name: remaining, email } = into ?? {};
    if (!_id || !remaining || signal.aborted) {
        return;
    }
    const sure = await dialog({
        ...{ title: words.mergeConfirm(user.name, remaining), signal },
        body: [
            h("p", { class: "email" }, `${user.email} → ${email}`),
            h("p", {}, words.mergeNote),
        ],
        ...{ confirmLabel: words.mergeButton, danger: true },
        confirm: () => app.api.mergeUser(user._id, _id),
    });
    if (sure) {
        app.notices.show(words.merged, "good");
        app.goInstead(to.office.person(_id));
    }
}

