/**
 * The notes of a class's students for its teachers, who accept or decline them: all of them on the
 * page of the class, and those for the day of a session beside it.
 *
 * @module
 */

import { absenceNotes, covers, decideNote } from "/absence-notes.js";
import { h, name, replace } from "/dom.js";
import { errors, words as all } from "/language/en/absence-notes.js";
import { addErrors } from "/language/errors.js";
import { button, iconFor } from "/ui.js";

/** @import { AbsenceNote } from "/api-types.js" */
/** @import { App } from "/app.js" */

addErrors(errors);

/** The icon of a state. */
const ICONS = { waiting: "waiting", accepted: "excused", declined: "absent", withdrawn: "close" };

/**
 * `node`: the section, hidden while there is no note. It loads itself, and follows what happens.
 *
 * @param {App} app @param {string} classId @param {AbortSignal} signal
 * @param {{ startedAt?: string }} [session] only the notes for its day
 */
export function absenceNotesSection(app, classId, signal, { startedAt } = {}) {
    const words = all.taught;
    const heading = h("h2", { id: "notes", tabindex: "-1" }, words.heading);
    const waiting = h("ul", { class: "people notes", role: "list" });
    const decided = h("ul", { class: "people notes", role: "list" });
    const summary = h("summary", {});
    const more = h("details", {}, summary, decided);
    const node = h(
        "section",
        { class: "card stack not-paper", "aria-labelledby": "notes", hidden: true },
        ...[heading, waiting, more],
    );
    /** @type {Map<string, AbsenceNote>} */
    let notes = new Map();

    function draw() {
        const hadFocus = node.contains(document.activeElement);
        const newestFirst = [...notes.values()].sort((one, other) => (one._id < other._id ? 1 : -1));
        const open = newestFirst.filter(({ state }) => state === "waiting");
        const done = newestFirst.filter(({ state }) => state !== "waiting");
        heading.textContent = open.length ? words.waiting(open.length) : words.heading;
        replace(waiting, ...open.map(line));
        replace(decided, ...done.map(line));
        summary.textContent = words.decided(done.length);
        waiting.hidden = !open.length;
        more.hidden = !done.length;
        node.hidden = !notes.size;
        if (hadFocus && !node.contains(document.activeElement)) {
            heading.focus();
        }
    }

    /** @param {AbsenceNote} note */
    function line(note) {
        const { state, from, until, reason, name: student } = note;
        return h(
            "li",
            {},
            h(
                "div",
                { class: "note" },
                h("strong", {}, name(student)),
                h("span", { class: "quiet" }, all.days(from, until)),
                h("bdi", { class: "note-reason" }, reason),
                state !== "waiting" &&
                    h(
                        "span",
                        { class: `note-state is-${state}` },
                        iconFor(ICONS[state]),
                        all.state[state],
                    ),
            ),
            h(
                "span",
                { class: "actions" },
                state !== "accepted" &&
                    button(
                        words.accept,
                        {
                            kind: state === "waiting" ? "primary" : "quiet",
                            onClick: () => void decide(note, "accept"),
                        },
                        { "aria-label": words.acceptLabel(student) },
                    ),
                state !== "declined" &&
                    button(
                        words.decline,
                        { kind: "quiet", onClick: () => void decide(note, "decline") },
                        { "aria-label": words.declineLabel(student) },
                    ),
            ),
        );
    }

    /** @param {AbsenceNote} note @param {"accept" | "decline"} decision */
    async function decide(note, decision) {
        try {
            const made = await decideNote(app.api, note, decision);
            put(made);
            const accepts = decision === "accept";
            app.notices.show(
                accepts ? words.accepted(note.name, made.excused) : words.declined(note.name),
                accepts ? "good" : "info",
            );
        } catch (error) {
            app.fail(error, signal);
            await load();
        }
    }

    /** @param {AbsenceNote} note */
    function put(note) {
        notes.delete(note._id);
        if (note.state !== "withdrawn") {
            notes.set(note._id, note);
        }
        draw();
    }

    async function load() {
        try {
            const found = await absenceNotes(app.api, classId, { at: startedAt, signal });
            notes = new Map(found.map((each) => [each._id, each]));
            draw();
        } catch (error) {
            app.fail(error, signal);
        }
    }

    app.live.listen(
        "ABSENCE_NOTE",
        (/** @type {AbsenceNote} */ note) => {
            if (note.classId === classId && (!startedAt || covers(note, startedAt))) {
                put(note);
            }
        },
        signal,
    );
    void load();
    return { node };
}
