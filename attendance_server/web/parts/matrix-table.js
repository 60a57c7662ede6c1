/** The table of a matrix: a row per student, a column per session, on screen and on paper. @module */

import { h, replace } from "/dom.js";
import { running as runningWords } from "/language/en/running.js";
import { text } from "/language/en/sessions.js";
import { sortHead, studentLink } from "/parts/report-rows.js";
import { to } from "/router.js";
import { STATUSES } from "/status.js";

/** @import { SessionReport } from "/api-types.js" */
/** @import { Order } from "/figures.js" */
/** @import { Row } from "/matrix-data.js" */
/** @import { About } from "/parts/report-page.js" */
/** @import { Status } from "/status.js" */

/** The most sessions in a table on paper. */
const ON_PAPER = 60;

/** The most cells with which all students are printed, and not only those on screen. */
const CELLS_ON_PAPER = 60_000;

/**
 * The running session, in a last column that is not counted.
 *
 * @typedef {{ startedAt: string, statusOf: (studentId: string) => Status | null }} Running
 */

/** @param {Status | null} status */
function cellContent(status) {
    const key = status ?? "none";
    const word = status ? text.status[status] : text.matrixPage.notInClass;
    return [
        h("span", { "aria-hidden": "true" }, text.statusLetter[key]),
        h("span", { class: "unseen" }, word),
    ];
}

/** Cells to copy, which takes a tenth of the time. @type {Map<Status | null, HTMLElement>} */
const CELLS_BY_STATUS = new Map();

/** @param {Status | null} status */
function cell(status) {
    /** @type {HTMLElement} */
    const original =
        CELLS_BY_STATUS.get(status) ??
        h("td", { class: `cell is-${status ?? "none"}` }, cellContent(status));
    CELLS_BY_STATUS.set(status, original);
    return /** @type {HTMLElement} */ (original.cloneNode(true));
}

/** In the column of the running session. @param {Status | null} status */
function liveCell(status) {
    const node = cell(status);
    node.classList.add("is-running");
    if (!status) {
        replace(
            node,
            h("span", { "aria-hidden": "true" }, text.statusLetter.none),
            h("span", { class: "unseen" }, runningWords.notMarked),
        );
    }
    return node;
}

export function legend() {
    const words = text.matrixPage;
    return h(
        "div",
        { class: "legend-line" },
        h(
            "ul",
            { class: "legend", role: "list", "aria-label": words.legend },
            [...STATUSES, null].map((status) =>
                h(
                    "li",
                    {},
                    h(
                        "span",
                        { class: `cell is-${status ?? "none"}`, "aria-hidden": "true" },
                        text.statusLetter[status ?? "none"],
                    ),
                    status ? text.status[status] : words.notInClass,
                ),
            ),
        ),
        h("p", { class: "hint not-paper" }, words.hint),
    );
}

/** The cells with a student's figures, in the order of the columns. @param {Row} row */
function sums(row) {
    return [
        h(
            "td",
            { class: `number sum is-first ${row.counts.absent ? "is-strong" : "is-zero"}` },
            text.number(row.counts.absent),
        ),
        h(
            "td",
            { class: `number sum is-second ${row.absenceRun ? "" : "is-zero"}` },
            text.number(row.absenceRun),
        ),
        h("td", { class: "number sum is-third" }, text.rate(row.rate)),
    ];
}

/**
 * @param {Row[]} rows @param {SessionReport[]} sessions @param {About} about
 * @param {{ since?: number, until?: number, caption?: string, running?: Running }} [part] the
 *     sessions to show, by index
 */
