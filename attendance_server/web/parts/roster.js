/** The roster of a running session as tiles: to tap, to search, and to go through by keyboard. @module */

import { h, name } from "/dom.js";
import { compareNames, text } from "/language/text.js";
import { matcher } from "/search.js";
import { attends, standing } from "/status.js";
import { mark } from "/ui.js";

/** Milliseconds in which a finger that taps a tile twice has slipped, and wants nothing else. */
const DOUBLE_TAP = 350;

/** Milliseconds in which nobody sees that a tile has changed before they tap it. */
const REACTION = 1000;

/** How far a key goes, as columns and rows of the grid. */
const STEPS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
};

/** @typedef {import("/session-store.js").State} State */

/**
 * What is done at a tile. `tap`: it is tapped by somebody who saw the student attend, or not; `at`
 * is the tile. `choose`: one wants to choose what the student is, at a button.
 *
 * @typedef {{
 *     tap: (student: any, attended: boolean, at: HTMLElement) => void,
 *     choose: (student: any, at: HTMLElement) => void,
 * }} Acts
 */

/** One student. What has not changed is not drawn again. */
class Tile {
    #drawn = "";
    #tapped = -Infinity;
    /** Whether the student attends, as it is drawn. */
    #attends = false;
    /** The same before somebody else has changed it, and when that was drawn. */
    #attended = false;
    #changedAt = -Infinity;
    /** Whoever is at this page has changed it, and waits to see that. */
    expected = false;
    #state = h("span", { class: "tile-state" });

    /** @param {any} student @param {Acts} acts */
    constructor(student, { tap, choose }) {
        this.student = student;
        // All that is read on it is its name: who is on it, and what they are.
        this.button = h(
            "button",
            {
                ...{ type: "button", class: "tile", tabindex: -1, "data-id": student._id },
                on: {
                    click: (/** @type {PointerEvent} */ event) => {
                        if (!this.#slipped(event)) {
                            tap(student, this.#seen(event), this.button);
                        }
                    },
                    keydown: (/** @type {KeyboardEvent} */ event) => {
                        if (event.repeat && (event.key === "Enter" || event.key === " ")) {
                            event.preventDefault();
                        }
                    },
                },
            },
            name(student.name, { class: "tile-name" }),
            " ",
            this.#state,
        );
        this.more = h(
            "button",
            {
                ...{ type: "button", class: "tile-more", tabindex: -1, "data-id": student._id },
                ...{ "aria-label": text.roll.chooseFor(student.name), "aria-haspopup": "dialog" },
                on: { click: () => choose(student, this.more) },
            },
            mark("more"),
        );
        this.node = h("div", { class: "seat" }, this.button, this.more);
    }

    /** Whether Tab leads to it. @param {boolean} current */
    setCurrent(current) {
        for (const one of [this.button, this.more]) {
            one.setAttribute("tabindex", current ? "0" : "-1");
        }
    }

    /** Whether it is the second half of a double tap. @param {PointerEvent} event */
    #slipped({ detail, pointerType, timeStamp }) {
        if (pointerType !== "touch") {
            // A mouse counts its clicks; a key has none.
            return detail > 1;
        }
        const since = timeStamp - this.#tapped;
        this.#tapped = timeStamp;
        return since < DOUBLE_TAP;
    }

    /** Whether the student attended, as whoever taps saw it. @param {PointerEvent} event */
    #seen({ timeStamp }) {
        return timeStamp - this.#changedAt < REACTION ? this.#attended : this.#attends;
    }

    /** @param {State} state */
    draw(state) {
        const look = state.pending ?? (state.failed ? "failed" : (state.status ?? "none"));
        const words = wordsFor(state);
        const pressed = attends(state.wanted ?? state.status);
        const drawn = `${look}|${words}|${pressed}`;
        if (pressed !== this.#attends) {
            const surprising = this.#drawn && !this.expected;
            this.#attended = surprising ? this.#attends : pressed;
            this.#attends = pressed;
            this.#changedAt = performance.now();
        }
        this.expected = false;
        if (drawn !== this.#drawn) {
            this.#drawn = drawn;
            this.button.dataset.state = look;
            this.button.setAttribute("aria-pressed", String(pressed));
            this.#state.textContent = words;
        }
    }
}

/** @param {State} state */
function wordsFor({ pending, failed, status, markedAt }) {
    if (pending) {
        return text.roll[pending];
    }
    if (failed) {
        return text.roll.notSaved;
    }
    const key = standing(status);
    return key !== "none" && markedAt ? text.roll.markedAt(key, markedAt) : text.status.none;
}

