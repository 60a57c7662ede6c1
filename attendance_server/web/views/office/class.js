/** One class, for the school office: its past sessions and reports, and moving it. @module */

import { h, name } from "/dom.js";
import { office } from "/language/en/office.js";
import { text } from "/language/en/reports.js";
import { byName } from "/name-order.js";
import { pastSessions } from "/parts/history.js";
import { to } from "/router.js";
import { button, dialog, moreSection } from "/ui.js";
import { chooseUser } from "/views/office/frame.js";

/** @import { ClassRoster, UserRecord } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function officeClassView(app, { ids: [id], signal, show }) {
    const words = office.class;
    const [class_, history] = await Promise.all([
        app.api.class(id, { signal }),
        pastSessions(app, id, signal),
    ]);
    const students = [...class_.students].sort(byName(app));
    show(
        class_.className,
        h("p", { class: "crumb" }, h("a", { href: to.office.classes }, office.classes)),
        h("h1", {}, name(class_.className)),
        h(
            "dl",
            { class: "card facts" },
            (class_.teachers ?? []).map((teacher) => [
                h("dt", {}, text.teachers.role(teacher.role, teacher.until)),
                h("dd", {}, h("a", { href: to.office.person(teacher._id) }, name(teacher.name))),
            ]),
        ),
        h(
            "div",
            { class: "columns" },
            h("div", { class: "stack" }, history.node),
            h(
                "section",
                { class: "card", "aria-labelledby": "students" },
                h("h2", { id: "students" }, words.students),
                h(
                    "ul",
                    { class: "people", role: "list" },
                    students.map((student) =>
                        h(
                            "li",
                            {},
                            h(
                                "div",
                                { class: "person" },
                                h(
                                    "a",
                                    { href: to.office.person(student._id), class: "row-link" },
                                    name(student.name),
                                ),
                                h("span", { class: "quiet email" }, student.email),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        moreSection(
            h(
                "div",
                { class: "actions is-start" },
                button(words.move, { onClick: () => move(app, class_, signal) }),
            ),
        ),
    );
}

/** @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal */
async function move(app, class_, signal) {
    const words = office.class;
    /** @type {UserRecord | undefined} */
    let owner;
    const choosing = new AbortController();
    if (signal.aborted) {
        return;
    }
    signal.addEventListener("abort", () => choosing.abort());
    await dialog({
        ...{ title: words.moveTitle(class_.className), signal: choosing.signal },
        body: [
            h("p", {}, words.moveBody),
            chooseUser(app, {
                ...{ label: words.moveSearch, role: "TEACHER", not: class_.teacherId, signal },
                chosen: (chosen) => {
                    owner = chosen;
                    choosing.abort();
                },
            }),
        ],
    });
    const { _id, name: teacher } = owner ?? {};
    if (!_id || !teacher || signal.aborted) {
        return;
    }
    const sure = await dialog({
        ...{ title: words.moveConfirm(class_.className, teacher), signal },
        confirmLabel: words.moveButton,
        confirm: () => app.api.moveClass(class_._id, _id),
    });
    if (sure) {
        app.notices.show(words.moved(teacher), "good");
        app.render();
    }
}
