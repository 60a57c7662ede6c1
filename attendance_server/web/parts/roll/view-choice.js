/** The choice of how the roll shows its students, and in which order. @module */

import { nameOrder } from "/language/en/name-order.js";
import { words } from "/language/en/roll.js";
import { text } from "/language/en/teacher.js";
import { LAYOUTS, keepLayout, layout } from "/parts/roll/layout.js";
import { choices, dialog } from "/ui.js";

/** @import { App } from "/app.js" */
/** @import { Layout } from "/parts/roll/layout.js" */

/** @type {("name" | "given" | "family")[]} */
const ORDERS = ["name", "given", "family"];

/**
 * A choice takes effect at once: the layout on this device, the order for the account.
 *
 * @param {App} app @param {AbortSignal} signal
 * @param {{ setLayout: (layout: Layout) => void, reorder: () => void }} roll
 */
export function chooseView(app, signal, { setLayout, reorder }) {
    const shown = choices({
        ...{ label: words.layout, name: "layout", chosen: layout() },
        options: LAYOUTS.map((each) => [each, words.layouts[each]]),
    });
    const order = choices({
        ...{ label: words.order, name: "nameOrder" },
        chosen: app.account.user?.nameOrder ?? "name",
        options: ORDERS.map((each) => [each, nameOrder[each]]),
    });
    shown.node.addEventListener("change", () => {
        const chosen = /** @type {Layout} */ (shown.control.value);
        keepLayout(chosen);
        setLayout(chosen);
    });
    order.node.addEventListener("change", async () => {
        try {
            app.account.change(await app.api.changeAccount({ nameOrder: order.control.value }));
            reorder();
        } catch (error) {
            app.fail(error, signal);
        }
    });
    return dialog({
        ...{ title: words.view, body: [shown.node, order.node] },
        ...{ cancelLabel: text.close, signal },
    });
}
