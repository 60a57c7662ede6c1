/** The row of a student in the summary of a session. @module */

import { h, replace } from "/dom.js";
import { time } from "/language/formats.js";
import { text } from "/language/en/reports.js";
import { summary } from "/language/en/summary.js";
import { person } from "/parts/person.js";
import { ABSENT, NONE } from "/status.js";
import { button, statusLabel } from "/ui.js";

/** @import { AttendanceLine, SessionDetail } from "/api-types.js" */
/** @import { Standing } from "/status.js" */

/**
 * A student in a session. While it runs, those who are not marked have no status yet.
 *
 * @typedef {Omit<AttendanceLine, "status"> & { status: Standing }} Line
 */

/** Whether a student is not marked, or never was, and counts as absent. @param {Line} line */
export const isUnmarked = ({ status, markedAt }) =>
    status === NONE || (status === ABSENT && !markedAt);

/**
 * Whether a mark was changed after the end.
 *
 * @param {Line} line @param {Pick<SessionDetail, "endedAt">} session
 */
export const isCorrected = ({ markedAt }, { endedAt }) =>
    Boolean(markedAt && endedAt && markedAt > endedAt);

/** It is drawn again only if something has changed. */
export class SessionRow {
    #drawn = "";
    #hint = "";
    #student = h("th", { scope: "row" });
    #status = h("td");
    #change;
    #box;

    /**
     * @param {Line} line
     * @param {{ correct: () => void, chosen: () => void }} on `chosen`: the student was chosen, or
     *     is no longer
     */
    constructor(line, { correct, chosen }) {
        this.line = line;
        this.#change = button(text.session.correct, {
            ...{ kind: "quiet", icon: "pen", onClick: correct },
        });
        this.#box = h("input", { type: "checkbox", on: { change: chosen } });
        this.node = h(
            "tr",
            {},
            h("td", { class: "choose" }, h("label", {}, this.#box)),
            this.#student,
            this.#status,
            h("td", { class: "number" }, this.#change),
        );
    }

    get isChosen() {
        return this.#box.checked;
    }

    /** @param {boolean} chosen */
    choose(chosen) {
        this.#box.checked = chosen;
    }

    /** The line with a name that no other student of the session has. @returns {Line} */
    get toldApart() {
        const { line } = this;
        return { ...line, name: this.#hint ? `${line.name} (${this.#hint})` : line.name };
    }

    /**
     * @param {Line} line @param {string | null} endedAt
     * @param {string} [hint] what tells the student from others of that name; by default as before
     */
    update(line, endedAt, hint = this.#hint) {
        this.line = line;
        this.#hint = hint;
        const { email, studentNumber, status, markedAt } = line;
        const { name: who } = this.toldApart;
        const drawn = [who, email, studentNumber, status, markedAt, endedAt].join("|");
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        const words = text.session;
        // The status of those who have none says the same.
        const note = isUnmarked(line)
            ? status !== NONE && summary.neverMarked
            : markedAt && isCorrected(line, { endedAt })
              ? words.correctedAt(markedAt)
              : markedAt && time(markedAt);
        replace(this.#student, person(line));
        replace(this.#status, statusLabel(status), note && h("div", { class: "hint" }, note));
        this.#change.setAttribute("aria-label", words.correctLabel(who));
        this.#box.setAttribute("aria-label", summary.choose(who));
    }
}
