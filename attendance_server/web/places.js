/**
 * The state of each history entry: its scroll position, search text and filters. It is restored on
 * Back and on reload.
 *
 * It is stored for the tab until the user logs out. Search text is the value of any named search
 * field. Filters are the pressed buttons in groups with `data-keep`, by their `value`. Where a
 * log-in expires, what the user had typed into the fields of the page is kept as well, for their
 * next log-in.
 *
 * @module
 */

import { retype, typedIn } from "/typed.js";

const KEY = "attendance.places";

/** The entry to which a user returns whose log-in has expired. */
const PARKED = "attendance.parked";

/** How many entries are stored. */
const MOST = 50;

/** Milliseconds for which a page that still grows is scrolled to its former position again. */
const PATIENCE = 15_000;

/** Elements within the page that scroll. */
const SCROLLERS = ".table-card";

/** @typedef {{ top: number, scrollers: [left: number, top: number][] }} Position */

/**
 * @typedef {Position & {
 *     searches: Record<string, string>, filters: Record<string, string>,
 *     typed?: [name: string, value: string][],
 * }} Look
 */

export class Places {
    /** The most recently left entry is the last. @type {Map<string, Look>} */
    #looks = new Map(read(KEY));
    #main;
    #entry = "";
    /** Whether the view of the entry is shown. */
    #shown = false;
    /** The position that a page which still loads is to have. @type {Position | undefined} */
    #wanted;
    #settling = new AbortController();

    /** @param {HTMLElement} main the parent of the views */
    constructor(main) {
        this.#main = main;
        history.scrollRestoration = "manual";
        addEventListener("pagehide", () => this.leave());
        // Phones may end a page without an event once it is hidden.
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "hidden") {
                this.#store();
            }
        });
    }

    /** Another history entry is current; its view is not shown yet. */
    enter() {
        this.#shown = false;
        this.#entry = history.state?.entry ?? "";
        if (!this.#entry) {
            this.#entry = `${Date.now()}.${Math.random()}`;
            history.replaceState({ ...history.state, entry: this.#entry }, "");
        }
    }

    /**
     * Change the address of a view, unless it was left. The browser may be at another entry already:
     * its event comes later.
     *
     * @param {string} hash @param {AbortSignal} signal of the view
     */
    readdress(hash, signal) {
        const here = !signal.aborted && history.state?.entry === this.#entry;
        if (here && hash !== location.hash) {
            history.replaceState(history.state, "", hash);
        }
    }

    /** The view is shown: restore its state. A new view starts at the top. */
    arrive() {
        if (this.#shown) {
            return;
        }
        this.#shown = true;
        const look = this.#looks.get(this.#entry);
        for (const field of this.#searches) {
            const typed = look?.searches[field.name];
            if (typed) {
                field.value = typed;
                field.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }
        for (const group of this.#filters) {
            const chosen = look?.filters[group.dataset.keep ?? ""];
            const now = pressedIn(group);
            if (chosen !== undefined && chosen !== now) {
                buttonsIn(group)
                    .find(({ value }) => value === chosen)
                    ?.click();
            }
        }
        retype(this.#main, look?.typed ?? []);
        scrollTo(0, 0);
        if (look) {
            this.#scroll(look);
        }
    }

    /** Keep the view as it is for when this user has logged in again. @param {string} userId */
    park(userId) {
        this.leave();
        const look = this.#looks.get(this.#entry);
        if (look) {
            look.typed = typedIn(this.#main);
        }
        this.#shown = false;
        write(KEY, [...this.#looks]);
        write(PARKED, [{ userId, hash: location.hash, entry: this.#entry }]);
    }

    /**
     * The history entry of a view that was parked, once; `null` if it is another user's, or another
     * view is wanted.
     *
     * @param {string} userId @param {string} hash
     * @returns {{ entry: string } | null}
     */
    unpark(userId, hash) {
        const [parked] = read(PARKED);
        write(PARKED, []);
        if (parked && parked.userId !== userId) {
            this.forget();
        }
        const found = parked?.userId === userId && parked.hash === hash;
        return found ? { entry: parked.entry } : null;
    }

    /** Store the state of the view before it is left. */
    leave() {
        this.#store();
        this.#settling.abort();
    }

    #store() {
        if (!this.#shown) {
            return;
        }
        this.#looks.delete(this.#entry);
        this.#looks.set(this.#entry, {
            ...(this.#wanted ?? this.#position),
            searches: Object.fromEntries(this.#searches.map(({ name, value }) => [name, value])),
            filters: Object.fromEntries(
                this.#filters.map((group) => [group.dataset.keep, pressedIn(group)]),
            ),
        });
        for (const oldest of [...this.#looks.keys()].slice(0, -MOST)) {
            this.#looks.delete(oldest);
        }
        write(KEY, [...this.#looks]);
    }

    /** Delete the state of all entries, which belongs to another user. */
    forget() {
        this.#shown = false;
        this.#looks.clear();
        write(KEY, []);
        write(PARKED, []);
    }

    /** @returns {HTMLInputElement[]} */
    get #searches() {
        return [...this.#main.querySelectorAll('input[type="search"][name]')].filter(
            (field) => field instanceof HTMLInputElement,
        );
    }

    /** @returns {HTMLElement[]} */
    get #filters() {
        return [...this.#main.querySelectorAll("[data-keep]")].filter(
            (group) => group instanceof HTMLElement,
        );
    }

    get #scrollers() {
        return [...this.#main.querySelectorAll(SCROLLERS)];
    }

    /** @returns {Position} */
    get #position() {
        return {
            top: Math.round(scrollY),
            scrollers: this.#scrollers.map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]),
        };
    }

    /** The page may still have to load before it is high enough. @param {Position} position */
    #scroll({ top, scrollers }) {
        const settling = new AbortController();
        this.#settling = settling;
        this.#wanted = { top, scrollers };
        const stop = () => settling.abort();
        const scroll = () => {
            scrollTo(0, top);
            this.#scrollers.forEach((element, place) => {
                const [left, down] = scrollers[place] ?? [0, 0];
                element.scrollTo(left, down);
            });
        };
        const watch = new ResizeObserver(scroll);
        watch.observe(this.#main);
        settling.signal.addEventListener("abort", () => {
            watch.disconnect();
            this.#wanted = undefined;
        });
        // Any input by the user ends it.
        for (const deed of ["wheel", "touchstart", "pointerdown", "keydown"]) {
            addEventListener(deed, stop, { signal: settling.signal, passive: true });
        }
        setTimeout(stop, PATIENCE);
        scroll();
    }
}

/** @param {HTMLElement} group */
function buttonsIn(group) {
    return [...group.querySelectorAll("button")];
}

/** @param {HTMLElement} group */
function pressedIn(group) {
    return buttonsIn(group).find((each) => each.ariaPressed === "true")?.value ?? "";
}

/** @param {string} key @returns {any[]} */
function read(key) {
    try {
        return JSON.parse(sessionStorage.getItem(key) ?? "[]");
    } catch {
        return [];
    }
}

/** @param {string} key @param {unknown[]} items */
function write(key, items) {
    try {
        if (items.length) {
            sessionStorage.setItem(key, JSON.stringify(items));
        } else {
            sessionStorage.removeItem(key);
        }
    } catch {
        // The browser stores nothing, or has no room: a reload then loses the state.
    }
}
