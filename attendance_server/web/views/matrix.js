/** The status of each student in each session. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { moreFiles } from "/parts/more-files.js";
import { reportPage } from "/parts/report-page.js";
import { sortHead, studentLink, studentRows } from "/parts/report-rows.js";
import { to } from "/router.js";
import { STATUSES } from "/status.js";
import { empty } from "/ui.js";

/** @import { Matrix, SessionReport, StudentReport } from "/api-types.js" */
/** @import { View } from "/app.js" */
/** @import { About, Order } from "/parts/report-page.js" */
/** @import { Status } from "/status.js" */

/** @typedef {StudentReport & { statuses: (Status | null)[] }} Row */

/** Cells that are drawn at once, which takes a slow browser half a second. */
const CELLS = 6000;

/** The least and the most students per page. */
const FEW = 20;
const MANY = 100;

/** The most sessions in a table on paper. */
const ON_PAPER = 60;

/** The most cells with which all students are printed, and not only those on screen. */
const CELLS_ON_PAPER = 60_000;

/** @type {View} */
export const matrixView = reportPage({
    ...{ part: "matrix", path: "/report/matrix", ofStudents: true, more: moreFiles },
    start(about) {
        const { app, id, signal } = about;
        /**
         * The last answer, which does not depend on the order.
         *
         * @type {{ key: string, matrix?: Promise<Matrix> }}
         */
        let cached = { key: "" };
        /** @type {SessionReport[]} */
        let sessions = [];
        /** @type {ReturnType<typeof studentRows<Row>> | undefined} */
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

        /** @param {Row[]} page */
        function drawPage(page) {
            // It starts at the latest session, and later keeps its scroll position.
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
            const key = JSON.stringify(query);
            if (cached.key !== key || !cached.matrix) {
                // Further requests meanwhile wait for the same answer.
                const own = { key, matrix: app.api.matrix(id, query, { signal }) };
                cached = own;
                own.matrix.catch(() => {
                    if (cached === own) {
                        cached = { key: "" };
                    }
                });
                return own.matrix;
            }
            return cached.matrix;
        }

        return {
            async load({ sort, ...query }, until) {
                const [students, statuses] = await Promise.all([
                    app.api.classReport(id, { ...query, ...(sort && { sort }) }, { signal: until }),
                    matrix(query),
                ]);
                return { students, matrix: statuses };
            },
            /** @param {{ students: StudentReport[], matrix: Matrix }} answers */
            draw({ students, matrix: { sessions: columns, students: withStatuses } }) {
                sessions = columns;
                if (!sessions.length) {
                    return empty(text.report.none);
                }
                const statuses = new Map(withStatuses.map((row) => [row.studentId, row.statuses]));
                const size = Math.min(MANY, Math.max(FEW, Math.floor(CELLS / sessions.length)));
                rows = studentRows(about, size, drawPage);
                // A student who was enrolled between the two answers is left out until the next
                // ones.
                rows.update(
                    students.flatMap((row) => {
                        const own = statuses.get(row.studentId);
                        return own ? [{ ...row, statuses: own }] : [];
                    }),
                );
                return [legend(), rows.node, paper];
            },
            filter: () => rows?.filter(),
            forget() {
                cached = { key: "" };
            },
        };
    },
});

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
    return original.cloneNode(true);
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
 * @param {Row[]} rows @param {SessionReport[]} sessions @param {About} about
 * @param {{ since?: number, until?: number, caption?: string }} [part] the sessions to show, by
 *     index
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
    const sum = (
        /** @type {string} */ title,
        /** @type {Order} */ order,
        /** @type {string} */ place,
    ) => sortHead(title, order, about, { class: `number sum is-${place}`, rowspan: 2 }, paper);
    const node = h(
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
    // With a known width, the browser need not measure the cells.
    node.style.setProperty("--sessions", String(shown.length));
    return node;
}

/** @param {SessionReport[]} sessions */
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
 * As many tables as needed, none wider than a sheet of paper.
 *
 * @param {{ matching: Row[], first: number, size: number }} shown
 * @param {SessionReport[]} sessions @param {About} about
 */
function onPaper({ matching, first, size }, sessions, about) {
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
            return table(rows, sessions, about, { since, until, caption });
        }),
    ];
}
