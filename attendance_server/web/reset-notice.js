/**
 * That the password of the account was set with a code, by whom and when: shown on every page until
 * the user dismisses it in this browser. Whoever used the code cannot dismiss it for the owner.
 *
 * @module
 */

import { h, replace } from "/dom.js";
import { text } from "/language/en/common.js";
import { button, iconFor } from "/ui.js";

/** @import { App } from "/app.js" */

const KEY = "attendance.reset-seen";

/** Seen on this page, in case the browser stores nothing. @type {string | undefined} */
let seen;

/** @param {HTMLElement} node where it is shown @param {App} app */
export function drawResetNotice(node, app) {
    const { user } = app.account;
    const reset = user?.passwordReset;
    const key = `${user?._id} ${reset?.at}`;
    node.hidden = !reset || wasSeen(key);
    replace(
        node,
        reset &&
            h(
                "div",
                { class: "notice is-info", role: "status" },
                iconFor("key"),
                h("p", {}, text.resetNotice.body(reset)),
                button(text.resetNotice.dismiss, {
                    onClick: () => {
                        markSeen(key);
                        node.hidden = true;
                        app.shell.main.focus({ preventScroll: true });
                    },
                }),
            ),
    );
}

/** @param {string} key */
function wasSeen(key) {
    try {
        return seen === key || localStorage.getItem(KEY) === key;
    } catch {
        return seen === key;
    }
}

/** @param {string} key */
function markSeen(key) {
    seen = key;
    try {
        localStorage.setItem(KEY, key);
    } catch {
        // Shown again on the next page.
    }
}
