/** Adding students to a class: one by one from a search, or all from a pasted list. @module */

import { h, replace } from "/dom.js";
import { addWords } from "/language/en/class-page.js";
import { text } from "/language/en/teacher.js";
import { errorCode, errorText, fieldErrors } from "/language/errors.js";
import { person } from "/parts/person.js";
import { owns } from "/parts/teachers.js";
import { emailsIn } from "/pasted-emails.js";
import { to } from "/router.js";
import { button, field, form, iconFor, linkButton } from "/ui.js";

/** @import { ClassRoster, Student } from "/api-types.js" */
/** @import { App } from "/app.js" */

/** Students shown of those that a search finds. */
const SHOWN = 20;

/** Milliseconds without a key press after which a search starts. */
const DEBOUNCE = 250;

/** Students of a list that are added at the same time. */
const AT_ONCE = 3;

/** @typedef {{ signal: AbortSignal, changed: () => Promise<void> }} Options */

/** The students of the class. @typedef {{ ids: Set<string>, emails: Set<string> }} Enrolled */

/**
 * What came of an entry of a pasted list. `error`: in words, if it `failed`.
 *
 * @typedef {{
 *     kind: "enrolled" | "already" | "invited" | "unknown" | "wrong" | "failed", error?: string,
 * }} Outcome
 */

/**
 * @param {App} app @param {ClassRoster} class_
 * @param {Options & { leading: boolean }} options `leading`: the page begins with it, and with the
 *     way to import a list, as the class has no students yet
 */
export function addStudents(app, class_, { leading, signal, changed }) {
    const words = text.class;
    const { _id: classId, students } = class_;
    /** @type {Enrolled} */
    const enrolled = { ids: new Set(), emails: new Set() };
    const own = owns(app, class_);
    const hint = own ? words.searchHint : words.searchHintAssistant;
    const search = searchBox(app, classId, enrolled, { hint, signal, changed });
    const paste = pasteBox(app, classId, enrolled, { signal, changed });

    /** @param {Student[]} current */
    function update(current) {
        enrolled.ids = new Set(current.map(({ _id }) => _id));
        enrolled.emails = new Set(current.map(({ email }) => (email ?? "").toLowerCase()));
        search.update();
    }

    update(students);
    return {
        node: h(
            "section",
            { class: "card not-paper", "aria-labelledby": "add" },
            h("h2", { id: "add" }, words.add),
            search.node,
            h("details", { class: "paste" }, h("summary", {}, words.paste), paste),
            own &&
                !leading &&
                h(
                    "div",
                    { class: "actions is-start" },
                    linkButton(words.importList, to.import(classId), { icon: "upload" }),
                ),
        ),
        update,
    };
}

/** The way to import a list, for a class that has no students yet. @param {string} classId */
export function importCard(classId) {
    return h(
        "section",
        { class: "card stack not-paper", "aria-labelledby": "from-list" },
        h("h2", { id: "from-list" }, addWords.heading),
        h("p", { class: "hint" }, addWords.body),
        h(
            "div",
            { class: "actions is-start" },
            linkButton(text.class.importList, to.import(classId), {
                ...{ kind: "primary", icon: "upload" },
            }),
        ),
    );
}

/**
 * @param {App} app @param {string} classId @param {Enrolled} enrolled
 * @param {Options & { hint: string }} options
 */
function searchBox(app, classId, enrolled, { hint, signal, changed }) {
    const words = text.class;
    const list = h("ul", { class: "people", role: "list" });
    const status = h("p", { class: "hint", role: "status" });
    const input = field({
        ...{ label: words.search, name: "q", type: "search", hint },
        ...{ autocomplete: "off", on: { input: () => searchLater() } },
    });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    let searching = new AbortController();
    signal.addEventListener("abort", () => {
        clearTimeout(timer);
        searching.abort();
    });
    /** @type {Student[]} */
    let matches = [];

    function searchLater() {
        clearTimeout(timer);
        searching.abort();
        timer = setTimeout(find, DEBOUNCE);
    }

    async function find() {
        searching = new AbortController();
        const q = input.control.value.trim();
        if (!q) {
            matches = [];
            status.textContent = "";
            update();
            return;
        }
        const { signal: own } = searching;
        try {
            const students = await app.api.searchStudents(q, SHOWN + 1, { signal: own });
            matches = students.slice(0, SHOWN);
            status.textContent = !students.length
                ? words.foundNone
                : students.length > SHOWN
                  ? words.foundMany(SHOWN)
                  : words.found(students.length);
            update();
        } catch (error) {
            if (!own.aborted) {
                status.textContent = errorText(error);
            }
        }
    }

    function update() {
        // Drawing a focused list again would lose the focus.
        const focused = list.contains(document.activeElement)
            ? /** @type {HTMLElement} */ (document.activeElement).dataset.student
            : undefined;
        replace(list, ...matches.map(line));
        const again = [...list.querySelectorAll("button")].find(
            ({ dataset }) => dataset.student === focused,
        );
        (focused ? (again ?? input.control) : undefined)?.focus();
    }

    /** @param {Student} student */
    function line(student) {
        const already = enrolled.ids.has(student._id);
        const add = button(
            words.enrol,
            { icon: "plus", onClick: () => enrol(student, add) },
            { "aria-label": words.enrolLabel(student.name), "data-student": student._id },
        );
        return h(
            "li",
            {},
            person(student),
            already
                ? h("span", { class: "status is-present" }, iconFor("present"), words.enrolled)
                : add,
        );
    }

    /** @param {Student} student @param {HTMLButtonElement} control */
    async function enrol(student, control) {
        control.setAttribute("aria-disabled", "true");
        try {
            await app.api.enrol(classId, { studentId: student._id }, { signal });
            app.notices.announce(words.enrolledNow(student.name));
            await changed();
        } catch (error) {
            app.fail(error, signal);
        } finally {
            control.removeAttribute("aria-disabled");
        }
    }

    const node = h(
        "form",
        {
            ...{ role: "search", class: "form" },
            on: {
                submit: (event) => {
                    event.preventDefault();
                    clearTimeout(timer);
                    void find();
                },
            },
        },
        input.node,
        status,
        list,
    );
    return { node, update };
}

