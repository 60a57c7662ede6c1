/** Importing the attendance report of an online meeting as a past session. @module */

import { ApiError } from "/api.js";
import { h, name, replace } from "/dom.js";
import { meetingWords } from "/language/en/upkeep.js";
import { codeText, errorText } from "/language/errors.js";
import { fileProblems } from "/language/file-problems.js";
import { wordFor } from "/language/word-for.js";
import { fileChoice } from "/parts/file-choice.js";
import { notice } from "/parts/import-verdict.js";
import { person } from "/parts/person.js";
import { to } from "/router.js";
import { button, choices, field, form, linkButton, statusLabel } from "/ui.js";
import { importMeeting } from "/upkeep-calls.js";

/** @import { ClassRoster, Meeting, MeetingGuest, MeetingStudent } from "/api-types.js" */
/** @import { Query } from "/api.js" */
/** @import { App } from "/app.js" */

/** The largest file that the server accepts, in bytes. */
const MAX_BYTES = 2 * 2 ** 20;

/** The server recognizes a file by its content. */
const ANY_FILE = "application/octet-stream";

/** Minutes in which a student has to have been there, unless the teacher says otherwise. */
const MINUTES = "5";

/**
 * @param {App} app @param {ClassRoster} class_
 * @param {{ signal: AbortSignal, added: () => unknown }} options `added` is called after an import
 */
export function meetingImport(app, class_, { signal, added }) {
    const words = meetingWords;
    const status = h("p", { role: "status", class: "import-state" });
    const result = h("div", { class: "stack" });
    const choice = fileChoice({
        ...{ label: words.choose, hint: words.drop, accept: ".csv,.txt,.tsv,.xlsx" },
        ...{ signal, chosen: ([file]) => void choose(file) },
    });
    const node = h(
        "details",
        { class: "card stack meeting not-paper" },
        h("summary", {}, words.summary),
        h("p", { class: "hint" }, words.lead),
        choice.node,
        status,
        result,
    );
    let asked = new AbortController();

    /** @param {File} file */
    async function choose(file) {
        node.open = true;
        if (file.size > MAX_BYTES) {
            replace(result, notice("error", codeText("roster_too_large")));
            return;
        }
        const content = new Blob([await file.arrayBuffer()], { type: ANY_FILE });
        status.textContent = words.checking(file.name);
        await read(content, {
            minMinutes: MINUTES,
            lateAfter: String(class_.lateAfter ?? 0),
        });
    }

    /** Show the session that the report would be. @param {Blob} content @param {Query} query */
    async function read(content, query) {
        asked.abort();
        asked = new AbortController();
        const { signal: own } = asked;
        try {
            const found = await send(content, { ...query, dryRun: "true" }, own);
            if (!own.aborted) {
                draw(content, query, found);
            }
        } catch (error) {
            if (!own.aborted) {
                replace(result, notice("error", problemOf(error)));
            }
        } finally {
            if (!own.aborted) {
                status.textContent = "";
            }
        }
    }

    /** @param {Blob} content @param {Query} query @param {AbortSignal} [own] */
    function send(content, query, own) {
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
        return importMeeting(app.api, class_._id, content, { tz: timeZone, ...query }, { signal: own });
    }

    /** @param {Blob} content @param {Query} query @param {Meeting} found */
    function draw(content, query, found) {
        const unsure = found.unsure ?? [];
        const heading = h("h3", { tabindex: -1 }, found.title || words.heading);
        choice.rename(words.chooseOther);
        replace(
            result,
            heading,
            h(
                "p",
                {},
                `${wordFor(words.sources, found.source) ?? found.source}: `,
                found.startedAt && found.endedAt
                    ? words.when(found.startedAt, found.endedAt)
                    : words.whenUnknown,
            ),
            unsure.some(({ code }) => code === "unclear_dates") &&
                notice("error", words.unclearDates),
            settings(found, (chosen) => read(content, { ...query, ...chosen })),
            !unsure.length && verdict(content, query, found),
            h("p", {}, words.counts(found.counts)),
            studentTable(found.students),
            found.others.length > 0 && otherPeople(found.others),
        );
        heading.focus();
    }

    /** @param {Blob} content @param {Query} query @param {Meeting} found */
    function verdict(content, query, found) {
        const add = (/** @type {string} */ replace_) => () =>
            void carryOut(content, { ...query, replace: replace_ });
        if (!found.importedAs) {
            return h(
                "div",
                { class: "actions is-start" },
                button(words.add, { kind: "primary", onClick: add("") }),
            );
        }
        return notice(
            "info",
            words.imported,
            linkButton(words.show, to.session(class_._id, found.importedAs)),
            button(words.replace, { kind: "danger", onClick: add("true") }),
        );
    }

    /** @param {Blob} content @param {Query} query */
    async function carryOut(content, query) {
        status.textContent = words.working;
        result.setAttribute("aria-busy", "true");
        try {
            await send(content, query);
            app.notices.show(words.added, "good");
            replace(result);
            choice.rename(words.choose);
            node.open = false;
            added();
        } catch (error) {
            replace(result, notice("error", problemOf(error)));
        } finally {
            status.textContent = "";
            result.removeAttribute("aria-busy");
        }
    }

    return node;
}

