/** What the pages of the school office share: their tabs, and a search that fills a list. @module */

import { h, replace } from "/dom.js";
import { office } from "/language/en/office.js";
import { errorText } from "/language/errors.js";
import { to } from "/router.js";
import { button, empty, field } from "/ui.js";

/** @import { User } from "/account.js" */
/** @import { UserRecord } from "/api-types.js" */
/** @import { App } from "/app.js" */
/** @import { Child } from "/dom.js" */

/** Milliseconds without a key press after which a search starts. */
const DEBOUNCE = 250;

/** Entries that are loaded at a time. */
export const PAGE = 50;

/** @type {("people" | "classes" | "audit")[]} */
const PARTS = ["people", "classes", "audit"];

/** The heading with the tabs. @param {"people" | "classes" | "audit"} here */
export function officeHead(here) {
    return [
        h("h1", {}, office.heading),
        h(
            "nav",
            { class: "tabs", "aria-label": office.parts },
            PARTS.map((part) =>
                h(
                    "a",
                    { href: to.office[part], "aria-current": part === here && "page" },
                    office[part],
                ),
            ),
        ),
    ];
}

/** A label for the role and the state of an account. @param {UserRecord} user */
export function roleWords(user) {
    const words = office.state;
    const state = user.mergingInto
        ? words.merging
        : user.disabledAt
          ? words.disabled
          : !user.claimed && words.unclaimed;
    return [office.roles[user.role], state].filter(Boolean).join(", ");
}

/**
 * A list that is loaded page by page, and anew whenever its query changes.
 *
 * @template {{ _id: string }} T
 * @param {{
 *     signal: AbortSignal, load: (after: string | undefined, signal: AbortSignal) => Promise<T[]>,
 *     draw: (entries: T[]) => Child, none: string, size?: number,
 *     count?: (count: number, more: boolean) => string,
 * }} options `size`: the length of a full page
 */
export function pagedList({ signal, load, draw, none, count, size = PAGE }) {
    const status = h("p", { class: "hint", role: "status" });
    const content = h("div", { class: "stack" });
    /** @type {T[]} */
    let entries = [];
    let more = false;
    let loading = new AbortController();
    signal.addEventListener("abort", () => loading.abort());

    /** @param {boolean} anew */
    async function fetchPage(anew) {
        loading.abort();
        loading = new AbortController();
        const { signal: own } = loading;
        const page = await load(anew ? undefined : entries.at(-1)?._id, own);
        if (!own.aborted) {
            more = page.length === size;
            entries = anew ? page : [...entries, ...page];
            status.textContent = entries.length && count ? count(entries.length, more) : "";
            replace(
                content,
                entries.length ? draw(entries) : empty(none),
                more && button(office.more, { onClick: () => void reload(false) }),
            );
        }
    }

    /** @param {boolean} [anew] */
    async function reload(anew = true) {
        try {
            await fetchPage(anew);
        } catch (error) {
            if (!loading.signal.aborted) {
                status.textContent = errorText(error);
            }
        }
    }

    return { node: h("div", { class: "stack" }, status, content), reload, start: () => fetchPage(true) };
}

/**
 * A search field that calls `changed` shortly after the last key press.
 *
 * @param {{ label: string, name: string, signal: AbortSignal, changed: () => void }} options
 */
export function searchField({ signal, changed, ...options }) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    signal.addEventListener("abort", () => clearTimeout(timer));
    return field({
        ...options,
        ...{ type: "search", autocomplete: "off" },
        on: {
            input: () => {
                clearTimeout(timer);
                timer = setTimeout(changed, DEBOUNCE);
            },
        },
    });
}

/**
 * A search among accounts of one role, where one of them is chosen.
 *
 * @param {App} app
 * @param {{
 *     label: string, role: User["role"], not?: string, signal: AbortSignal,
 *     chosen: (user: UserRecord) => void,
 * }} options `not`: the id of an account that is left out
 */
export function chooseUser(app, { label, role, not, signal, chosen }) {
    const list = pagedList({
        ...{ signal, none: office.choose.none, size: 10 },
        load: async (after, own) => {
            const q = search.control.value.trim();
            const found = q ? await app.api.users({ q, role, after, limit: "10" }, own) : [];
            return found.filter(({ _id, disabledAt }) => _id !== not && !disabledAt);
        },
        draw: (users) =>
            h(
                "ul",
                { class: "people", role: "list" },
                users.map((user) =>
                    h(
                        "li",
                        {},
                        h(
                            "div",
                            { class: "person" },
                            h("bdi", { class: "name" }, user.name),
                            h("span", { class: "quiet email" }, user.email),
                        ),
                        button(
                            office.choose.choose,
                            { onClick: () => chosen(user) },
                            { "aria-label": office.choose.chooseLabel(user.name) },
                        ),
                    ),
                ),
            ),
    });
    const search = searchField({ label, name: "choose", signal, changed: () => void list.reload() });
    return h("div", { class: "stack" }, search.node, list.node);
}
