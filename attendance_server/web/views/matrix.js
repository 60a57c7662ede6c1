/** Students by sessions: what each was in each. @module */

import { h, replace } from "/dom.js";
import { to } from "/router.js";
import { STATUSES } from "/status.js";
import { text } from "/language/text.js";
import { empty } from "/ui.js";
import { reportPage } from "/parts/report-page.js";
import { sortHead, studentLink, studentRows } from "/parts/report-rows.js";

/** Cells that are drawn at once: a slow browser takes half a second for them. */
const CELLS = 6000;

/** Students on a page, at least and at most. */
const FEW = 20;
const MANY = 100;

/** Sessions side by side on paper, at most. */
const ON_PAPER = 60;

/** Cells up to which all students are printed, and not only those on the screen. */
const CELLS_ON_PAPER = 60_000;

/** @type {import("/app.js").View} */
export const matrixView = reportPage({
    ...{ part: "matrix", path: "/report/matrix", ofStudents: true },
    start(about) {
        const { app, id, signal } = about;
        /** @type {{ time: string, matrix?: Promise<any> }} what another order does not change */
        let kept = { time: "" };
        /** @type {any[]} */
        let sessions = [];
        /** @type {ReturnType<typeof studentRows>} */
        let rows;
        let drawn = false;
        const sheet = h("div", {
            ...{ class: "card table-card is-matrix", role: "region", tabindex: "0" },
            "aria-label": text.matrixPage.table,
        });
        const paper = h("div", { class: "only-paper" });

        addEventListener(
            "beforeprint",
            () => rows && replace(paper, onPaper(rows.shown, sessions, about)),
            { signal },
        );
        addEventListener("afterprint", () => replace(paper), { signal });

        /** @param {any[]} page */
        function drawPage(page) {
            // What was last is looked at first; then it stays where it is.
            const left = drawn ? sheet.scrollLeft : Infinity;
            drawn = true;
            sheet.replaceChildren(table(page, sessions, about));
            requestAnimationFrame(() => {
                sheet.scrollLeft = Math.min(left, sheet.scrollWidth);
            });
            return sheet;
        }

        /** @param {Record<string, string>} query */
        function matrix(query) {
            const time = JSON.stringify(query);
            if (kept.time !== time) {
                // Whoever asks again meanwhile waits for the same answer.
                const found = app.api.report(`/class/${id}/report/matrix`, query, { signal });
                const mine = { time, matrix: found };
                kept = mine;
                found.catch(() => {
                    if (kept === mine) {
                        kept = { time: "" };
                    }
                });
            }
            return kept.matrix;
        }

        return {
            async load({ sort, ...query }, until) {
                const students = `/class/${id}/report`;
                const [counted, found] = await Promise.all([
                    app.api.report(students, { ...query, ...(sort && { sort }) }, { signal: until }),
                    matrix(query),
                ]);
                return { counted, found };
            },
            draw({ counted, found }) {
                sessions = found.sessions;
                if (!sessions.length) {
                    return empty(text.report.none);
                }
                const statuses = new Map(
                    found.students.map((row) => [row.studentId, row.statuses]),
                );
                const size = Math.min(MANY, Math.max(FEW, Math.floor(CELLS / sessions.length)));
                rows = studentRows(about, size, drawPage);
                // Whoever came between the two answers is in the next ones.
                rows.update(
                    counted
                        .filter(({ studentId }) => statuses.has(studentId))
                        .map((row) => ({ ...row, statuses: statuses.get(row.studentId) })),
                );
                return [legend(), rows.node, paper];
            },
            filter: () => rows?.filter(),
            forget() {
                kept = { time: "" };
            },
        };
    },
});

/** @param {string | null} status */
function cellContent(status) {
    const key = status ?? "none";
    const word = status ? text.status[status] : text.matrixPage.notInClass;
    return [
        h("span", { "aria-hidden": "true" }, text.statusLetter[key]),
        h("span", { class: "unseen" }, word),
    ];
}

/** Copies are made in a tenth of the time. @type {Map<string | null, HTMLElement>} */
const CELL = new Map();

