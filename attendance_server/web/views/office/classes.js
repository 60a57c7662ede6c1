/** The classes of the school, for its office. @module */

import { h, name } from "/dom.js";
import { office } from "/language/office.js";
import { apiKeysSection } from "/parts/api-keys.js";
import { to } from "/router.js";
import { checkbox } from "/ui.js";
import { PAGE, officeHead, pagedList, searchField } from "/views/office/frame.js";

/** @import { SchoolClass } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function officeClassesView(app, { signal, show }) {
    const words = office.classList;
    const archived = checkbox(words.archived, "archived", undefined, {
        on: { change: () => void list.reload() },
    });
    const search = searchField({
        ...{ label: words.search, name: "q", signal },
        changed: () => void list.reload(),
    });
    const list = pagedList({
        ...{ signal, none: words.none },
        load: (after, own) =>
            app.api.schoolClasses(
                {
                    ...{ q: search.control.value, after, limit: String(PAGE) },
                    archived: String(archived.control.checked),
                },
                own,
            ),
        draw: (classes) => h("ul", { class: "people", role: "list" }, classes.map(line)),
    });
    await list.start();
    show(
        office.classes,
        ...officeHead("classes"),
        h(
            "section",
            { class: "card stack", "aria-label": office.classes },
            h("div", { class: "report-filters" }, search.node, archived.node),
            list.node,
        ),
        apiKeysSection(app, { signal }),
    );
}

/** @param {SchoolClass} class_ */
function line(class_) {
    return h(
        "li",
        {},
        h(
            "div",
            { class: "person" },
            h("a", { href: to.class(class_._id), class: "row-link" }, name(class_.className)),
            h(
                "span",
                { class: "quiet" },
                office.classList.about(class_.studentIds.length, class_.teacherName ?? null),
            ),
        ),
    );
}
