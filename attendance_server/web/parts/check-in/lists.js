/** The students who need the teacher's attention: each of them is settled with one tap. @module */

import { acceptJoin, declineJoin } from "/check-in/teacher-calls.js";
import { h, name, replace } from "/dom.js";
import { words } from "/language/check-in-teacher.js";
import { ABSENT, PRESENT } from "/status.js";
import { button } from "/ui.js";

/** @import { JoinRequest, Student } from "/api-types.js" */
/** @import { App } from "/app.js" */
/** @import { Attention, Entry } from "/check-in/attention.js" */
/** @import { Roll } from "/parts/check-in/panel.js" */

/**
 * The words of two buttons that settle something about a student.
 *
 * @typedef {{
 *     accept: string, acceptLabel: (name: string) => string,
 *     decline: string, declineLabel: (name: string) => string,
 * }} Choice
 */

export class AttentionLists {
    #app;
    #classId;
    #signal;
    #roll;
    #drawn = "";
    node = h("div", { class: "check-in-lists" });

    /** @param {App} app @param {string} classId @param {AbortSignal} signal @param {Roll} roll */
    constructor(app, classId, signal, roll) {
        this.#app = app;
        this.#classId = classId;
        this.#signal = signal;
        this.#roll = roll;
    }

    /**
     * @param {Attention} attention
     * @param {string[]} [called] who was called out and not looked up at yet
     * @param {(studentId: string) => void} [looked] is called once one of them was
     */
    draw({ flagged, hands, requests }, called, looked) {
        const drawn = JSON.stringify([[...flagged], [...hands], [...requests], called]);
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        const place = this.#focused;
        replace(
            this.node,
            called && this.#called(called, looked),
            section(
                words.flagged.heading(flagged.size),
                [...flagged.values()].map((entry) => this.#flagged(entry)),
            ),
            section(
                words.hands.heading(hands.size),
                [...hands].map(([id, raisedAt]) => this.#hand(id, raisedAt)),
            ),
            section(
                words.joining.heading(requests.size),
                [...requests.values()].map((request) => this.#request(request)),
            ),
        );
        if (place >= 0) {
            // The next one, where the one that had the focus is settled.
            const buttons = this.node.querySelectorAll("button");
            (buttons[Math.min(place, buttons.length - 1)] ?? this.node.previousElementSibling)?.focus();
        }
    }

    /** The place of the button that has the focus; -1: none of them has. */
    get #focused() {
        return [...this.node.querySelectorAll("button")].indexOf(document.activeElement);
    }

    /** @param {Entry} entry */
    #flagged({ studentId, flags, with: others, held, since }) {
        const names = others.flatMap((id) => this.#roll.student(id)?.name ?? []);
        const reasons = words.flagged.reasons(flags, names);
        return this.#line(
            studentId,
            held ? `${words.flagged.held}. ${reasons}` : reasons,
            words.flagged,
            { since },
        );
    }

    /** @param {string} studentId @param {string} raisedAt */
    #hand(studentId, raisedAt) {
        const note = words.hands.since(raisedAt);
        return this.#line(studentId, note, words.hands, { since: raisedAt });
    }

    /** @param {string[]} called @param {(studentId: string) => void} [looked] */
    #called(called, looked) {
        const { heading, hint, none } = words.called;
        return h(
            "section",
            { class: "is-called" },
            h("h3", { tabindex: -1 }, heading),
            h("p", { class: "hint" }, called.length ? hint : none),
            h(
                "ul",
                { class: "people", role: "list" },
                called.map((id) => this.#line(id, "", words.called, { settled: looked })),
            ),
        );
    }

    /**
     * @param {string} studentId @param {string} note @param {Choice} choice
     * @param {{ since?: string, settled?: (studentId: string) => void }} [more] `since`: when the
     *     student came
     */
    #line(studentId, note, choice, { since, settled } = {}) {
        const student = this.#roll.student(studentId);
        if (!student) {
            return null;
        }
        /** @param {(student: Student) => void} act */
        const settle = (act) => () => {
            act(student);
            settled?.(studentId);
        };
        return line(student.name, note, choice, {
            accept: settle((each) => this.#accept(each, since)),
            decline: settle((each) => this.#roll.mark(each, ABSENT)),
        });
    }

    /**
     * Mark as present. A student who is marked already keeps that mark, and one who came in time is
     * not late because the teacher looks up later.
     *
     * @param {Student} student @param {string} [since]
     */
    #accept(student, since) {
        const status = this.#roll.statusOf(student._id);
        const inTime = since && this.#roll.isInTime(since) ? PRESENT : undefined;
        this.#roll.mark(student, status === ABSENT ? inTime : status);
    }

    /** @param {Pick<JoinRequest, "studentId" | "name">} request */
    #request({ studentId, name: asking }) {
        const { api, notices } = this.#app;
        /** @param {() => Promise<unknown>} work */
        const settle = (work) => () =>
            work().catch((/** @type {unknown} */ error) => this.#app.fail(error, this.#signal));
        return line(asking, "", words.joining, {
            accept: settle(async () => {
                await acceptJoin(api, this.#classId, studentId);
                notices.show(words.joining.accepted(asking), "good");
            }),
            decline: settle(() => declineJoin(api, this.#classId, studentId)),
        });
    }
}

/** @param {string} heading @param {Element[]} lines */
function section(heading, lines) {
    return (
        lines.some(Boolean) &&
        h("section", {}, h("h3", {}, heading), h("ul", { class: "people", role: "list" }, lines))
    );
}

/**
 * @param {string} who @param {string} note @param {Choice} choice
 * @param {{ accept: () => unknown, decline: () => unknown }} acts
 */
function line(who, note, choice, { accept, decline }) {
    return h(
        "li",
        {},
        h("div", { class: "person" }, name(who), note && h("span", { class: "quiet" }, note)),
        h(
            "div",
            { class: "actions" },
            button(choice.accept, { onClick: accept }, { "aria-label": choice.acceptLabel(who) }),
            button(
                choice.decline,
                { kind: "quiet", onClick: decline },
                { "aria-label": choice.declineLabel(who) },
            ),
        ),
    );
}