/** @param {string | null} status */
function cell(status) {
    let made = CELL.get(status);
    if (!made) {
        made = h("td", { class: `cell is-${status ?? "none"}` }, cellContent(status));
        CELL.set(status, /** @type {HTMLElement} */ (made));
    }
    return /** @type {HTMLElement} */ (made).cloneNode(true);
}

function legend() {
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

/**
 * @param {any[]} rows @param {any[]} sessions @param {import("/parts/report-page.js").About} about
 * @param {{ since?: number, until?: number, caption?: string }} [part] which of the sessions
 */
function table(rows, sessions, about, { since = 0, until = sessions.length, caption } = {}) {
    const words = text.report;
    const shown = sessions.slice(since, until);
    const paper = Boolean(caption);
    const body = h("tbody", {});
    for (const row of rows) {
        const line = h(
            "tr",
            {},
            h("th", { scope: "row", class: "who" }, studentLink(row, about)),
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
        );
        for (let place = since; place < until; place += 1) {
            line.append(cell(row.statuses[place]));
        }
        body.append(line);
    }
    const sum = (/** @type {string} */ title, /** @type {string} */ order, /** @type {string} */ at) =>
        sortHead(title, order, about, { class: `number sum is-${at}`, rowspan: 2 }, paper);
    const made = h(
        "table",
        { class: "matrix" },
        caption && h("caption", {}, caption),
        h(
            "colgroup",
            {},
            h("col", { class: "who" }),
            h("col", { class: "sum", span: 3 }),
            h("col", { class: "day", span: shown.length }),
        ),
        h(
            "thead",
            {},
            h(
                "tr",
                {},
                sortHead(words.student, "name", about, { class: "who", rowspan: 2 }, paper),
                sum(text.status.absent, "absent", "first"),
                sum(words.absenceRun, "absenceRun", "second"),
                sum(words.rate, "rate", "third"),
                months(shown),
            ),
            h(
                "tr",
                {},
                shown.map(({ _id, startedAt }) => dayHead(about.id, _id, startedAt)),
            ),
        ),
        body,
    );
    // With a width that is known, no cell has to be looked at for it.
    made.style.setProperty("--sessions", String(shown.length));
    return made;
}

/** @param {any[]} sessions */
function months(sessions) {
    /** @type {{ month: string, count: number }[]} */
    const found = [];
    for (const { startedAt } of sessions) {
        const month = text.matrixPage.month(startedAt);
        const last = found.at(-1);
        if (last?.month === month) {
            last.count += 1;
        } else {
            found.push({ month, count: 1 });
        }
    }
    return found.map(({ month, count }) =>
        h(
            "th",
            { scope: "colgroup", colspan: count, class: "month" },
            // Where one session is all there is of a month, its name has no room.
            h("span", { class: count < 3 ? "unseen" : "" }, month),
        ),
    );
}

/** @param {string} classId @param {string} id @param {string} startedAt */
function dayHead(classId, id, startedAt) {
    const words = text.matrixPage;
    return h(
        "th",
        { scope: "col", class: "day" },
        h(
            "a",
            { href: to.session(classId, id), title: text.moment(startedAt) },
            h("span", { class: "weekday" }, words.weekday(startedAt), " "),
            words.dayOfMonth(startedAt),
            h("span", { class: "unseen" }, ` ${words.restOfMoment(startedAt)}`),
        ),
    );
}

/**
 * As many tables as it takes, none wider than a sheet of paper.
 *
 * @param {{ found: any[], first: number, size: number }} shown
 * @param {any[]} sessions @param {import("/parts/report-page.js").About} about
 */
function onPaper({ found, first, size }, sessions, about) {
    const words = text.matrixPage;
    const all = found.length * sessions.length <= CELLS_ON_PAPER;
    const rows = all ? found : found.slice(first, first + size);
    const parts = Math.ceil(sessions.length / ON_PAPER);
    const each = Math.ceil(sessions.length / parts);
    return [
        rows.length < found.length &&
            h("p", {}, words.printPart(first + 1, first + rows.length, found.length)),
        Array.from({ length: parts }, (_, part) => {
            const since = part * each;
            const until = Math.min(sessions.length, since + each);
            const [one, last] = [sessions[since].startedAt, sessions[until - 1].startedAt];
            const caption = words.part(one, last);
            return table(rows, sessions, about, { since, until, caption });
        }),
    ];
}
