/** What the reports of a class have in common: their time, their files, and how they are loaded. @module */

import { h, name, replace, uniqueId } from "/dom.js";
import { to } from "/router.js";
import { errorText, text } from "/language/text.js";
import { button, field, mark } from "/ui.js";
import { reportExports, zoneQuery } from "/parts/exports.js";

/** How the students of a report can be sorted, as the server calls it. */
export const ORDERS = ["name", "absent", "rate", "absenceRun", "lastSeen"];

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * What is wanted of a report; empty texts say nothing.
 *
 * @typedef {{ from: string, to: string, sort: string, missed: string }} Choice
 */

/** @param {URLSearchParams} query of an address @returns {Choice} */
export function readChoice(query) {
    const day = (/** @type {string} */ key) => {
        const written = query.get(key) ?? "";
        return DAY.test(written) && !Number.isNaN(Date.parse(written)) ? written : "";
    };
    const [from, last] = [day("from"), day("to")];
    const sort = query.get("sort") ?? "";
    const missed = query.get("missed") ?? "";
    return {
        from,
        to: from && last && last < from ? "" : last,
        sort: ORDERS.includes(sort) ? sort : "",
        missed: /^[1-9]\d{0,3}$/.test(missed) ? missed : "",
    };
}

/** The query of a report: days are those of the clock here. @param {Choice} choice */
export function spanQuery({ from, to: last }) {
    return { ...(from && { from }), ...(last && { to: last }), ...zoneQuery() };
}

/** The part of a choice that another page goes on with. @param {Choice} choice */
export const sameTime = ({ from, to: last }) => ({ from, to: last });

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
 * Something that is loaded again when what is wanted of it has changed.
 *
 * @template T
 * @param {AbortSignal} signal
 * @param {(signal: AbortSignal) => Promise<T>} load @param {(data: T) => any} draw
 */
export function reloading(signal, load, draw) {
    const node = h("div", { class: "stack results" });
    let current = new AbortController();
    signal.addEventListener("abort", () => current.abort());

    async function reload() {
        current.abort();
        const mine = new AbortController();
        current = mine;
        node.setAttribute("aria-busy", "true");
        try {
            const data = await load(mine.signal);
            if (!mine.signal.aborted) {
                replace(node, draw(data));
            }
        } catch (error) {
            if (!mine.signal.aborted) {
                replace(node, problem(error));
            }
        } finally {
            if (current === mine) {
                node.removeAttribute("aria-busy");
            }
        }
    }

    /** @param {unknown} error */
    function problem(error) {
        return h(
            "div",
            { class: "notice is-error", role: "alert" },
            mark("warning"),
            h("p", {}, `${text.report.failed} ${errorText(error)}`),
            button(text.tryAgain, { onClick: reload }),
        );
    }

    return {
        node,
        reload,
        /** As `reload`, for a page that is not there yet: raises what went wrong. */
        async start() {
            replace(node, draw(await load(signal)));
        },
    };
}

/** What a report is of, and what can be done with it. @param {any} heading @param {any} range */
export function reportHead(heading, range, ...tools) {
    return h("div", { class: "report-head" }, h("div", {}, heading, range), tools);
}

/**
 * @param {string} label @param {string} named @param {[string, string][]} options value and words
 * @param {string} value @param {(value: string) => void} changed
 */
function choose(label, named, options, value, changed) {
    const id = uniqueId(named);
    const control = h(
        "select",
        { id, name: named, on: { change: () => changed(control.value) } },
        options.map(([key, words]) => h("option", { value: key }, words)),
    );
    control.value = value;
    return { node: h("div", { class: "field" }, h("label", { for: id }, label), control), control };
}

/**
 * What the parts of a report are told of it.
 *
 * @typedef {{
 *     app: import("/app.js").App, id: string, className: string, choice: Choice,
 *     typed: () => string, sort: (order: string) => void, signal: AbortSignal,
 * }} About
 */

/**
 * A report of a class as a page.
 *
 * @template T
 * @param {{
 *     part: "students" | "matrix" | "overTime", path: string, ofStudents?: boolean,
 *     start: (about: About) => {
 *         load: (query: Record<string, string>, signal: AbortSignal) => Promise<T>,
 *         draw: (data: T) => any, filter?: () => void, forget?: () => void,
 *     },
 * }} report `path`: its own below the class's; `ofStudents`: whether they can be sorted and looked
 *     for; `filter` is called when others are looked for, `forget` when there is a session more
 * @returns {import("/app.js").View}
 */
export function reportPage({ part, path, ofStudents = false, start }) {
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
                ORDERS.map((each) => [each, words.orders[each]]),
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
            return { ...spanQuery(choice), ...(choice.sort && { sort: choice.sort }) };
        }

        /** @param {string} value */
        function sort(value) {
            choice.sort = value === "name" ? "" : value;
            if (order) {
                order.control.value = value;
            }
            changed();
        }

        function tell() {
            const here = { ...choice };
            const hash = to[ADDRESS[part]](id, here);
            if (hash !== location.hash) {
                history.replaceState(history.state, "", hash);
            }
            range.textContent = words.span(choice.from, choice.to);
            replace(
                tabs,
                Object.entries(ADDRESS).map(([key, address]) =>
                    h(
                        "a",
                        {
                            href: to[address](id, key === "overTime" ? sameTime(choice) : here),
                            ...(key === part && { "aria-current": "page" }),
                        },
                        words[key],
                    ),
                ),
            );
        }

        function changed() {
            // What was left is still there until the next page is.
            if (!signal.aborted) {
                tell();
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
                    input: (event) => {
                        const count = Number(event.target.value);
                        choice.missed = count >= 1 ? String(Math.floor(count)) : "";
                        if (!signal.aborted) {
                            tell();
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
            tell();
        }
        show(
            words.heading(class_.className),
            h("p", { class: "crumb" }, h("a", { href: to.class(id) }, name(class_.className))),
            reportHead(
                h("h1", {}, words.headingBefore, name(class_.className)),
                range,
                reportExports(app, {
                    ...{ what: words[part], path: `/class/${id}${path}`, query: queryOf },
                }),
            ),
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

/** Where each report is, in the order in which they are offered. */
const ADDRESS = { students: "report", matrix: "matrix", overTime: "overTime" };
