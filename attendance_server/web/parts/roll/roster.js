/** The roster of a running session as tiles, with search and keyboard control. @module */

import { h } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { Tile } from "/parts/roll/tile.js";
import { tellApart } from "/same-names.js";
import { matcher } from "/search.js";

/** @import { Student } from "/api-types.js" */
/** @import { Layout } from "/parts/roll/layout.js" */
/** @import { Actions } from "/parts/roll/tile.js" */
/** @import { State } from "/session-store.js" */

/**
 * The columns and rows that a key moves.
 *
 * @type {Record<string, [columns: number, rows: number]>}
 */
const STEPS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
};

export class Roster {
    #actions;
    /** By student, in the order of their names. @type {Map<string, Tile>} */
    #tiles = new Map();
    /** The tile that Tab moves to. @type {Tile | undefined} */
    #current;
    /** @type {(student: Student) => boolean} */
    #matches = matcher("");
    shown = 0;

    /** @param {Actions} actions */
    constructor(actions) {
        this.#actions = actions;
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

    /** Those who are shown, in their order. */
    get shownStudents() {
        return this.#shownTiles().map(({ student }) => student);
    }

    /** All students, in their order. */
    get students() {
        return [...this.#tiles.values()].map(({ student }) => student);
    }

    /** @param {string} id */
    student(id) {
        return this.#tiles.get(id)?.student;
    }

    /**
     * Set the students, in this order, keeping the tiles of those who stay.
     *
     * @param {Student[]} students
     */
    setStudents(students) {
        const before = this.#tiles;
        this.#tiles = new Map(
            students.map((student) => [
                student._id,
                before.get(student._id) ?? new Tile(student, this.#actions),
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
        const hints = tellApart(this.students);
        this.#tiles.forEach((tile) => tile.setHint(hints.get(tile.student) ?? ""));
        this.#filter();
    }

    /** @param {Layout} layout */
    setLayout(layout) {
        this.node.classList.toggle("is-dense", layout === "dense");
        this.node.classList.toggle("is-list", layout === "list");
    }

    /** @param {string} typed */
    search(typed) {
        this.#matches = matcher(typed);
        this.#filter();
    }

    /** Show only these students, even if their status changes. @param {Set<string>} ids */
    only(ids) {
        this.#matches = ({ _id }) => ids.has(_id);
        this.#filter();
    }

    /**
     * @param {(studentId: string) => State} stateOf @param {Iterable<string>} [ids] default: all
     */
    draw(stateOf, ids = this.#tiles.keys()) {
        for (const id of ids) {
            this.#tiles.get(id)?.draw(stateOf(id));
        }
    }

    /** Put notes on tiles, in place of earlier ones. @param {Map<string, string>} notes */
    setNotes(notes) {
        this.#tiles.forEach((tile, id) => tile.setNote(notes.get(id) ?? ""));
    }

    /** The user of this page has changed a student's status. @param {string} id */
    expect(id) {
        const tile = this.#tiles.get(id);
        if (tile) {
            tile.expected = true;
        }
    }

    /** The student whom the search finds, if there is only one. */
    get onlyMatch() {
        return this.shown === 1 ? this.#shownTiles()[0].student : undefined;
    }

    /** The student whose tile has the focus. */
    get focused() {
        const current = this.#current;
        return current?.node.contains(document.activeElement) ? current.student : undefined;
    }

    /** Move to a student's tile. @param {string} id */
    goTo(id) {
        const tile = this.#tiles.get(id);
        tile?.node.scrollIntoView({ block: "start" });
        tile?.button.focus({ preventScroll: true });
    }

    /** @param {FocusOptions} [options] */
    focusCurrent(options) {
        this.#current?.button.focus(options);
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

    /** @param {EventTarget | null} target */
    #enter(target) {
        const id = target instanceof HTMLElement ? target.dataset.id : undefined;
        this.#setCurrent(this.#tiles.get(id ?? "") ?? this.#current);
    }

    /** @param {KeyboardEvent} event */
    #move(event) {
        if (event.ctrlKey || event.altKey || event.metaKey || !this.#current) {
            return;
        }
        const tiles = this.#shownTiles();
        const place = tiles.indexOf(this.#current);
        const next = this.#target(event.key, place, tiles.length);
        if (next !== undefined) {
            event.preventDefault();
            tiles[next]?.button.focus();
        }
    }

    /** @param {string} key @param {number} place @param {number} count */
    #target(key, place, count) {
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
        const next = place + columns * turned + rows * wide;
        // At an edge, the focus stays.
        return next >= 0 && next < count ? next : place;
    }
}
