/**
 * What the reports of a class share: their period, their files, and how they are loaded.
 *
 * @module
 */

import { h, name, replace } from "/dom.js";
import { text } from "/language/en/reports.js";
import { placed } from "/language/placed.js";
import { followResults } from "/parts/changed-results.js";
import { reportExports } from "/parts/exports.js";
import { sortQuery } from "/parts/file-form.js";
import { reportHead } from "/parts/report-head.js";
import { reloading } from "/parts/reloading.js";
import {
    ORDERS,
    choose,
    missedField,
    readChoice,
    samePeriod,
    spanFields,
    spanQuery,
} from "/parts/report-filters.js";
import { runningStrip } from "/parts/running-strip.js";
import { mayExport } from "/parts/teachers.js";
import { to } from "/router.js";
import { field } from "/ui.js";

/** @import { App, View } from "/app.js" */
/** @import { Child } from "/dom.js" */
/** @import { Order } from "/figures.js" */
/** @import { Result } from "/parts/changed-results.js" */
/** @import { Choice } from "/parts/report-filters.js" */

/** @typedef {"students" | "matrix" | "overTime"} Part */

/** The reports, in the order of their tabs. @type {Part[]} */
const PARTS = ["students", "matrix", "overTime"];

/** The address of each report, by its name in `to`. */
const ADDRESS = /** @type {const} */ ({
    students: "report",
    matrix: "matrix",
    overTime: "overTime",
});

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
 *         take?: (result: Result) => boolean, reopened?: (sessionId: string) => boolean,
 *     },
 * }} report `path`: below that of the class; `more`: further files of the class; `ofStudents`:
 * whether there are students to sort and to search; `filter` is called when the search has changed,
 * `forget` before everything is loaded again; `take` and `reopened` are as in `followResults`
 * @returns {View}
 */
export function reportPage({ part, path, ofStudents = false, more, start }) {
    return async (app, { ids: [id], query, signal, show, readdress }) => {
        const words = text.report;
        const choice = readChoice(query);
        const class_ = await app.api.class(id, { signal });
        const range = h("p", { class: "quiet range" });
        const tabs = h("nav", { class: "tabs", "aria-label": words.parts });
        const find = ofStudents && searchField();
        const missed =
            ofStudents &&
            missedField(choice, () => {
                if (!signal.aborted) {
                    showChoice();
                    filter?.();
                }
            });
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
        const { load, draw, filter, forget, take, reopened } = start({
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
            readdress(to[ADDRESS[part]](id, here));
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

        await results.start();
        followResults(app, {
            ...{ classId: id, signal, take, reopened },
            reload: () => {
                forget?.();
                void results.reload();
            },
        });
        showChoice();
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
            runningStrip(app, id, signal),
            results.node,
        );
    };
}
