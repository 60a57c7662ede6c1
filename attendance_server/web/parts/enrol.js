/** Adding students to a class: one by one from a search, or all of a list. @module */

import { emailsIn } from "/pasted-emails.js";
import { ApiError } from "/api.js";
import { h, replace } from "/dom.js";
import { to } from "/router.js";
import { errorText, fieldErrors, text } from "/language/text.js";
import { button, field, form, linkButton, mark } from "/ui.js";
import { person } from "/parts/person.js";

/** How many are shown of those that a search finds. */
const SHOWN = 20;

/** Milliseconds without a key after which a search starts. */
const DEBOUNCE = 250;

/** How many of a list are under way at the same time. */
const AT_ONCE = 3;

/**
 * @param {import("/app.js").App} app @param {string} classId @param {any[]} students
 * @param {{ signal: AbortSignal, changed: () => Promise<void> }} options
 */
export function addStudents(app, classId, students, { signal, changed }) {
    const words = text.class;
    /** @type {{ ids: Set<string>, emails: Set<string> }} */
    const enrolled = { ids: new Set(), emails: new Set() };
    const search = searchBox(app, classId, enrolled, { signal, changed });
    const paste = pasteBox(app, classId, enrolled, { signal, changed });

    /** @param {any[]} now */
    function update(now) {
        enrolled.ids = new Set(now.map(({ _id }) => _id));
        enrolled.emails = new Set(now.map(({ email }) => email.toLowerCase()));
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
            h(
                "div",
                { class: "actions is-start" },
                linkButton(text.import.heading, to.import(classId), { icon: "upload" }),
            ),
        ),
        update,
    };
}

function searchBox(app, classId, enrolled, { signal, changed }) {
    const words = text.class;
    const list = h("ul", { class: "people", role: "list" });
    const told = h("p", { class: "hint", role: "status" });
    const input = field({
        ...{ label: words.search, name: "q", type: "search", hint: words.searchHint },
        ...{ autocomplete: "off", on: { input: () => later() } },
    });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    let asked = new AbortController();
    signal.addEventListener("abort", () => {
        clearTimeout(timer);
        asked.abort();
    });
    /** @type {any[]} */
    let found = [];

    function later() {
        clearTimeout(timer);
        asked.abort();
        timer = setTimeout(ask, DEBOUNCE);
    }

    async function ask() {
        asked = new AbortController();
        const q = input.control.value.trim();
        if (!q) {
            found = [];
            told.textContent = "";
            update();
            return;
        }
        const own = asked.signal;
        try {
            const students = await app.api.searchStudents(q, SHOWN + 1, { signal: own });
            found = students.slice(0, SHOWN);
            told.textContent = !students.length
                ? words.foundNone
                : students.length > SHOWN
                  ? words.foundMany(SHOWN)
                  : words.found(students.length);
            update();
        } catch (error) {
            if (!own.aborted) {
                told.textContent = errorText(error);
            }
        }
    }

    function update() {
        // A list that is drawn anew under the keyboard would lose it.
        const focused = list.contains(document.activeElement)
            ? /** @type {HTMLElement} */ (document.activeElement).dataset.student
            : undefined;
        replace(list, ...found.map(line));
        const again = [...list.querySelectorAll("button")].find(
            ({ dataset }) => dataset.student === focused,
        );
        (focused ? (again ?? input.control) : undefined)?.focus();
    }

    /** @param {any} student */
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
                ? h("span", { class: "status is-present" }, mark("present"), words.enrolled)
                : add,
        );
    }

    /** @param {any} student @param {HTMLButtonElement} control */
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
                    void ask();
                },
            },
        },
        input.node,
        told,
        list,
    );
    return { node, update };
}

function pasteBox(app, classId, enrolled, { signal, changed }) {
    const words = text.class;
    const box = field({
        ...{ label: words.pasteField, name: "emails", tag: "textarea", hint: words.pasteHint },
        ...{ rows: 6, required: true, autocomplete: "off", spellcheck: "false" },
    });
    const told = h("p", { role: "status" });
    const lines = h("ul", { class: "outcomes", role: "list" });

    async function submit() {
        const entries = emailsIn(box.control.value);
        lines.replaceChildren();
        if (!entries.length) {
            told.textContent = words.pasteNothing;
            return;
        }
        const outcomes = new Array(entries.length);
        let done = 0;
        const left = entries.entries();
        const work = async () => {
            for (const [place, entry] of left) {
                outcomes[place] = await enrolOne(entry);
                done += 1;
                told.textContent = words.pasteProgress(done, entries.length);
            }
        };
        box.control.readOnly = true;
        try {
            await Promise.all(Array.from({ length: AT_ONCE }, work));
        } finally {
            box.control.readOnly = false;
            report(entries, outcomes);
        }
        if (outcomes.some(({ kind }) => kind === "enrolled")) {
            await changed();
        }
    }

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

    function report(entries, outcomes) {
        const all = entries.map((entry, place) => ({ ...entry, ...outcomes[place] }));
        const done = ["enrolled", "already", "invited"];
        const failed = all.filter(({ kind }) => !done.includes(kind));
        const added = all.filter(({ kind }) => kind === "enrolled");
        told.textContent = words.pasteResult(added.length, failed.length);
        box.control.value = failed.map(({ line }) => line).join("\n");
        // What needs somebody comes first.
        const rest = all.filter((one) => !failed.includes(one));
        replace(lines, ...[...failed, ...rest].map(outcomeLine));
    }

    return form([box], {
        content: [
            box.node,
            h("button", { class: "button is-primary" }, words.pasteSubmit),
            told,
            lines,
        ],
        submit,
    });
}

/** @param {unknown} error */
function outcomeOf(error) {
    if (error instanceof ApiError && error.message === "Student not found") {
        return { kind: "unknown" };
    }
    if ("email" in fieldErrors(error)) {
        return { kind: "wrong" };
    }
    return { kind: "failed", why: errorText(error) };
}

/** @param {{ line: string, kind: string, why?: string }} outcome */
function outcomeLine({ line, kind, why }) {
    const sign = { enrolled: "present", already: "info", invited: "info" }[kind] ?? "warning";
    return h(
        "li",
        { class: `is-${kind}` },
        h("bdi", { class: "line" }, line),
        h("span", { class: `outcome is-${sign}` }, mark(sign), why ?? text.class.outcome[kind]),
    );
}
