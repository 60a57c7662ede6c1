/**
 * The students of a session, those who are missing first: whom to show, their addresses, and, once it
 * has ended, corrections of one or of several.
 *
 * @module
 */

import { h } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { summary } from "/language/en/summary.js";
import { byName } from "/name-order.js";
import { copyAddresses } from "/parts/copy-addresses.js";
import { SessionRow, isCorrected, isUnmarked } from "/parts/session-row.js";
import { shownName } from "/parts/trail.js";
import { tellApart } from "/same-names.js";
import { matcher } from "/search.js";
import { ABSENT, NONE } from "/status.js";
import { button, empty, field } from "/ui.js";

/** @import { CorrectedMark, SessionDetail } from "/api-types.js" */
/** @import { App } from "/app.js" */
/** @import { Line } from "/parts/session-row.js" */

/**
 * What is shown of a session. `endedAt`: `null` while it runs.
 *
 * @typedef {Pick<SessionDetail, "endedAt" | "discarded"> & { attendance: Line[] }} Shown
 */

/**
 * How marks are corrected: of one student and of several, each fulfilled with the marks as they are
 * then, or `undefined` if nothing was saved. `done` is called with those marks.
 *
 * @typedef {{
 *     one: (line: Line) => Promise<CorrectedMark | undefined>,
 *     several: (lines: Line[]) => Promise<CorrectedMark[] | undefined>,
 *     done: (marks: CorrectedMark[]) => void,
 * }} Corrections
 */

/** The number of students from which there is a search field. */
const MANY = 12;

/**
 * Whom each filter shows, in the order of the filters.
 *
 * @type {Record<string, (line: Line, session: Shown) => boolean>}
 */
const FILTERS = {
    all: () => true,
    missing: ({ status }) => status === ABSENT || status === NONE,
    unmarked: isUnmarked,
    late: ({ status }) => status === "late",
    excused: ({ status }) => status === "excused",
    present: ({ status }) => status === "present",
    corrected: isCorrected,
};

/** Those who need attention come first. @type {Record<string, number>} */
const RANKS = { absent: 0, none: 0, late: 1, excused: 2, present: 3 };

const words = summary;

