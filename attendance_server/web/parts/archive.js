/** Archiving a class, bringing it back, and deleting it. @module */

import { ApiError } from "/api.js";
import { h, name } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { fieldErrors } from "/language/errors.js";
import { owns } from "/parts/teachers.js";
import { to } from "/router.js";
import { button, dialog, field, iconFor, moreSection } from "/ui.js";

/** @import { ClassRoster } from "/api-types.js" */
/** @import { App } from "/app.js" */

/**
 * The notice on the page of an archived class, in place of the button that starts a session.
 *
 * @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal
 */
export function archivedNotice(app, class_, signal) {
    return h(
        "div",
        { class: "notice is-info" },
        iconFor("info"),
        h("p", {}, text.class.archived),
        owns(app, class_) &&
            button(text.class.unarchive, {
                ...{ kind: "primary", icon: "undo" },
                onClick: () => setArchived(app, class_, false, signal),
            }),
    );
}

/**
 * The section at the end of the page of a class, where it is archived or deleted.
 *
 * @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal
 */
export function archiveSection(app, class_, signal) {
    const words = text.class;
    return moreSection(
        !class_.archived && h("p", { class: "hint" }, words.archiveHint),
        h(
            "div",
            { class: "actions is-start" },
            !class_.archived &&
                button(words.archive, {
                    icon: "archive",
                    onClick: () => setArchived(app, class_, true, signal),
                }),
            button(words.delete, {
                ...{ kind: "danger", icon: "bin" },
                onClick: () => deleteClass(app, class_, signal),
            }),
        ),
    );
}

/**
 * @param {App} app @param {ClassRoster} class_ @param {boolean} archived
 * @param {AbortSignal} signal
 */
async function setArchived(app, class_, archived, signal) {
    try {
        await app.api.changeClass(class_._id, { archived });
    } catch (error) {
        app.fail(error, signal);
        return;
    }
    const message = archived ? text.class.archivedNow : text.class.unarchived;
    app.notices.show(message(class_.className), "good");
    if (!signal.aborted) {
        app.render();
    }
}

/**
 * Asks for confirmation first. For a class with sessions, the user must type its name, once the
 * server has answered how many sessions would be deleted with it.
 *
 * @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal
 */
async function deleteClass(app, class_, signal) {
    const words = text.class;
    let sessions = 0;
    const look = {
        ...{ title: words.deleteTitle(class_.className), danger: true, signal },
        instead: class_.archived
            ? undefined
            : { label: words.archiveInstead, act: () => setArchived(app, class_, true, signal) },
    };
    let deleted = await dialog({
        ...look,
        body: [
            !class_.archived && h("p", {}, words.archiveHint),
            h("p", {}, words.deleteBody),
        ],
        confirmLabel: words.delete,
        confirm: async () => {
            try {
                await app.api.deleteClass(class_._id);
            } catch (error) {
                if (!(error instanceof ApiError && error.sessions)) {
                    throw error;
                }
                sessions = error.sessions;
            }
        },
    });
    if (deleted && sessions) {
        const typed = field({
            ...{ label: words.deleteName, name: "className", autocomplete: "off" },
            required: true,
        });
        deleted = await dialog({
            ...look,
            body: [
                h("p", { class: "lead" }, words.deleteSessions(sessions)),
                h("p", {}, words.deleteType),
                h("p", { class: "exact" }, name(class_.className)),
            ],
            ...{ fields: [typed], confirmLabel: words.deleteConfirm },
            confirm: ({ className }) => app.api.deleteClass(class_._id, className),
            explain: (error) =>
                error instanceof ApiError && error.sessions
                    ? { className: words.deleteWrongName }
                    : fieldErrors(error),
        });
    }
    if (deleted) {
        app.goInstead(class_.archived ? to.archived : to.home);
        app.notices.show(words.deleted(class_.className), "good");
    }
}