/**
 * What the teacher may say about the lesson.
 *
 * @param {Meeting} found @param {(chosen: Query) => Promise<void>} apply
 */
function settings(found, apply) {
    const words = meetingWords;
    const minMinutes = field({
        ...{ label: words.minMinutes, name: "minMinutes", hint: words.minMinutesHint },
        ...{ type: "number", min: 0, max: 1440, value: found.minMinutes, required: true },
    });
    const lateAfter = field({
        ...{ label: words.lateAfter, name: "lateAfter", hint: words.lateAfterHint },
        ...{ type: "number", min: 0, max: 1440, value: found.lateAfter ?? "" },
    });
    const started = field({
        ...{ label: words.started, name: "startedAt", type: "datetime-local", step: 60 },
        value: localTime(found.startedAt),
    });
    const ended = field({
        ...{ label: words.ended, name: "endedAt", type: "datetime-local", step: 60 },
        value: localTime(found.endedAt),
    });
    const unclear = (found.unsure ?? []).some(({ code }) => code === "unclear_dates");
    const dates =
        unclear &&
        choices({
            ...{ label: words.dates, name: "dates", chosen: found.dates },
            options: [
                ["dmy", words.dayFirst],
                ["mdy", words.monthFirst],
            ],
        });
    const fields = [minMinutes, lateAfter, started, ended];
    return form(fields, {
        class: "form meeting-settings",
        content: [
            dates && dates.node,
            fields.map(({ node }) => node),
            h("div", { class: "actions is-start" }, h("button", { class: "button" }, words.again)),
        ],
        submit: (values) =>
            apply({
                minMinutes: values.minMinutes,
                lateAfter: values.lateAfter || "0",
                ...(values.dates && { dates: values.dates }),
                ...bound("startedAt", values.startedAt, found.startedAt),
                ...bound("endedAt", values.endedAt, found.endedAt),
            }),
    });
}

/**
 * The bound of a lesson, if the teacher has changed it.
 *
 * @param {string} key @param {string} value @param {string | null} before
 */
function bound(key, value, before) {
    const changed = value && value !== localTime(before);
    return changed ? { [key]: new Date(value).toISOString() } : {};
}

/** A time for a field of the type `datetime-local`. @param {string | null} iso */
function localTime(iso) {
    if (!iso) {
        return "";
    }
    const at = new Date(iso);
    const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
    return shifted.toISOString().slice(0, 16);
}

/** @param {MeetingStudent[]} students */
function studentTable(students) {
    const words = meetingWords;
    return h(
        "table",
        { class: "meeting-students" },
        h(
            "thead",
            {},
            h(
                "tr",
                {},
                [words.student, words.status, words.there].map((title) =>
                    h("th", { scope: "col" }, title),
                ),
            ),
        ),
        h(
            "tbody",
            {},
            students.map((student) =>
                h(
                    "tr",
                    {},
                    h("th", { scope: "row" }, person(student)),
                    h("td", {}, statusLabel(student.status)),
                    h(
                        "td",
                        {},
                        student.matchedBy && words.stay(student.minutes, student.joined, student.left),
                        h("div", { class: "hint" }, words.found[student.matchedBy ?? "no"]),
                    ),
                ),
            ),
        ),
    );
}

/** @param {MeetingGuest[]} others */
function otherPeople(others) {
    const words = meetingWords;
    return [
        h("h4", {}, words.others),
        h("p", { class: "hint" }, words.othersHint),
        h(
            "ul",
            { class: "people", role: "list" },
            others.map(({ name: shown, email, minutes, joined, left }) =>
                h(
                    "li",
                    {},
                    h(
                        "div",
                        { class: "person" },
                        name(shown || email),
                        shown && email && h("span", { class: "quiet email" }, email),
                        h("span", { class: "hint" }, words.stay(minutes, joined, left)),
                    ),
                ),
            ),
        ),
    ];
}

/** @param {unknown} error */
function problemOf(error) {
    return error instanceof ApiError && error.details.length
        ? fileProblems(error.details)
        : errorText(error);
}
