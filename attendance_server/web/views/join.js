/** A student joins a class with its code, which a link fills in. @module */

import { h, name } from "/dom.js";
import { words } from "/language/en/joining.js";
import { text } from "/language/en/student.js";
import { joinEntry } from "/parts/join-entry.js";
import { withdrawButton } from "/parts/withdraw-join.js";
import { to } from "/router.js";
import { button, linkButton } from "/ui.js";

/** @import { JoinedByCode } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/**
 * The link alone enrols no one: a page of someone else could lead a student here.
 *
 * @param {App} app @param {Place} place
 */
export function joinView(app, { ids: [linked = ""], signal, show }) {
    const { account } = app;
    if (account.isTeacher || account.isAdmin) {
        show(words.heading, h("div", { class: "narrow" }, notForStaff(app, linked)));
        return;
    }
    const entry = joinEntry(app, {
        code: codeOf(linked),
        done: (joined) => (joined.joined ? enter(app, joined) : showAsked(joined)),
    });
    const box = h("div", { class: "narrow" }, h("h1", {}, words.heading));
    box.append(
        h("div", { class: "card stack" }, entry.node),
        h(
            "p",
            { class: "aside" },
            words.as(account.user?.name ?? ""),
            " ",
            button(words.notYou, {
                ...{ kind: "quiet" },
                onClick: () => void app.askToLogOut(to.login(to.join(linked))),
            }),
        ),
    );

    /** @param {JoinedByCode} asked */
    function showAsked({ classId, className }) {
        const leave = () => app.goInstead(to.home);
        const heading = h("h1", { tabindex: "-1" }, words.asked);
        box.replaceChildren(
            heading,
            h("p", { class: "lead" }, name(className)),
            h("p", {}, words.askedHint(className)),
            h(
                "div",
                { class: "actions is-start" },
                linkButton(text.back, to.home),
                withdrawButton(app, { classId, className }, { done: leave, signal }),
            ),
        );
        heading.focus();
        app.live.listen(
            "JOIN_DECIDED",
            (decided) => {
                if (decided.classId === classId && decided.accepted) {
                    enter(app, { classId, className });
                } else if (decided.classId === classId) {
                    app.notices.show(words.refused(className), "error");
                    leave();
                }
            },
            signal,
        );
        // Perhaps on another device.
        app.live.listen(
            "JOIN_WITHDRAWN",
            (withdrawn) => void (withdrawn.classId === classId && leave()),
            signal,
        );
    }

    show(words.heading, box);
    entry.control.focus();
}

/** @param {App} app @param {{ classId: string, className: string }} joined */
export function enter(app, { classId, className }) {
    app.notices.show(words.joined(className), "good");
    app.goInstead(to.class(classId));
}

/** @param {App} app @param {string} linked */
function notForStaff(app, linked) {
    return [
        h("h1", {}, words.forStudents),
        h("p", {}, words.forStudentsHint),
        h(
            "div",
            { class: "actions is-start" },
            button(text.logOut, {
                ...{ kind: "primary" },
                onClick: () => void app.askToLogOut(to.login(to.join(linked))),
            }),
            linkButton(text.back, to.home),
        ),
    ];
}

/** @param {string} linked as it is in an address */
function codeOf(linked) {
    try {
        return decodeURIComponent(linked);
    } catch {
        return linked;
    }
}
