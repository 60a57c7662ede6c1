/** A class: its students, its past sessions, and starting a session. @module */

import { h, name } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { errorCode } from "/language/errors.js";
import { isToday } from "/language/formats.js";
import { byName } from "/name-order.js";
import { absenceNotesSection } from "/parts/absence-notes.js";
import { archivedNotice } from "/parts/archive.js";
import { claimCodes } from "/parts/claim-codes.js";
import { classCodeSection } from "/parts/class-code.js";
import { classSettings } from "/parts/class-settings.js";
import { addStudents, importCard } from "/parts/enrol.js";
import { exportButtons } from "/parts/exports.js";
import { csvQuery, headingsQuery, sortQuery } from "/parts/file-form.js";
import { pastSessions } from "/parts/history.js";
import { meetingImport } from "/parts/meeting-import.js";
import { pendingStudents } from "/parts/pending-students.js";
import { person } from "/parts/person.js";
import { recentImports } from "/parts/recent-imports.js";
import { askToStart } from "/parts/start-session.js";
import { owns } from "/parts/teachers.js";
import { to } from "/router.js";
import { matcher } from "/search.js";
import { button, dialog, empty, field } from "/ui.js";

/** @import { ClassRoster, Student } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** The number of students from which there is a search field. */
const MANY = 12;

/** The number from which the browser skips drawing students out of view. */
const LONG = 200;

/** @param {App} app @param {Place} place */
export async function classView(app, { ids: [id], signal, show }) {
    const words = text.class;
    const [class_, history] = await Promise.all([
        app.api.class(id, { signal }),
        pastSessions(app, id, signal),
    ]);
    const { archived } = class_;
    const own = owns(app, class_);
    const crumb = h(
        "p",
        { class: "crumb" },
        archived
            ? h("a", { href: to.archived }, text.classList.archivedHeading)
            : h("a", { href: to.home }, text.myClasses),
    );
    const heading = h("h1", {}, name(class_.className));
    const settings = classSettings(app, class_, { heading, signal });
    let count = class_.students.length;
    // At first, what an empty class needs is students.
    const leading = !count && !archived;
    const startButton = button(words.start, {
        ...{ kind: leading ? "plain" : "primary", icon: "live" },
        onClick: () => askToStart(app, { _id: id, count }, signal),
    });
    const start = h("div", { class: "actions is-start" }, startButton, settings.button);
    const since = h("p", { class: "lead" });
    const students = studentList(app, class_, { signal, changed: () => reload() });

    // The button itself stays, so that it keeps the focus.
    const drawStart = () => {
        const running = app.store.session(id);
        since.hidden = !running || isToday(running.startedAt);
        since.textContent = running ? text.continuing.stillRuns(running.startedAt) : "";
        startButton.lastElementChild.textContent = running ? words.resume : words.start;
    };

    async function reload() {
        const current = await app.api.class(id, { signal });
        count = current.students.length;
        students.update(current.students);
        add.update(current.students);
    }

    const add = addStudents(app, class_, { leading, signal, changed: reload });
    const code = classCodeSection(app, class_, { signal, changed: reload });
    const waysIn = h("div", { class: "columns" }, own && importCard(id), code.node, add.node);
    drawStart();
    app.store.subscribe(({ classId, started, ended }) => {
        if (classId === undefined || (classId === id && (started || ended))) {
            drawStart();
        }
        // A reopened session is no longer a past one.
        if (classId === id && (started || ended)) {
            history.reload().catch((error) => app.fail(error, signal));
        }
    }, signal);
    show(
        class_.className,
        crumb,
        heading,
        !own && h("p", { class: "quiet" }, text.teachers.youAssist),
        archived ? archivedNotice(app, class_, signal) : [since, leading && waysIn, start],
        h(
            "div",
            { class: "columns" },
            h(
                "div",
                { class: "stack" },
                absenceNotesSection(app, id, signal).node,
                history.node,
                !archived && !leading && [add.node, code.node],
                !archived && meetingImport(app, class_, { signal, added: history.reload }),
            ),
            h("section", { "aria-labelledby": "students" }, students.node),
        ),
        settings.node,
    );
}

