/** A class that a student is invited to. @module */

import { h, name } from "/dom.js";
import { text } from "/language/en/student.js";
import { button, field, form } from "/ui.js";

/** @import { Invitation } from "/api-types.js" */
/** @import { App } from "/app.js" */

/**
 * @param {App} app
 * @param {Invitation} invitation @param {() => Promise<void>} refresh loads the lists of the page
 *     again
 * @param {AbortSignal} signal
 */
export function invitationCard(app, { classId, className, teacherName, needsCode }, refresh, signal) {
    const words = text.invitation;
    const code = field({
        ...{ label: words.code, name: "code", hint: words.codeHint, required: true },
        ...{ autocomplete: "off", autocapitalize: "characters", spellcheck: "false" },
    });

    async function decline() {
        try {
            await app.api.declineInvitation(classId);
            app.notices.announce(words.declined(className));
            await refresh();
        } catch (error) {
            app.fail(error, signal);
        }
    }

    const answer = form(needsCode ? [code] : [], {
        content: [
            needsCode && code.node,
            h(
                "div",
                { class: "actions is-start" },
                h("button", { class: "button is-primary" }, words.accept),
                button(words.decline, { onClick: decline }),
            ),
        ],
        submit: async (values) => {
            await app.api.acceptInvitation(classId, values.code);
            app.notices.announce(words.accepted(className));
            await refresh();
        },
    });
    return h(
        "li",
        { class: "card stack" },
        h("h2", {}, name(className)),
        h("p", {}, words.from(teacherName)),
        answer,
    );
}
