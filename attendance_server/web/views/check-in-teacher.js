/** The link of a QR code on a device on which a teacher is logged in. @module */

import { h } from "/dom.js";
import { words as all } from "/language/check-in-teacher.js";
import { text } from "/language/en/common.js";
import { to } from "/router.js";
import { button, linkButton } from "/ui.js";

/** @import { App, Place } from "/app.js" */

const words = all.notForTeachers;

/** @param {App} app @param {Place} place */
export function teacherCheckInView(app, { ids: [id], show }) {
    show(
        all.heading,
        h(
            "div",
            { class: "narrow" },
            h("h1", {}, words.heading),
            h("p", {}, words.hint(app.account.user?.name ?? "")),
            h(
                "div",
                { class: "actions is-start" },
                button(text.logOut, {
                    kind: "primary",
                    onClick: () => app.askToLogOut(to.login(to.checkIn(id))),
                }),
                linkButton(text.back, to.home),
            ),
        ),
    );
}