export class Roster {
    #acts;
    /** @type {Map<string, Tile>} by student, in the order of their names */
    #tiles = new Map();
    /** @type {Tile | undefined} the one that Tab leads to */
    #current;
    /** @type {(student: any) => boolean} */
    #matches = matcher("");
    shown = 0;

    /** @param {Acts} acts */
    constructor(acts) {
        this.#acts = acts;
        this.node = h("div", {
            ...{ class: "tiles", role: "group", "aria-label": text.roll.roster },
            on: {
                keydown: (event) => this.#move(event),
                focusin: (event) => this.#enter(event.target),
            },
        });
    }

    get size() {
        return this.#tiles.size;
    }

    get ids() {
        return [...this.#tiles.keys()];
    }

    /** @param {string} id */
    student(id) {
        return this.#tiles.get(id)?.student;
    }

    /** Who is on it now; tiles of those who stay stay. @param {any[]} students */
    setStudents(students) {
        const before = this.#tiles;
        students.sort((one, other) => compareNames(one.name, other.name));
        this.#tiles = new Map(
            students.map((student) => [
                student._id,
                before.get(student._id) ?? new Tile(student, this.#acts),
            ]),
        );
        for (const [id, tile] of before) {
            if (!this.#tiles.has(id)) {
                tile.node.remove();
            }
        }
        let place = this.node.firstChild;
        for (const { node } of this.#tiles.values()) {
            if (node === place) {
                place = place.nextSibling;
            } else {
                this.node.insertBefore(node, place);
            }
        }
        this.#filter();
    }

    /** @param {string} typed */
    search(typed) {
        this.#matches = matcher(typed);
        this.#filter();
    }

    /** Show these and no others, whatever becomes of them. @param {Set<string>} ids */
    only(ids) {
        this.#matches = ({ _id }) => ids.has(_id);
        this.#filter();
    }

    /** @param {(studentId: string) => State} stateOf @param {Iterable<string>} [ids] who; all */
    draw(stateOf, ids = this.#tiles.keys()) {
        for (const id of ids) {
            this.#tiles.get(id)?.draw(stateOf(id));
        }
    }

    /** Whoever is at this page has changed a student. @param {string} id */
    expect(id) {
        const tile = this.#tiles.get(id);
        if (tile) {
            tile.expected = true;
        }
    }

    /** The only student that the search leaves, if it is one. */
    get onlyMatch() {
        return this.shown === 1 ? this.#shownTiles()[0].student : undefined;
    }

    /** The student at whose tile the keyboard is. */
    get focused() {
        const at = document.activeElement;
        return this.#current?.node.contains(at) ? this.#current.student : undefined;
    }

    focusCurrent() {
        this.#current?.button.focus();
    }

    focusFirst() {
        this.#shownTiles()[0]?.button.focus();
    }

    #filter() {
        this.shown = 0;
        for (const tile of this.#tiles.values()) {
            const shown = this.#matches(tile.student);
            this.shown += Number(shown);
            if (tile.node.hidden === shown) {
                tile.node.hidden = !shown;
            }
        }
        const current = this.#current;
        if (!current || current.node.hidden || !current.node.isConnected) {
            this.#setCurrent(this.#shownTiles()[0]);
        }
    }

    #shownTiles() {
        return [...this.#tiles.values()].filter(({ node }) => !node.hidden);
    }

    /** @param {Tile | undefined} tile */
    #setCurrent(tile) {
        this.#current?.setCurrent(false);
        this.#current = tile;
        tile?.setCurrent(true);
    }

    /** @param {HTMLElement} target */
    #enter(target) {
        this.#setCurrent(this.#tiles.get(target.dataset.id ?? "") ?? this.#current);
    }

    /** @param {KeyboardEvent} event */
    #move(event) {
        if (event.ctrlKey || event.altKey || event.metaKey || !this.#current) {
            return;
        }
        const tiles = this.#shownTiles();
        const at = tiles.indexOf(this.#current);
        const next = this.#target(event.key, at, tiles.length);
        if (next !== undefined) {
            event.preventDefault();
            tiles[next]?.button.focus();
        }
    }

    /** @param {string} key @param {number} at @param {number} count */
    #target(key, at, count) {
        if (key === "Home") {
            return 0;
        }
        if (key === "End") {
            return count - 1;
        }
        if (!(key in STEPS)) {
            return undefined;
        }
        const [columns, rows] = STEPS[key];
        const wide = getComputedStyle(this.node).gridTemplateColumns.split(" ").length;
        const turned = getComputedStyle(this.node).direction === "rtl" ? -1 : 1;
        const to = at + columns * turned + rows * wide;
        // At the edge one stays where one is.
        return to >= 0 && to < count ? to : at;
    }
}
