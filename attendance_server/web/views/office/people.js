/** The accounts of the school, for its office. @module */

import { h, name } from "/dom.js";
import { office } from "/language/en/office.js";
import { to } from "/router.js";
import { PAGE, officeHead, pagedList, roleWords, searchField } from "/views/office/frame.js";

/** @import { UserRecord } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function officePeopleView(app, { signal, show }) {
    const words = office.list;
    const kind = h(
        "select",
        { id: "kind", name: "kind", on: { change: () => void list.reload() } },
        h("option", { value: "" }, words.everyone),
        Object.entries(words.kinds).map(([value, label]) => h("option", { value }, label)),
    );
    const search = searchField({
        ...{ label: words.search, name: "q", signal },
        changed: () => void list.reload(),
    });
    const list = pagedList({
        ...{ signal, none: words.none, count: words.found },
        load: (after, own) => {
            const chosen = kind.value === "disabled" ? { disabled: "true" } : { role: kind.value };
            const query = { q: search.control.value, ...chosen, after, limit: String(PAGE) };
            return app.api.users(query, own);
        },
        draw: (users) => h("ul", { class: "people", role: "list" }, users.map(line)),
    });
    await list.start();
    show(
        office.people,
        ...officeHead("people"),
        h(
            "section",
            { class: "card stack", "aria-label": office.people },
            h(
                "div",
                { class: "report-filters" },
                search.node,
                h("div", { class: "field" }, h("label", { for: "kind" }, words.show), kind),
            ),
            list.node,
        ),
    );
}

/** @param {UserRecord} user */
function line(user) {
    return h(
        "li",
        {},
        h(
            "div",
            { class: "person" },
            h("a", { href: to.office.person(user._id), class: "row-link" }, name(user.name)),
            h("span", { class: "quiet email" }, user.email),
        ),
        h("span", { class: "quiet" }, roleWords(user)),
    );
}
