/** The status of each student in each session. @module */

import { h, replace } from "/dom.js";
import { inOrder } from "/figures.js";
import { text } from "/language/en/sessions.js";
import { MatrixData } from "/matrix-data.js";
import { legend, matrixTable, onPaper } from "/parts/matrix-table.js";
import { moreFiles } from "/parts/more-files.js";
import { within } from "/parts/report-filters.js";
import { reportPage } from "/parts/report-page.js";
import { studentRows } from "/parts/report-rows.js";
import { empty } from "/ui.js";

/** @import { View } from "/app.js" */
/** @import { Row } from "/matrix-data.js" */
/** @import { Result } from "/parts/changed-results.js" */
/** @import { About } from "/parts/report-page.js" */

/** Cells that are drawn at once, which takes a slow browser half a second. */
const CELLS = 6000;

/** The least and the most students per page. */
const FEW = 20;
const MANY = 100;

/** @type {View} */
export const matrixView = reportPage({
    ...{ part: "matrix", path: "/report/matrix", ofStudents: true, more: moreFiles },
    start: (about) => new MatrixReport(about),
});

class MatrixReport {
    #about;
    /** The last answer, which is the same in every order. */
    #loaded = { key: "", data: /** @type {Promise<MatrixData> | undefined} */ (undefined) };
    #data = new MatrixData({ sessions: [], students: [] });
    /** @type {ReturnType<typeof studentRows<Row>> | undefined} */
    #rows;
    /** @type {ReturnType<typeof matrixTable> | undefined} */
    #table;
    #results = h("div", { class: "stack" });
    #sheet = h("div", {
        ...{ class: "card table-card is-matrix", role: "region", tabindex: "0" },
        "aria-label": text.matrixPage.table,
    });
    #paper = h("div", { class: "only-paper" });
    /** The filters and the order in which it was drawn last. */
    #drawn = "";
    /** The running session whose column is shown. @type {string | undefined} */
    #shown;
    /** The session that ran last. @type {{ sessionId: string, startedAt: string } | undefined} */
    #started;
    /** Students who were marked in the running session since the last frame. @type {Set<string>} */
    #marked = new Set();

    /** @param {About} about */
    constructor(about) {
        this.#about = about;
        const { app, id, signal } = about;
        addEventListener("beforeprint", () => this.#printAll(), { signal });
        addEventListener("afterprint", () => replace(this.#paper), { signal });
        app.store.subscribe(({ classId, students, started, ended }) => {
            if (classId === id && students) {
                this.#showMarks(students);
            } else if (classId === undefined || (classId === id && (started || ended))) {
                // After the frame of an end, which adds a column.
                queueMicrotask(() => !signal.aborted && this.#follow());
            }
        }, signal);
    }

    /** @param {Record<string, string>} asked @returns {Promise<MatrixData>} */
    load = async (asked) => {
        const { app, id, signal } = this.#about;
        // Another order is only shown, and not loaded.
        const query = { ...asked };
        delete query.sort;
        const key = JSON.stringify(query);
        const data =
            (this.#loaded.key === key && this.#loaded.data) ||
            app.api.matrix(id, query, { signal }).then((matrix) => new MatrixData(matrix));
        // Further requests meanwhile wait for the same answer.
        this.#loaded = { key, data };
        try {
            return await data;
        } catch (error) {
            if (this.#loaded.data === data) {
                this.forget();
            }
            throw error;
        }
    };

    /** @param {MatrixData} data */
    draw = (data) => {
        this.#data = data;
        this.#drawResults();
        return this.#results;
    };

    filter = () => this.#rows?.filter();

    forget = () => {
        this.#loaded = { key: "", data: undefined };
    };

    /** @param {Result} result */
    take = ({ sessionId, attendance, discarded, changed }) => {
        const data = this.#data;
        if (discarded) {
            return this.reopened(sessionId);
        }
        if (!data.knows(attendance)) {
            return false;
        }
        if (data.has(sessionId)) {
            const changes = data.correct(sessionId, attendance);
            changes.forEach((change) => this.#table?.correct(change));
            this.#rows?.refresh();
            return true;
        }
        const started = this.#started;
        if (changed || started?.sessionId !== sessionId) {
            return false;
        }
        const { startedAt } = started;
        if (within(startedAt, this.#about.choice)) {
            const endedAt = new Date(this.#about.app.api.clock.now()).toISOString();
            data.add({ _id: sessionId, startedAt, endedAt }, attendance);
            this.#drawResults();
        }
        return true;
    };

    /** @param {string} sessionId */
    reopened = (sessionId) => {
        if (this.#data.has(sessionId)) {
            this.#data.remove(sessionId);
            this.#drawResults();
        }
        return true;
    };

    /** The running session, if it is of one of the days. */
    get #running() {
        const { app, id, choice } = this.#about;
        const session = app.store.session(id);
        if (session) {
            this.#started = session;
        }
        return session && within(session.startedAt, choice)
            ? session
            : undefined;
    }

    /** @param {string[]} students */
    #showMarks(students) {
        if (!this.#marked.size) {
            requestAnimationFrame(() => {
                this.#marked.forEach((studentId) => this.#table?.mark(studentId));
                this.#marked.clear();
            });
        }
        students.forEach((studentId) => this.#marked.add(studentId));
    }

    #drawResults() {
        const { sessions, rows } = this.#data;
        const { choice } = this.#about;
        this.#shown = this.#running?.sessionId;
        const columns = sessions.length + Number(Boolean(this.#shown));
        if (!columns) {
            this.#rows = undefined;
            replace(this.#results, empty(text.report.none));
            return;
        }
        const size = Math.min(MANY, Math.max(FEW, Math.floor(CELLS / columns)));
        const drawn = JSON.stringify(choice);
        this.#rows ??= studentRows(this.#about, size, (page) => this.#drawPage(page));
        this.#rows.update(inOrder(rows, choice.sort || "name"), {
            ...{ size, stay: this.#drawn === drawn },
        });
        this.#drawn = drawn;
        replace(this.#results, legend(), this.#rows.node, this.#paper);
    }

    /** The running session may be another one, or have other marks. */
    #follow() {
        if (this.#running?.sessionId === this.#shown) {
            this.#table?.markAll();
        } else if (this.#drawn) {
            this.#drawResults();
        }
    }

    /** @param {Row[]} page */
    #drawPage(page) {
        // It starts at the latest session, and later keeps its scroll position and the focus.
        const sheet = this.#sheet;
        const left = this.#drawn ? sheet.scrollLeft : undefined;
        const focused = controls(sheet).find((each) => each === document.activeElement);
        const running = this.#running;
        this.#table = matrixTable(page, this.#data.sessions, this.#about, { running });
        sheet.replaceChildren(this.#table.node);
        requestAnimationFrame(() => {
            // Where text runs from right to left, what is on the left has negative places.
            const forward = getComputedStyle(sheet).direction === "rtl" ? -1 : 1;
            sheet.scrollLeft = left ?? forward * sheet.scrollWidth;
            if (focused && !focused.isConnected) {
                const same = controls(sheet).find((each) => keyOf(each) === keyOf(focused));
                same?.focus({ preventScroll: true });
            }
        });
        return sheet;
    }

    #printAll() {
        if (this.#rows && this.#data.sessions.length) {
            replace(this.#paper, onPaper(this.#rows.shown, this.#data.sessions, this.#about));
        }
    }
}

/** @param {HTMLElement} sheet @returns {HTMLElement[]} */
const controls = (sheet) => [...sheet.querySelectorAll(/** @type {"a"} */ ("a, button"))];

/** What tells a control from the others. @param {HTMLElement} control */
const keyOf = (control) => control.getAttribute("href") ?? control.textContent;
