/** The students who are invited to a class and not in it yet: to confirm or withdraw. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { errorCode, errorText } from "/language/errors.js";
import { compareNames } from "/language/formats.js";
import { person } from "/parts/person.js";
import { button, dialog, iconFor } from "/ui.js";

/** @import { PendingStudent } from "/api-types.js" */
/** @import { App } from "/app.js" */

/**
 * @param {App} app @param {string} classId
 * @param {{ signal: AbortSignal, changed: () => Promise<void> }} options `changed`: called when the
 *     students of the class have changed
 */
export function pendingStudents(app, classId, { signal, changed }) {
    const words = text.pending;
    const node = h("section", {
        ...{ class: "pending stack", hidden: true, "aria-labelledby": "pending" },
    });
    let loading = new AbortController();
    signal.addEventListener("abort", () => loading.abort());
    /** Whether the focus was on a row that is gone, and goes to the heading. */
    let refocus = false;

    async function reload() {
        loading.abort();
        loading = new AbortController();
        const { signal: own } = loading;
        try {
            draw(await app.api.pendingStudents(classId, { signal: own }));
        } catch (error) {
            if (!own.aborted) {
                drawProblem(error);
            }
        }
    }

    /** @param {PendingStudent[]} students */
    function draw(students) {
        const sorted = students
            .map((student) => ({ ...student, name: nameOf(student) }))
            .sort((one, other) => compareNames(one.name, other.name));
        const unconfirmed = sorted.filter(({ needsCode }) => needsCode);
        const title = h("h3", { id: "pending" }, words.heading(sorted.length));
        replace(
            node,
            title,
            unconfirmed.length > 0 && h("p", { class: "hint" }, words.explanation),
            h("ul", { class: "people", role: "list" }, sorted.map(line)),
            unconfirmed.length > 1 &&
                h(
                    "div",
                    { class: "actions is-start" },
                    button(words.confirmAll(unconfirmed.length), {
                        icon: "present",
                        onClick: () => confirm(unconfirmed),
                    }),
                ),
        );
        node.hidden = !sorted.length;
        if (refocus) {
            refocus = false;
            const target = node.hidden ? document.getElementById("students") : title;
            target?.setAttribute("tabindex", "-1");
            target?.focus();
        }
    }

    /** @param {PendingStudent & { name: string }} student */
    function line(student) {
        const { name: given, email, needsCode } = student;
        const state = needsCode ? words.unconfirmed : words.invited;
        return h(
            "li",
            {},
            person(
                { ...student, email: given === email ? null : email },
                h("span", { class: "status is-unclaimed" }, iconFor("waiting"), state),
            ),
            h(
                "div",
                { class: "pending-actions" },
                needsCode &&
                    button(
                        words.confirm,
                        { icon: "present", onClick: () => confirm([student]) },
                        { "aria-label": words.confirmLabel(given) },
                    ),
                button(
                    words.withdraw,
                    { kind: "quiet", onClick: () => withdraw(student) },
                    { "aria-label": words.withdrawLabel(given) },
                ),
            ),
        );
    }

    /** @param {(PendingStudent & { name: string })[]} students */
    async function confirm(students) {
        let confirmed = 0;
        try {
            for (const { studentId } of students) {
                await app.api.confirmStudent(classId, studentId).catch(unlessOver);
                confirmed += 1;
            }
            const one = students.length === 1 ? students[0].name : undefined;
            app.notices.show(one ? words.confirmed(one) : words.allConfirmed(confirmed), "good");
        } catch (error) {
            app.fail(error, signal);
        }
        refocus = true;
        // This loads the list of this part again, too.
        await changed().catch((error) => app.fail(error, signal));
    }

    /** @param {PendingStudent & { name: string }} student */
    async function withdraw(student) {
        const withdrawn = await dialog({
            ...{ title: words.withdrawTitle(student.name), body: h("p", {}, words.withdrawBody) },
            ...{ confirmLabel: words.withdraw, danger: true, signal },
            confirm: () =>
                app.api.withdrawInvitation(classId, student.studentId).catch(unlessOver),
        });
        if (withdrawn) {
            app.notices.show(words.withdrawn(student.name), "good");
            refocus = true;
            await reload();
        }
    }

    /** @param {unknown} error */
    function drawProblem(error) {
        replace(
            node,
            h(
                "div",
                { class: "notice is-error", role: "alert" },
                iconFor("warning"),
                h("p", { id: "pending" }, words.failed, " ", errorText(error)),
                button(text.tryAgain, { onClick: reload }),
            ),
        );
        node.hidden = false;
    }

    return { node, reload };
}

/** What the teacher calls the student. @param {PendingStudent} student */
const nameOf = ({ name, email, studentNumber }) => name ?? email ?? studentNumber ?? "";

/** Ignores that the student has answered meanwhile. @param {unknown} error */
function unlessOver(error) {
    if (errorCode(error) !== "invitation_not_found") {
        throw error;
    }
}
