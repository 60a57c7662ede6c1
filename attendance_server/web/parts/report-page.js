/**
 * What the reports of a class share: their period, their files, and how they are loaded.
 *
 * @module
 */

import { h, name, replace, uniqueId } from "/dom.js";
import { text } from "/language/en/reports.js";
import { errorText } from "/language/errors.js";
import { placed } from "/language/placed.js";
import { reportExports, zoneQuery } from "/parts/exports.js";
import { sortQuery } from "/parts/file-form.js";
import { mayExport } from "/parts/teachers.js";
import { to } from "/router.js";
import { button, field, iconFor } from "/ui.js";

/** @import { App, View } from "/app.js" */
/** @import { Child } from "/dom.js" */

/** The orders of the students in a report. @typedef {keyof typeof text.report.orders} Order */

/** @type {Order[]} */
export const ORDERS = ["name", "absent", "rate", "absenceRun", "lastSeen"];

/** @typedef {"students" | "matrix" | "overTime"} Part */

/** The reports, in the order of their tabs. @type {Part[]} */
const PARTS = ["students", "matrix", "overTime"];

/** The address of each report, by its name in `to`. */
const ADDRESS = /** @type {const} */ ({
    students: "report",
    matrix: "matrix",
    overTime: "overTime",
});

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The filters and the order of a report, as in its address. `missed`: the least number of absences.
 *
 * @typedef {{ from: string, to: string, sort: Order | "", missed: string }} Choice
 */

/** @param {URLSearchParams} query of an address @returns {Choice} */
export function readChoice(query) {
    const day = (/** @type {string} */ key) => {
        const value = query.get(key) ?? "";
        return DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : "";
    };
    const [from, last] = [day("from"), day("to")];
    const sort = ORDERS.find((order) => order === query.get("sort")) ?? "";
    const missed = query.get("missed") ?? "";
    return {
        from,
        to: from && last && last < from ? "" : last,
        sort,
        missed: /^[1-9]\d{0,3}$/.test(missed) ? missed : "",
    };
}

/** The query of a report. Days are those of this device's time zone. @param {Choice} choice */
export function spanQuery({ from, to: last }) {
    return { ...(from && { from }), ...(last && { to: last }), ...zoneQuery() };
}

/** The period of a choice, for the address of another report. @param {Choice} choice */
export const samePeriod = ({ from, to: last }) => ({ from, to: last });

/**
 * Fields for the first and the last day.
 *
 * @param {Choice} choice is changed by them @param {() => void} changed
 */
export function spanFields(choice, changed) {
    const words = text.report;
    const day = (/** @type {"from" | "to"} */ key) =>
        field({
            ...{ label: words[key], name: key, type: "date", value: choice[key] },
            on: { change: () => take() },
        });
    const first = day("from");
    const last = day("to");

    function take() {
        const [from, until] = [first.control.value, last.control.value];
        const wrong = Boolean(from && until && until < from);
        last.setError(wrong ? words.wrongOrder : undefined);
        if (!wrong && (from !== choice.from || until !== choice.to)) {
            choice.from = from;
            choice.to = until;
            changed();
        }
    }

    return {
        nodes: [first.node, last.node],
        clear() {
            first.control.value = "";
            last.control.value = "";
            last.setError();
        },
    };
}

/**
 * Content that can be loaded again, when the choice has changed.
 *
 * @template T
 * @param {AbortSignal} signal
 * @param {(signal: AbortSignal) => Promise<T>} load @param {(data: T) => Child} draw
 */
export function reloading(signal, load, draw) {
    const node = h("div", { class: "stack results" });
    let current = new AbortController();
    signal.addEventListener("abort", () => current.abort());

    async function reload() {
        current.abort();
        const own = new AbortController();
        current = own;
        node.setAttribute("aria-busy", "true");
        try {
            const data = await load(own.signal);
            if (!own.signal.aborted) {
                replace(node, draw(data));
            }
        } catch (error) {
            if (!own.signal.aborted) {
                replace(node, problem(error));
            }
        } finally {
            if (current === own) {
                node.removeAttribute("aria-busy");
            }
        }
    }

    /** @param {unknown} error */
    function problem(error) {
        return h(
            "div",
            { class: "notice is-error", role: "alert" },
            iconFor("warning"),
            h("p", {}, `${text.report.failed} ${errorText(error)}`),
            button(text.tryAgain, { onClick: reload }),
        );
    }

    return {
        node,
        reload,
        /** Like `reload`, before the page is shown: raises what went wrong. */
        async start() {
            replace(node, draw(await load(signal)));
        },
    };
}

/**
 * The heading of a report, with its period and its tools.
 *
 * @param {Child} heading @param {Child} range @param {...Child} tools
 */
export function reportHead(heading, range, ...tools) {
    return h("div", { class: "report-head" }, h("div", {}, heading, range), tools);
}

/**
 * @template {string} T
 * @param {string} label @param {string} fieldName @param {[T, string][]} options value and words
 * @param {T} value @param {(value: T) => void} changed
 */