/**
 * @param {App} app @param {ClassRoster} class_
 * @param {{ signal: AbortSignal, changed: () => Promise<void> }} options
 */
function studentList(app, class_, { signal, changed }) {
    const words = text.class;
    const own = owns(app, class_);
    const title = h("h2", { id: "students" });
    const codes = claimCodes(app, class_._id, signal, changed);
    const pending = pendingStudents(app, class_._id, { signal, changed });
    const imports =
        own &&
        recentImports(app, class_._id, { signal, undone: () => !signal.aborted && app.render() });
    const list = h("ul", { class: "people", role: "list" });
    const noStudents = empty(words.noStudents);
    const noMatch = empty(words.noMatch);
    const filter = field({
        ...{ label: words.filter, name: "filter", type: "search", autocomplete: "off" },
        on: { input: () => search() },
    });
    /** @type {{ student: Student, row: HTMLElement }[]} */
    let rows = [];

    function search() {
        const matches = matcher(filter.node.hidden ? "" : filter.control.value);
        for (const { student, row } of rows) {
            row.hidden = !matches(student);
        }
        noMatch.hidden = !rows.length || rows.some(({ row }) => !row.hidden);
    }

    /** @param {Student[]} students */
    function update(students) {
        title.textContent = words.students(students.length);
        students.sort(byName(app));
        const known = new Map(rows.map((entry) => [entry.student._id, entry]));
        rows = students.map((student) => {
            const before = known.get(student._id);
            const same = before?.student.name === student.name;
            return before && same ? before : { student, row: line(student) };
        });
        list.replaceChildren(...rows.map(({ row }) => row));
        list.classList.toggle("is-long", students.length >= LONG);
        noStudents.hidden = students.length > 0;
        filter.node.hidden = students.length < MANY;
        search();
        if (own) {
            void codes.reload();
            void pending.reload();
        }
    }

    /** @param {Student} student */
    function line(student) {
        return h(
            "li",
            {},
            person(student, codes.slotFor(student)),
            own &&
                !class_.archived &&
                button(
                    words.remove,
                    { kind: "quiet", onClick: () => ask(student) },
                    { "aria-label": words.removeLabel(student.name) },
                ),
        );
    }

    /** @param {Student} student */
    async function ask(student) {
        const removed = await dialog({
            ...{ title: words.removeTitle(student.name), body: h("p", {}, words.removeBody) },
            ...{ confirmLabel: words.remove, danger: true, signal },
            confirm: () => app.api.unenrol(class_._id, student._id).catch(unlessGone),
        });
        if (removed) {
            app.notices.show(words.removed(student.name), "good");
            title.setAttribute("tabindex", "-1");
            title.focus();
            await changed().catch((error) => app.fail(error));
        }
    }

    update(class_.students);
    const file = (/** @type {Record<string, string>} */ form) => () =>
        `/class/${class_._id}/roster?${new URLSearchParams({ ...headingsQuery(), ...sortQuery(), ...form })}`;
    const files = exportButtons(app, [
        {
            ...{ label: words.csv, described: words.csvLabel },
            path: file({ format: "csv", ...csvQuery() }),
        },
        { label: words.xlsx, described: words.xlsxLabel, path: file({ format: "xlsx" }) },
    ]);
    const content = [
        ...[imports, codes.node, pending.node, filter.node, noStudents, list, noMatch],
        own && files,
    ];
    return { node: h("div", { class: "card roster" }, title, content), update };
}

/** Ignores that the student is already removed. @param {unknown} error */
function unlessGone(error) {
    if (errorCode(error) !== "student_not_found") {
        throw error;
    }
}