/**
 * @param {App} app @param {string} classId @param {Enrolled} enrolled
 * @param {Options} options
 */
function pasteBox(app, classId, enrolled, { signal, changed }) {
    const words = text.class;
    const box = field({
        ...{ label: words.pasteField, name: "emails", tag: "textarea", hint: words.pasteHint },
        ...{ rows: 6, required: true, autocomplete: "off", spellcheck: "false" },
    });
    const status = h("p", { role: "status" });
    const lines = h("ul", { class: "outcomes", role: "list" });

    async function submit() {
        const entries = emailsIn(box.control.value);
        lines.replaceChildren();
        if (!entries.length) {
            status.textContent = words.pasteNothing;
            return;
        }
        /** @type {Outcome[]} */
        const outcomes = new Array(entries.length);
        let done = 0;
        const remaining = entries.entries();
        const work = async () => {
            for (const [place, entry] of remaining) {
                outcomes[place] = await enrolOne(entry);
                done += 1;
                status.textContent = words.pasteProgress(done, entries.length);
            }
        };
        box.control.readOnly = true;
        try {
            await Promise.all(Array.from({ length: AT_ONCE }, work));
        } finally {
            box.control.readOnly = false;
            report(entries, outcomes);
        }
        if (outcomes.some(({ kind }) => kind === "enrolled" || kind === "invited")) {
            await changed();
        }
    }

    /** @param {{ email: string }} entry @returns {Promise<Outcome>} */
    async function enrolOne({ email }) {
        if (enrolled.emails.has(email)) {
            return { kind: "already" };
        }
        try {
            const { invited } = await app.api.enrol(classId, { email }, { signal });
            return { kind: invited ? "invited" : "enrolled" };
        } catch (error) {
            return outcomeOf(error);
        }
    }

    /** @param {{ line: string }[]} entries @param {Outcome[]} outcomes */
    function report(entries, outcomes) {
        const all = entries.map((entry, place) => ({ ...entry, ...outcomes[place] }));
        const done = ["enrolled", "already", "invited"];
        const failed = all.filter(({ kind }) => !done.includes(kind));
        const added = all.filter(({ kind }) => kind === "enrolled");
        status.textContent = words.pasteResult(added.length, failed.length);
        box.control.value = failed.map(({ line }) => line).join("\n");
        // Entries that need attention come first.
        const rest = all.filter((one) => !failed.includes(one));
        replace(lines, ...[...failed, ...rest].map(outcomeLine));
    }

    return form([box], {
        content: [
            box.node,
            h("button", { class: "button is-primary" }, words.pasteSubmit),
            status,
            lines,
        ],
        submit,
    });
}

/** @param {unknown} error @returns {Outcome} */
function outcomeOf(error) {
    if (errorCode(error) === "student_not_found") {
        return { kind: "unknown" };
    }
    if ("email" in fieldErrors(error)) {
        return { kind: "wrong" };
    }
    return { kind: "failed", error: errorText(error) };
}

/** @type {Partial<Record<Outcome["kind"], string>>} */
const ICONS = { enrolled: "present", already: "info", invited: "info" };

/** @param {{ line: string } & Outcome} outcome */
function outcomeLine({ line, kind, error }) {
    const icon = ICONS[kind] ?? "warning";
    const words = kind === "failed" ? error : text.class.outcome[kind];
    return h(
        "li",
        { class: `is-${kind}` },
        h("bdi", { class: "line" }, line),
        h("span", { class: `outcome is-${icon}` }, iconFor(icon), words),
    );
}
