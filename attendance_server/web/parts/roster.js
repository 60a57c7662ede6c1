/** The roster of a running session as tiles, with search and keyboard control. @module */

import { h, name } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { matcher } from "/search.js";
import { attends, standing } from "/status.js";
import { iconFor } from "/ui.js";

/** @import { Student } from "/api-types.js" */

/** Milliseconds in which a second tap on a tile is accidental. */
const DOUBLE_TAP = 350;

/** Milliseconds within which a user who taps cannot have noticed that the tile has changed. */
const REACTION = 1000;

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

/** @typedef {import("/session-store.js").State} State */

/**
 * The actions of tiles. `tap`: a tile was tapped; `attended` is what the user saw on it. `choose`:
 * the button to choose a status was pressed. `at`: the tile or the button.
 *
 * @typedef {{
 *     tap: (student: Student, attended: boolean, at: HTMLElement) => void,
 *     choose: (student: Student, at: HTMLElement) => void,
 * }} Actions
 */

/** The tile of a student. It is drawn again only if something has changed. */
class Tile {
    #drawn = "";
    #tapped = -Infinity;
    /** Whether it is drawn as attending. */
    #attends = false;
    /** The same before a change that was not made on this page, and when that change was drawn. */
    #attended = false;
    #changedAt = -Infinity;
    /** Whether the user of this page has changed it and expects to see that. */
    expected = false;
    #state = h("span", { class: "tile-state" });
    #note = h("span", { class: "tile-note", hidden: true });

    /** @param {Student} student @param {Actions} actions */
    constructor(student, { tap, choose }) {
        this.student = student;
        // Its accessible name is its text: the student's name and status.
        this.button = h(
            "button",
            {
                ...{ type: "button", class: "tile", tabindex: -1, "data-id": student._id },
                on: {
                    click: (/** @type {PointerEvent} */ event) => {
                        if (!this.#isAccidental(event)) {
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
            this.#note,
            this.#state,
        );
        this.more = h(
            "button",
            {
                ...{ type: "button", class: "tile-more", tabindex: -1, "data-id": student._id },
                ...{ "aria-label": text.roll.chooseFor(student.name), "aria-haspopup": "dialog" },
                on: { click: () => choose(student, this.more) },
            },
            iconFor("more"),
        );
        this.node = h("div", { class: "seat" }, this.button, this.more);
    }

    /** Set whether Tab moves to it. @param {boolean} current */
    setCurrent(current) {
        for (const one of [this.button, this.more]) {
            one.setAttribute("tabindex", current ? "0" : "-1");
        }
    }

    /** @param {string} note empty: none */
    setNote(note) {
        if (this.#note.textContent !== note) {
            this.#note.textContent = note;
            this.#note.hidden = !note;
        }
    }

    /** Whether a click is the second half of a double tap. @param {PointerEvent} event */
    #isAccidental({ detail, pointerType, timeStamp }) {
        if (pointerType !== "touch") {
            // Mouse clicks are counted in `detail`; it is 0 for keys.
            return detail > 1;
        }
        const since = timeStamp - this.#tapped;
        this.#tapped = timeStamp;
        return since < DOUBLE_TAP;
    }

    /** Whether the user who taps saw the student as attending. @param {PointerEvent} event */
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
        this.#filter();
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
