/** A student withdraws a request to join a class. @module */

import { withdrawJoin } from "/class-codes.js";
import { h } from "/dom.js";
import { text } from "/language/en/student.js";
import { errorCode } from "/language/errors.js";
import { button, dialog } from "/ui.js";

/** @import { App } from "/app.js" */

/**
 * A button that asks first, because the code is needed to ask once more. Pages hear of what it has
 * done by `JOIN_WITHDRAWN`; `done` is for those without frames.
 *
 * @param {App} app @param {{ classId: string, className: string }} request
 * @param {{ done: () => unknown, signal: AbortSignal }} options `done` is called once the request is
 *     withdrawn, or was answered before
 */
export function withdrawButton(app, { classId, className }, { done, signal }) {
    const words = text.student.withdraw;
    return button(
        words.act,
        {
            kind: "quiet",
            onClick: async () => {
                let answered = false;
                const withdrawn = await dialog({
                    ...{ title: words.title(className), body: h("p", {}, words.body), signal },
                    ...{ confirmLabel: words.act, danger: true },
                    confirm: () =>
                        withdrawJoin(app.api, classId).catch((error) => {
                            answered = errorCode(error) === "join_request_not_found";
                            if (!answered) {
                                throw error;
                            }
                        }),
                });
                if (withdrawn) {
                    app.notices.show(answered ? words.answered : words.done(className));
                    void done();
                }
            },
        },
        { "aria-label": words.label(className) },
    );
}