export function matrixTable(rows, sessions, about, part = {}) {
    const { since = 0, until = sessions.length, caption, running } = part;
    const shown = sessions.slice(since, until);
    const body = h("tbody", {});
    /** The nodes of each student. @type {Map<string, { sums: any[], cells: HTMLElement[] }>} */
    const lines = new Map();
    for (const row of rows) {
        const nodes = {
            sums: sums(row),
            cells: row.statuses.slice(since, until).map((status) => cell(status)),
        };
        if (running) {
            nodes.cells.push(liveCell(running.statusOf(row.studentId)));
        }
        lines.set(row.studentId, nodes);
        const student = h("th", { scope: "row", class: "who" }, studentLink(row, about));
        body.append(h("tr", {}, student, nodes.sums, nodes.cells));
    }
    const node = h(
        "table",
        { class: "matrix" },
        caption && h("caption", {}, caption),
        h(
            "colgroup",
            {},
            h("col", { class: "who" }),
            h("col", { class: "sum", span: 3 }),
            h("col", { class: "day", span: shown.length + Number(Boolean(running)) }),
        ),
        tableHead(shown, about, Boolean(caption), running),
        body,
    );
    // With a known width, the browser need not measure the cells.
    node.style.setProperty("--sessions", String(shown.length + Number(Boolean(running))));

    return {
        node,
        /** A mark in the running session. @param {string} studentId */
        mark(studentId) {
            const nodes = lines.get(studentId);
            if (nodes && running) {
                const fresh = liveCell(running.statusOf(studentId));
                nodes.cells[shown.length].replaceWith(fresh);
                nodes.cells[shown.length] = fresh;
            }
        },
        /** Any student may have another mark in the running session. */
        markAll() {
            rows.forEach(({ studentId }) => this.mark(studentId));
        },
        /** A status is another now. @param {{ row: Row, place: number }} change */
        correct({ row, place }) {
            const nodes = lines.get(row.studentId);
            if (nodes) {
                const fresh = cell(row.statuses[place]);
                nodes.cells[place - since].replaceWith(fresh);
                nodes.cells[place - since] = fresh;
                const figures = sums(row);
                nodes.sums.forEach((old, at) => old.replaceWith(figures[at]));
                nodes.sums = figures;
            }
        },
    };
}

/**
 * @param {SessionReport[]} shown @param {About} about @param {boolean} paper
 * @param {Running | undefined} running
 */
function tableHead(shown, about, paper, running) {
    const words = text.report;
    const sum = (
        /** @type {string} */ title,
        /** @type {Order} */ order,
        /** @type {string} */ place,
    ) => sortHead(title, order, about, { class: `number sum is-${place}`, rowspan: 2 }, paper);
    return h(
        "thead",
        {},
        h(
            "tr",
            {},
            sortHead(words.student, "name", about, { class: "who", rowspan: 2 }, paper),
            sum(text.status.absent, "absent", "first"),
            sum(words.absenceRun, "absenceRun", "second"),
            sum(words.rate, "rate", "third"),
            months(running ? [...shown, running] : shown),
        ),
        h(
            "tr",
            {},
            shown.map(({ _id, startedAt }) => dayHead(to.session(about.id, _id), startedAt)),
            running && dayHead(to.roll(about.id), running.startedAt, runningWords.notCounted),
        ),
    );
}

/** @param {{ startedAt: string }[]} sessions */
function months(sessions) {
    /** @type {{ month: string, count: number }[]} */
    const groups = [];
    for (const { startedAt } of sessions) {
        const month = text.matrixPage.month(startedAt);
        const last = groups.at(-1);
        if (last?.month === month) {
            last.count += 1;
        } else {
            groups.push({ month, count: 1 });
        }
    }
    return groups.map(({ month, count }) =>
        h(
            "th",
            { scope: "colgroup", colspan: count, class: "month" },
            // A month with few sessions has no room for its name.
            h("span", { class: count < 3 ? "unseen" : "" }, month),
        ),
    );
}

/** @param {string} href @param {string} startedAt @param {string} [state] of the session */
function dayHead(href, startedAt, state) {
    const words = text.matrixPage;
    const moment = text.moment(startedAt);
    return h(
        "th",
        { scope: "col", class: `day ${state ? "is-running" : ""}` },
        h(
            "a",
            { href, title: state ? `${moment}: ${state}` : moment },
            h("span", { class: "weekday" }, words.weekday(startedAt), " "),
            words.dayOfMonth(startedAt),
            h("span", { class: "unseen" }, ` ${words.restOfMoment(startedAt)}`),
            state && h("span", { class: "unseen" }, `: ${state}`),
        ),
    );
}

/**
 * As many tables as needed, none wider than a sheet of paper.
 *
 * @param {{ matching: Row[], first: number, size: number }} shown
 * @param {SessionReport[]} sessions @param {About} about
 */
export function onPaper({ matching, first, size }, sessions, about) {
    const words = text.matrixPage;
    const all = matching.length * sessions.length <= CELLS_ON_PAPER;
    const rows = all ? matching : matching.slice(first, first + size);
    const parts = Math.ceil(sessions.length / ON_PAPER);
    const each = Math.ceil(sessions.length / parts);
    return [
        rows.length < matching.length &&
            h("p", {}, words.printPart(first + 1, first + rows.length, matching.length)),
        Array.from({ length: parts }, (_, part) => {
            const since = part * each;
            const until = Math.min(sessions.length, since + each);
            const [earliest, latest] = [sessions[since].startedAt, sessions[until - 1].startedAt];
            const caption = words.part(earliest, latest);
            return matrixTable(rows, sessions, about, { since, until, caption }).node;
        }),
    ];
}
