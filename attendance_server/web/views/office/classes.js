/** The classes of the school, for its office. @module */

import { h, name } from "/dom.js";
import { absences } from "/language/en/absences.js";
import { files as words } from "/language/en/files.js";
import { office } from "/language/en/office.js";
import { apiKeysSection } from "/parts/api-keys.js";
import { exportButtons, files } from "/parts/exports.js";
import { readChoice, spanFields, spanQuery } from "/parts/report-filters.js";
import { to } from "/router.js";
import { checkbox, linkButton } from "/ui.js";
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
        h("p", {}, linkButton(absences.link, to.absences(), { kind: "quiet" })),
        apiKeysSection(app, { signal }),
        schoolFile(app),
    );
}

/** The attendance of everyone as one long file. @param {App} app */
function schoolFile(app) {
    const choice = readChoice(new URLSearchParams());
    const days = spanFields(choice, () => {});
    return h(
        "section",
        { class: "card stack", "aria-labelledby": "school-file" },
        h("h2", { id: "school-file" }, words.school),
        h("p", { class: "quiet" }, words.schoolBody),
        h("div", { class: "report-filters" }, days.nodes),
        exportButtons(
            app,
            files({ what: words.school, path: "/records", query: () => spanQuery(choice) }),
        ),
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
