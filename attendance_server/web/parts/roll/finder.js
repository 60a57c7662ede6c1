/** Finds students on the roll, by their name or by their mark. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { Filters } from "/parts/roll/filters.js";
import { to } from "/router.js";
import { countStandings } from "/status.js";
import { empty, iconFor, linkButton } from "/ui.js";

/** @import { Student } from "/api-types.js" */
/** @import { Filter } from "/parts/roll/filters.js" */
/** @import { Roster } from "/parts/roll/roster.js" */
/** @import { Standing } from "/status.js" */

export class Finder {
    #classId;
    #roster;
    #roll;
    /** @type {Filter} */
    #filter = "all";
    #filters = new Filters((filter) => {
        this.#search.value = "";
        this.showOnly(filter);
    });
    #search = h("input", {
        ...{ type: "search", name: "search", autocomplete: "off", dir: "auto" },
        ...{ "aria-label": text.roll.searchHint, placeholder: text.roll.searchHint },
        "aria-keyshortcuts": "/",
        on: {
            // A search finds students of any status.
            input: () => this.showOnly("all"),
            keydown: (event) => this.#searchKey(event),
        },
    });
    #drawnShown = "";
    /** What takes part in the bar. */
    nodes = [
        h("div", { class: "roll-search" }, iconFor("search"), this.#search),
        this.#filters.node,
    ];
    matches = h("p", { class: "hint", role: "status" });
    /** Shown in place of tiles if there are none. */
    empty = h("div", { hidden: true });

    /**
     * @param {string} classId @param {Roster} roster
     * @param {{
     *     standing: (studentId: string) => Standing, markArrived: (student: Student) => void,
     * }} roll
     */
    constructor(classId, roster, roll) {
        this.#classId = classId;
        this.#roster = roster;
        this.#roll = roll;
    }

    focus() {
        this.#search.focus();
    }

    /** Other students are on the roster. */
    fit() {
        this.#filters.fit(this.#roster.size);
        this.#drawMatches();
    }

    /** Draw how many students each filter matches, and return how many are unmarked. */
    draw() {
        const counts = this.#counts();
        this.#filters.draw(counts, this.#filter);
        this.#drawMatches();
        return counts.none;
    }

    /** How many students each filter matches. @returns {Record<Filter, number>} */
    #counts() {
        const standings = this.#roster.ids.map((studentId) => this.#roll.standing(studentId));
        return { all: this.#roster.size, ...countStandings(standings) };
    }

    /**
     * Show the students who match a filter now. A tile stays when its status changes later.
     *
     * @param {Filter} filter
     */
    showOnly(filter) {
        this.#filter = filter;
        if (filter === "all") {
            this.#roster.search(this.#search.value.trim());
        } else {
            this.#roster.only(this.#matching(filter));
        }
        this.#drawMatches();
        this.#filters.draw(this.#counts(), this.#filter);
    }

    #drawMatches() {
        const typed = this.#search.value.trim();
        const { shown, size } = this.#roster;
        const words = typed
            ? text.roll.shown(shown)
            : this.#filter === "all"
              ? ""
              : text.roll.filtered[this.#filter](this.#counts()[this.#filter], shown);
        const drawn = [words, shown, size].join("|");
        if (drawn === this.#drawnShown) {
            return;
        }
        this.#drawnShown = drawn;
        this.matches.textContent = words;
        this.empty.hidden = shown > 0;
        if (!shown) {
            replace(
                this.empty,
                size
                    ? empty(typed ? text.roll.noMatch : words)
                    : empty(
                          text.roll.noStudents,
                          linkButton(text.roll.toClass, to.class(this.#classId)),
                      ),
            );
        }
    }

    /** @param {Filter} filter */
    #matching(filter) {
        const { ids } = this.#roster;
        return new Set(ids.filter((studentId) => this.#roll.standing(studentId) === filter));
    }

    /** @param {KeyboardEvent} event */
    #searchKey(event) {
        if (event.isComposing) {
            return;
        }
        if (event.key === "Escape") {
            event.preventDefault();
            this.#search.value = "";
            this.showOnly("all");
            this.#roster.focusCurrent();
        } else if (event.key === "ArrowDown") {
            event.preventDefault();
            this.#roster.focusFirst();
        } else if (event.key === "Enter" && !event.repeat) {
            event.preventDefault();
            const { onlyMatch } = this.#roster;
            if (onlyMatch && this.#search.value.trim()) {
                this.#roll.markArrived(onlyMatch);
                this.#search.select();
            } else {
                this.#roster.focusFirst();
            }
        }
    }
}
