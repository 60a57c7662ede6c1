/** The tile of a student on the roll. @module */

import { h, name } from "/dom.js";
import { words } from "/language/en/roll.js";
import { text } from "/language/en/teacher.js";
import { ABSENT, attends, standing } from "/status.js";
import { iconFor } from "/ui.js";

/** @import { Student } from "/api-types.js" */

/** Milliseconds in which a second tap on a tile is accidental. */
const DOUBLE_TAP = 350;

/** Milliseconds within which a user who taps cannot have noticed that the tile has changed. */
const REACTION = 1000;

/** @typedef {import("/session-store.js").State} State */

/**
 * The actions of tiles. `tap`: a tile was tapped; `attended` is what the user saw on it. `set`: the
 * button of a status was pressed. `choose`: the button to choose a status was. `at`: the tile or the
 * button.
 *
 * @typedef {{
 *     tap: (student: Student, attended: boolean, at: HTMLElement) => void,
 *     set: (student: Student, status: "absent") => void,
 *     choose: (student: Student, at: HTMLElement) => void,
 * }} Actions
 */

/** The tile of a student. It is drawn again only if something has changed. */
export class Tile {
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
    #hint = h("bdi", { class: "tile-hint", hidden: true });

    /** @param {Student} student @param {Actions} actions */
    constructor(student, { tap, set, choose }) {
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
            this.#hint,
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
        // One tap for a student who is not there, as long as they have no mark.
        this.away = h(
            "button",
            {
                ...{ type: "button", class: "tile-away", tabindex: -1, "data-id": student._id },
                ...{ "aria-label": words.away(student.name), hidden: true },
                on: { click: ({ detail }) => detail > 1 || set(student, ABSENT) },
            },
            iconFor("absent"),
        );
        this.node = h("div", { class: "seat" }, this.button, this.away, this.more);
    }

    /** Set whether Tab moves to it. @param {boolean} current */
    setCurrent(current) {
        for (const one of [this.button, this.away, this.more]) {
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

    /** Set what tells the student from others of that name. @param {string} hint empty: nothing */
    setHint(hint) {
        if (this.#hint.textContent !== hint) {
            this.#hint.textContent = hint;
            this.#hint.hidden = !hint;
            const who = hint ? `${this.student.name} (${hint})` : this.student.name;
            this.more.setAttribute("aria-label", text.roll.chooseFor(who));
            this.away.setAttribute("aria-label", words.away(who));
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

    /** @param {boolean} shown */
    #showAway(shown) {
        if (!shown && this.away === document.activeElement) {
            // Do not leave the focus on a button that disappears.
            this.button.focus();
        }
        this.away.hidden = !shown;
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
            this.#showAway(look === "none");
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