export class SessionList {
    #app;
    #session;
    #signal;
    #corrections;
    /** By student, in the order in which they are shown. @type {Map<string, SessionRow>} */
    #rows = new Map();
    #chosen = "all";
    #filters = h("div", {
        ...{ class: "summary-filters", role: "group", "aria-label": words.filters },
        "data-keep": "shown",
    });
    /** @type {Map<string, { node: HTMLElement, count: HTMLElement }>} */
    #buttons = new Map();
    #search = field({
        ...{ label: text.session.filter, name: "filter", type: "search", autocomplete: "off" },
        on: { input: () => this.#show() },
    });
    #body = h("tbody");
    #none = empty("");
    #all = h("input", {
        ...{ type: "checkbox", "aria-label": words.chooseShown },
        on: { change: () => this.#chooseShown() },
    });
    #count = h("span", { class: "chosen-count", role: "status" });
    #bar = h("div", { class: "chosen-bar not-paper", hidden: true });

    /**
     * @param {App} app @param {Shown} session
     * @param {{ signal: AbortSignal, corrections?: Corrections }} options without `corrections`, the
     *     marks can only be looked at
     */
    constructor(app, session, { signal, corrections }) {
        this.#app = app;
        this.#session = session;
        this.#signal = signal;
        this.#corrections = corrections;
        for (const each of Object.keys(FILTERS)) {
            this.#filters.append(this.#filterButton(each));
        }
        this.#bar.append(
            this.#count,
            button(words.chooseNone, { kind: "quiet", onClick: () => this.#chooseNone() }),
            button(words.change, {
                ...{ kind: "primary", icon: "pen", onClick: () => this.#correctSome() },
            }),
        );
        this.node = h(
            "section",
            { class: "card session-list", "aria-label": words.list },
            h(
                "div",
                { class: "session-tools not-paper" },
                this.#filters,
                button(words.copy, { icon: "copy", onClick: () => this.#copy() }),
            ),
            this.#search.node,
            this.#table(),
            this.#none,
            this.#bar,
        );
    }

    /** All lines, as they are shown. @returns {Line[]} */
    get lines() {
        return [...this.#rows.values()].map(({ line }) => line);
    }

    /** A name that no other student of the session has. @param {string} studentId */
    nameOf(studentId) {
        return this.#rows.get(studentId)?.toldApart.name;
    }

    /** @param {Shown} session */
    update(session) {
        this.#session = session;
        const before = this.#rows;
        const lines = session.attendance.map((line) => ({ ...line, name: shownName(line) }));
        this.#rows = new Map(
            lines.sort(byName(this.#app)).map((line) => [
                line.studentId,
                before.get(line.studentId) ??
                    new SessionRow(line, {
                        correct: () => void this.#correct(line.studentId),
                        chosen: () => this.#drawChosen(),
                    }),
            ]),
        );
        const hints = tellApart(lines);
        for (const line of lines) {
            const hint = hints.get(line) ?? "";
            this.#rows.get(line.studentId)?.update(line, session.endedAt, hint);
        }
        this.#search.node.hidden = lines.length < MANY;
        const fixed = !this.#corrections || Boolean(session.discarded);
        this.node.classList.toggle("is-fixed", fixed);
        if (fixed) {
            this.#chooseNone();
        }
        this.#sort();
        this.#show();
    }

    /** Those who were missing come first, and then as before: by name. */
    #sort() {
        const rank = (/** @type {SessionRow} */ { line }) => RANKS[line.status];
        const byNames = [...this.#rows.values()];
        const compare = byName(this.#app);
        byNames.sort((one, other) => rank(one) - rank(other) || compare(one.line, other.line));
        const focused = document.activeElement;
        this.#body.replaceChildren(...byNames.map(({ node }) => node));
        if (focused instanceof HTMLElement && this.#body.contains(focused)) {
            focused.focus({ preventScroll: true });
        }
        this.#rows = new Map(byNames.map((row) => [row.line.studentId, row]));
    }

    get #shown() {
        return [...this.#rows.values()].filter(({ node }) => !node.hidden);
    }

    get #picked() {
        return [...this.#rows.values()].filter(({ isChosen }) => isChosen);
    }

    #show() {
        const isShown = FILTERS[this.#chosen];
        const matches = matcher(this.#search.node.hidden ? "" : this.#search.control.value);
        const counts = Object.fromEntries(Object.keys(FILTERS).map((each) => [each, 0]));
        for (const { node, line } of this.#rows.values()) {
            for (const [each, matchesFilter] of Object.entries(FILTERS)) {
                counts[each] += Number(matchesFilter(line, this.#session));
            }
            node.hidden = !isShown(line, this.#session) || !matches(line);
        }
        for (const [each, { node, count }] of this.#buttons) {
            count.textContent = text.number(counts[each]);
            // A filter that is chosen stays, so that it can be left.
            node.hidden = !counts[each] && each !== this.#chosen && each !== "all";
            node.setAttribute("aria-pressed", String(each === this.#chosen));
        }
        const none = this.#shown.length === 0;
        this.#none.hidden = !none;
        this.#none.firstElementChild.textContent = counts[this.#chosen]
            ? text.session.noMatch
            : words.none;
        this.#drawChosen();
    }

    #drawChosen() {
        const count = this.#picked.length;
        const shown = this.#shown;
        const ofShown = shown.filter(({ isChosen }) => isChosen).length;
        this.#all.checked = ofShown > 0 && ofShown === shown.length;
        this.#all.indeterminate = ofShown > 0 && ofShown < shown.length;
        this.#bar.hidden = !count;
        this.#count.textContent = count ? words.chosen(count) : "";
    }

    #chooseShown() {
        this.#shown.forEach((row) => row.choose(this.#all.checked));
        this.#drawChosen();
    }

    #chooseNone() {
        this.#rows.forEach((row) => row.choose(false));
        this.#drawChosen();
    }

    #copy() {
        void copyAddresses(
            this.#app,
            this.#shown.map(({ line }) => line.email),
            this.#signal,
        );
    }

    /** @param {string} studentId */
    async #correct(studentId) {
        const line = this.#rows.get(studentId)?.toldApart;
        const answer = line && (await this.#corrections?.one(line));
        if (answer) {
            this.#take([answer]);
        }
    }

    async #correctSome() {
        const lines = this.#picked.map(({ toldApart }) => toldApart);
        const marks = await this.#corrections?.several(lines);
        if (marks) {
            this.#chooseNone();
            this.#take(marks);
        }
    }

    /** @param {CorrectedMark[]} marks */
    #take(marks) {
        if (this.#signal.aborted) {
            return;
        }
        for (const { studentId, status, markedAt } of marks) {
            const row = this.#rows.get(studentId);
            row?.update({ ...row.line, status, markedAt }, this.#session.endedAt);
        }
        this.#corrections?.done(marks);
        this.#sort();
        this.#show();
    }

    /** @param {string} each */
    #filterButton(each) {
        const count = h("span", { class: "filter-count" });
        const node = h(
            "button",
            {
                ...{ type: "button", class: "filter", value: each },
                on: {
                    click: () => {
                        this.#chosen = each;
                        this.#show();
                    },
                },
            },
            h("span", { class: "filter-word" }, words.filter[/** @type {keyof typeof words.filter} */ (each)]),
            " ",
            count,
        );
        this.#buttons.set(each, { node, count });
        return node;
    }

    #table() {
        return h(
            "table",
            { class: "marks" },
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    h("th", { class: "choose", scope: "col" }, h("label", {}, this.#all)),
                    h("th", { scope: "col" }, text.session.student),
                    h("th", { scope: "col" }, text.session.status),
                    h("td", {}),
                ),
            ),
            this.#body,
        );
    }
}
