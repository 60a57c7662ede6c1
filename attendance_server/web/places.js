/**
 * What each entry of the history looked like: how far it was scrolled, and what was searched and
 * filtered, so that Back and a reload lead to what one has left.
 *
 * It is kept for the tab, until somebody logs out. What is searched is any named search field; what
 * is filtered is the pressed button of any group with `data-keep`, which is known by its `value`.
 *
 * @module
 */

const KEY = "attendance.places";

/** As many entries as are remembered. */
const MOST = 50;

/** Milliseconds for which a page may grow until it can be scrolled to where it was. */
const PATIENCE = 3000;

/** What scrolls within the page. */
const SCROLLERS = ".table-card";

/**
 * @typedef {{
 *     top: number, searches: Record<string, string>, filters: Record<string, string>,
 *     scrollers: [left: number, top: number][],
 * }} Look
 */

export class Places {
    /** @type {Map<string, Look>} those that were left last at the end */
    #looks = new Map(read());
    #main;
    #entry = "";
    /** Whether the view of the entry is there. */
    #shown = false;
    #settling = new AbortController();

    /** @param {HTMLElement} main what holds the views */
    constructor(main) {
        this.#main = main;
        history.scrollRestoration = "manual";
        addEventListener("pagehide", () => this.leave());
        // Phones end a page without a word once it is out of sight.
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "hidden") {
                this.leave();
            }
        });
    }

    /** Another entry of the history is current, and its view not there yet. */
    enter() {
        this.#shown = false;
        this.#entry = history.state?.entry ?? "";
        if (!this.#entry) {
            this.#entry = `${Date.now()}.${Math.random()}`;
            history.replaceState({ ...history.state, entry: this.#entry }, "");
        }
    }

    /** The view is there: make it look as it did when it was left; a new one begins at its top. */
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
        scrollTo(0, 0);
        if (look) {
            this.#scroll(look);
        }
    }

    /** Remember what the view looks like, which is about to go. */
    leave() {
        this.#settling.abort();
        if (!this.#shown) {
            return;
        }
        this.#looks.delete(this.#entry);
        this.#looks.set(this.#entry, {
            top: Math.round(scrollY),
            searches: Object.fromEntries(this.#searches.map(({ name, value }) => [name, value])),
            filters: Object.fromEntries(
                this.#filters.map((group) => [group.dataset.keep, pressedIn(group)]),
            ),
            scrollers: this.#scrollers.map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]),
        });
        for (const oldest of [...this.#looks.keys()].slice(0, -MOST)) {
            this.#looks.delete(oldest);
        }
        write([...this.#looks]);
    }

    /** It was somebody else's. */
    forget() {
        this.#shown = false;
        this.#looks.clear();
        write([]);
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

    /** Until it is high enough, the page may have to load and draw. @param {Look} look */
    #scroll({ top, scrollers }) {
        const settling = new AbortController();
        this.#settling = settling;
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
        settling.signal.addEventListener("abort", () => watch.disconnect());
        // Whoever does something has arrived.
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

/** @returns {[string, Look][]} */
function read() {
    try {
        return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    } catch {
        return [];
    }
}

/** @param {[string, Look][]} looks */
function write(looks) {
    try {
        if (looks.length) {
            sessionStorage.setItem(KEY, JSON.stringify(looks));
        } else {
            sessionStorage.removeItem(KEY);
        }
    } catch {
        // The browser keeps nothing, or no more: then a reload forgets it.
    }
}
