/** A teacher's classes: those in use, and the archived ones. @module */

import { h, replace } from "/dom.js";
import { absences } from "/language/en/absences.js";
import { text } from "/language/en/teacher.js";
import { compareNames } from "/language/formats.js";
import { classCard } from "/parts/class-card.js";
import { to } from "/router.js";
import { empty, field, form, iconFor, linkButton } from "/ui.js";

/** @import { ClassView } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function classListView(app, { signal, show }) {
    const words = text.classList;
    const [classes, archived] = await Promise.all([
        sorted(app.api.classes({ signal })),
        app.api.classes({ archived: true, signal }),
    ]);
    const list = h("ul", { class: "cards", role: "list" });
    const draw = () => replace(list, ...classes.map((class_) => classCard(app, class_, signal)));
    draw();
    app.store.subscribe(({ students }) => {
        // Marks are not shown here.
        if (!students) {
            draw();
        }
    }, signal);

    const className = field({
        ...{ label: words.name, name: "className", required: true, maxlength: 200 },
        ...{ autocomplete: "off", "data-first": !classes.length },
    });
    const createForm = form([className], {
        class: "form is-inline card",
        content: [
            className.node,
            h("button", { class: "button is-primary" }, iconFor("plus"), h("span", {}, words.create)),
        ],
        submit: async (values) => {
            const created = await app.api.createClass(values.className);
            if (!signal.aborted) {
                app.go(to.class(created._id));
            }
            app.notices.show(words.created(created.className), "good");
        },
    });
    show(
        text.myClasses,
        h("h1", {}, text.myClasses),
        classes.length ? list : false,
        classes.length > 0 &&
            h("p", {}, linkButton(absences.link, to.absences(), { kind: "quiet" })),
        createForm,
        classes.length ? false : empty(words.none),
        archived.length > 0 &&
            h("p", {}, linkButton(words.archived(archived.length), to.archived, { kind: "quiet" })),
    );
}

/** @param {App} app @param {Place} place */
export async function archivedListView(app, { signal, show }) {
    const words = text.classList;
    const classes = await sorted(app.api.classes({ archived: true, signal }));
    show(
        words.archivedHeading,
        h("p", { class: "crumb" }, h("a", { href: to.home }, text.myClasses)),
        h("h1", {}, words.archivedHeading),
        h("p", { class: "quiet" }, words.archivedHint),
        classes.length
            ? h(
                  "ul",
                  { class: "cards", role: "list" },
                  classes.map((class_) => classCard(app, class_, signal)),
              )
            : empty(words.noneArchived),
    );
}

/** Sorted by name. @param {Promise<ClassView[]>} classes */
async function sorted(classes) {
    return (await classes).sort((one, other) => compareNames(one.className, other.className));
}