function choose(label, fieldName, options, value, changed) {
    const id = uniqueId(fieldName);
    const control = h(
        "select",
        { id, name: fieldName, on: { change: () => changed(control.value) } },
        options.map(([key, words]) => h("option", { value: key }, words)),
    );
    control.value = value;
    return { node: h("div", { class: "field" }, h("label", { for: id }, label), control), control };
}

/**
 * What a report is of. `typed`: the text in the search field.
 *
 * @typedef {{
 *     app: App, id: string, className: string, choice: Choice,
 *     typed: () => string, sort: (order: Order) => void, signal: AbortSignal,
 * }} About
 */

/**
 * The view of a report of a class.
 *
 * @template T
 * @param {{
 *     part: Part, path: string, ofStudents?: boolean,
 *     more: (app: App, path: string, query: () => Record<string, string>) => Child,
 *     start: (about: About) => {
 *         load: (query: Record<string, string>, signal: AbortSignal) => Promise<T>,
 *         draw: (data: T) => Child, filter?: () => void, forget?: () => void,
 *     },
 * }} report `path`: below that of the class; `more`: further files of the class; `ofStudents`:
 * whether there are students to sort and to search; `filter` is called when the search has changed,
 * `forget` when a session has ended
 * @returns {View}
 */
export function reportPage({ part, path, ofStudents = false, more, start }) {
    return async (app, { ids: [id], query, signal, show }) => {
        const words = text.report;
        const choice = readChoice(query);
        const class_ = await app.api.class(id, { signal });
        const range = h("p", { class: "quiet range" });
        const tabs = h("nav", { class: "tabs", "aria-label": words.parts });
        const find = ofStudents && searchField();
        const missed = ofStudents && missedField();
        const order =
            ofStudents &&
            choose(
                words.order,
                "sort",
                ORDERS.map((each) => /** @type {[Order, string]} */ ([each, words.orders[each]])),
                choice.sort || "name",
                (value) => sort(value),
            );
        const span = spanFields(choice, () => changed());
        const { load, draw, filter, forget } = start({
            ...{ app, id, className: class_.className, choice, sort, signal },
            typed: () => (find ? find.control.value : ""),
        });
        const results = reloading(signal, (until) => load(queryOf(), until), draw);

        /** @returns {Record<string, string>} */
        function queryOf() {
            const sorted = choice.sort && { sort: choice.sort };
            return { ...spanQuery(choice), ...sortQuery(), ...sorted };
        }

        /** @param {Order} value */
        function sort(value) {
            choice.sort = value === "name" ? "" : value;
            if (order) {
                order.control.value = value;
            }
            changed();
        }

        function showChoice() {
            const here = { ...choice };
            const hash = to[ADDRESS[part]](id, here);
            if (hash !== location.hash) {
                history.replaceState(history.state, "", hash);
            }
            range.textContent = words.span(choice.from, choice.to);
            replace(
                tabs,
                PARTS.map((key) =>
                    h(
                        "a",
                        {
                            href: to[ADDRESS[key]](
                                id,
                                key === "overTime" ? samePeriod(choice) : here,
                            ),
                            ...(key === part && { "aria-current": "page" }),
                        },
                        words[key],
                    ),
                ),
            );
        }

        function changed() {
            // A page that was left stays until the next one is shown.
            if (!signal.aborted) {
                showChoice();
                void results.reload();
            }
        }

        function searchField() {
            return field({
                ...{ label: words.find, name: "find", type: "search", autocomplete: "off" },
                on: { input: () => filter?.() },
            });
        }

        function missedField() {
            return field({
                ...{ label: words.missed, name: "missed", type: "number", value: choice.missed },
                ...{ min: 1, max: 9999, inputmode: "numeric", placeholder: words.missedHint },
                on: {
                    input: (/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
                        const count = Number(target.value);
                        choice.missed = count >= 1 ? String(Math.floor(count)) : "";
                        if (!signal.aborted) {
                            showChoice();
                            filter?.();
                        }
                    },
                },
            });
        }

        await results.start();
        app.store.subscribe(({ classId, ended }) => {
            if (classId === id && ended) {
                forget?.();
                void results.reload();
            }
        }, signal);
        if (!signal.aborted) {
            showChoice();
        }
        show(
            words.heading(class_.className),
            h("p", { class: "crumb" }, h("a", { href: to.class(id) }, name(class_.className))),
            reportHead(
                h("h1", {}, placed(words.heading, name(class_.className))),
                range,
                reportExports(
                    app,
                    { what: words[part], path: `/class/${id}${path}`, query: queryOf },
                    mayExport(app, class_),
                ),
            ),
            mayExport(app, class_) && more(app, `/class/${id}`, () => spanQuery(choice)),
            tabs,
            h(
                "div",
                { class: "card report-filters" },
                span.nodes,
                order && order.node,
                missed && missed.node,
                find && find.node,
            ),
            results.node,
        );
    };
}
