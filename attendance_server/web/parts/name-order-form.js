/** The choice of what lists of students are sorted by. @module */

import { h } from "/dom.js";
import { nameOrder } from "/language/en/name-order.js";
import { choices, form } from "/ui.js";

/** @import { App } from "/app.js" */

/** What lists of students are sorted by, in the pages and in files. @param {App} app */
export function nameOrderForm(app) {
    const words = nameOrder;
    const order = choices({
        ...{ label: words.label, name: "nameOrder" },
        chosen: app.account.user?.nameOrder ?? "name",
        options: [
            ["name", words.name],
            ["given", words.given],
            ["family", words.family],
        ],
    });
    return h(
        "section",
        { class: "card", "aria-labelledby": "order" },
        h("h2", { id: "order" }, words.heading),
        form([order], {
            content: [
                h("p", { class: "quiet" }, words.body),
                order.node,
                h("button", { class: "button is-primary" }, nameOrder.save),
            ],
            submit: async (values) => {
                app.account.change(await app.api.changeAccount(values));
                app.notices.show(words.saved, "good");
            },
        }),
    );
}
