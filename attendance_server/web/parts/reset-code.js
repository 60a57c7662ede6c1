/** Issuing a code for a new password, which is shown once. @module */

import { address } from "/claim-code.js";
import { h } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { dialog } from "/ui.js";

/** @import { ResetCode } from "/api-types.js" */

/**
 * Ask first, and show the code until the user closes it.
 *
 * @param {string} userName whose password it is @param {() => Promise<ResetCode>} issue
 * @param {AbortSignal} signal
 */
export async function issueResetCode(userName, issue, signal) {
    const words = text.resetCode;
    /** @type {ResetCode | undefined} */
    let issued;
    const sure = await dialog({
        ...{ title: words.title(userName), body: h("p", {}, words.body), signal },
        confirmLabel: words.confirm,
        confirm: async () => {
            issued = await issue();
        },
    });
    if (sure && issued && !signal.aborted) {
        await dialog({
            ...{ title: words.issued(userName), cancelLabel: words.done, signal },
            body: [
                h("div", { class: "reset-code", dir: "ltr" }, issued.code),
                h("p", {}, words.use(address(), text.moment(issued.codeExpiresAt))),
            ],
        });
    }
}
