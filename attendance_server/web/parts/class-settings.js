/** The settings of a class: at the end of its page, away from what a lesson needs. @module */

import { h, name, replace } from "/dom.js";
import { settingsWords } from "/language/en/class-page.js";
import { text } from "/language/en/teacher.js";
import { apiKeysSection } from "/parts/api-keys.js";
import { archiveSection } from "/parts/archive.js";
import { lateSetting } from "/parts/late-setting.js";
import { owns, teachersSection } from "/parts/teachers.js";
import { button, dialog, field } from "/ui.js";

/** @import { ClassRoster } from "/api-types.js" */
/** @import { App } from "/app.js" */
/** @import { Child } from "/dom.js" */

/**
 * The settings, and a button that leads to them from the start of the page.
 *
 * @param {App} app @param {ClassRoster} class_
 * @param {{ heading: Element, signal: AbortSignal }} options `heading`: of the page, which has the
 *     name of the class
 */
export function classSettings(app, class_, { heading, signal }) {
    const words = settingsWords;
    const own = owns(app, class_);
    const title = h("h2", { id: "settings", tabindex: -1 }, words.heading);
    const called = h("p", { class: "quiet" }, name(class_.className));

    async function rename() {
        if (await askForName(app, class_, signal)) {
            replace(heading, name(class_.className));
            replace(called, name(class_.className));
            document.title = text.title(class_.className);
            app.notices.show(text.class.renamed, "good");
        }
    }

    const everyday = h("ul", { class: "people", role: "list" });
    /** @param {string} what @param {{ node: Element, button: Element }} setting */
    const add = (what, { node, button }) =>
        everyday.append(h("li", {}, h("div", { class: "person" }, what, node), button));

    if (own && !class_.archived) {
        const renameButton = button(text.class.rename, { icon: "pen", onClick: rename });
        add(words.name, { node: called, button: renameButton });
        add(words.late, lateSetting(app, class_, signal));
        void app.addFrom("teacherCheckIn", signal, ({ checkInSetting }) =>
            add(words.checkIn, checkInSetting(app, class_, signal)),
        );
    }
    /** @type {Child[]} */
    const sections = [
        own && !class_.archived && h("div", { class: "card" }, everyday),
        teachersSection(app, class_, signal),
        own && apiKeysSection(app, { classId: class_._id, signal }),
        own && archiveSection(app, class_, signal),
    ];
    return {
        node: h(
            "section",
            { class: "stack class-settings not-paper", "aria-labelledby": "settings" },
            title,
            sections,
        ),
        button: button(words.link, {
            kind: "quiet",
            onClick: () => {
                title.scrollIntoView();
                title.focus({ preventScroll: true });
            },
        }),
    };
}

/**
 * Ask for another name of the class. Returns whether it was renamed.
 *
 * @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal
 */
function askForName(app, class_, signal) {
    const words = text.class;
    const className = field({
        ...{ label: words.newName, name: "className", value: class_.className },
        ...{ required: true, maxlength: 200, autocomplete: "off" },
    });
    return dialog({
        ...{ title: words.renameTitle, fields: [className], confirmLabel: words.save, signal },
        confirm: async (values) => {
            const updated = await app.api.changeClass(class_._id, {
                className: values.className,
            });
            class_.className = updated.className;
        },
    });
}
