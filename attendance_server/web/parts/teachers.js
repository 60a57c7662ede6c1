/** The teachers of a class: its owner adds and removes assistants, who may also leave. @module */

import { h, name, replace } from "/dom.js";
import { text } from "/language/en/reports.js";
import { errorCode } from "/language/errors.js";
import { to } from "/router.js";
import { button, dialog, field } from "/ui.js";

/** @import { ClassRoster, ClassTeacher } from "/api-types.js" */
/** @import { App } from "/app.js" */

/**
 * Whether the user of this page owns the class: only the owner may change, export or delete it.
 *
 * @param {App} app @param {{ teacherId: string }} class_
 */
export const owns = (app, class_) => class_.teacherId === app.account.user?._id;

/**
 * Whether the user may get the class as files: its owner and the school office.
 *
 * @param {App} app @param {{ teacherId: string }} class_
 */
export const mayExport = (app, class_) => owns(app, class_) || app.account.isAdmin;

/** @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal */
export function teachersSection(app, class_, signal) {
    const words = text.teachers;
    const own = owns(app, class_);
    const heading = h("h2", { id: "teachers", tabindex: -1 }, words.heading);
    const list = h("ul", { class: "people", role: "list" });

    function draw() {
        replace(list, ...(class_.teachers ?? []).map(line));
    }

    /** @param {ClassTeacher} teacher */
    function line(teacher) {
        const isUser = teacher._id === app.account.user?._id;
        const removable = teacher.role !== "owner" && (own || isUser);
        return h(
            "li",
            {},
            h(
                "div",
                { class: "person" },
                h("div", {}, name(teacher.name), isUser && ` ${words.you}`),
                h("span", { class: "quiet" }, words.role(teacher.role, teacher.until)),
            ),
            removable &&
                (isUser
                    ? button(words.leave, { kind: "quiet", onClick: leave })
                    : button(
                          words.remove,
                          { kind: "quiet", onClick: () => remove(teacher) },
                          { "aria-label": words.removeLabel(teacher.name) },
                      )),
        );
    }

    async function add() {
        const email = field({
            ...{ label: words.email, name: "email", type: "email", required: true },
            ...{ autocomplete: "off", maxlength: 254 },
        });
        const until = field({
            ...{ label: words.until, name: "until", type: "date", hint: words.untilHint },
        });
        const added = await dialog({
            ...{ title: words.add, body: h("p", {}, words.addBody), fields: [email, until] },
            ...{ confirmLabel: words.addConfirm, signal },
            confirm: async (values) => {
                const lastDay = endOfDay(values.until);
                const updated = await app.api.addTeacher(class_._id, values.email, lastDay);
                class_.teachers = updated.teachers;
            },
        });
        if (added) {
            draw();
            app.notices.show(words.added, "good");
        }
    }

    /** @param {ClassTeacher} teacher */
    async function remove(teacher) {
        const removed = await dialog({
            ...{ title: words.removeTitle(teacher.name), body: h("p", {}, words.removeBody) },
            ...{ confirmLabel: words.remove, danger: true, signal },
            confirm: () => app.api.removeTeacher(class_._id, teacher._id).catch(unlessGone),
        });
        if (removed) {
            class_.teachers = class_.teachers?.filter(({ _id }) => _id !== teacher._id);
            draw();
            app.notices.show(words.removed(teacher.name), "good");
            heading.focus();
        }
    }

    async function leave() {
        const left = await dialog({
            ...{ title: words.leaveTitle(class_.className), body: h("p", {}, words.leaveBody) },
            ...{ confirmLabel: words.leave, danger: true, signal },
            confirm: async () => {
                const { user } = app.account;
                await app.api.removeTeacher(class_._id, user?._id ?? "").catch(unlessGone);
            },
        });
        if (left) {
            app.goInstead(to.home);
            app.notices.show(words.left(class_.className), "good");
        }
    }

    draw();
    return h(
        "section",
        { class: "card stack not-paper", "aria-labelledby": "teachers" },
        heading,
        h("p", { class: "hint" }, own ? words.hint : words.assistantHint),
        list,
        own &&
            h("div", { class: "actions is-start" }, button(words.add, { icon: "plus", onClick: add })),
    );
}

/** When a day ends on this device, for the server. @param {string} value of a date field */
function endOfDay(value) {
    if (!value) {
        return undefined;
    }
    const [year, month, day] = value.split("-").map(Number);
    return new Date(year, month - 1, day + 1).toISOString();
}

/** Ignores that the teacher is already removed. @param {unknown} error */
function unlessGone(error) {
    if (!["teacher_not_found", "not_class_teacher"].includes(errorCode(error) ?? "")) {
        throw error;
    }
}
