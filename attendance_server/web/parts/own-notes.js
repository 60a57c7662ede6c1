/** A student's notes in a class: why they were, or will be, absent. @module */

import { absenceNotes, withdrawNote, writeNote } from "/absence-notes.js";
import { ApiError } from "/api.js";
import { h, replace } from "/dom.js";
import { errors, words as all } from "/language/en/absence-notes.js";
import { addErrors, fieldErrors } from "/language/errors.js";
import { button, dialog, field, iconFor } from "/ui.js";

/** @import { AbsenceNote } from "/api-types.js" */
/** @import { App } from "/app.js" */

addErrors(errors);

/** The icon of a state. */
const ICONS = { waiting: "waiting", accepted: "excused", declined: "absent", withdrawn: "close" };

/** Characters of a reason, as at the server. */
const LONGEST = 500;

/** @param {App} app @param {string} classId @param {AbortSignal} signal */
export function ownNotes(app, classId, signal) {
    const words = all.own;
    const list = h("ul", { class: "people notes", role: "list" });
    const write = button(words.write, { icon: "pen", onClick: () => void ask() });
    const node = h(
        "section",
        { class: "card stack", "aria-labelledby": "notes" },
        h("h2", { id: "notes" }, words.heading),
        h("p", { class: "hint" }, words.hint),
        h("div", { class: "actions is-start" }, write),
        list,
    );
    /** Newest first. @type {AbsenceNote[]} */
    let notes = [];

    function draw() {
        const focused = list.contains(document.activeElement);
        replace(list, ...notes.map(line));
        list.hidden = !notes.length;
        if (focused) {
            write.focus();
        }
    }

    /** @param {AbsenceNote} note */
    function line(note) {
        const days = all.days(note.from, note.until);
        return h(
            "li",
            {},
            h(
                "div",
                { class: "note" },
                h("strong", {}, days),
                h("bdi", { class: "note-reason" }, note.reason),
                h(
                    "span",
                    { class: `note-state is-${note.state}` },
                    iconFor(ICONS[note.state]),
                    all.state[note.state],
                ),
            ),
            note.state === "waiting" &&
                button(
                    words.withdraw,
                    { kind: "quiet", onClick: () => void withdraw(note) },
                    { "aria-label": words.withdrawLabel(days) },
                ),
        );
    }

    /** @param {AbsenceNote} changed */
    function put(changed) {
        const others = notes.filter(({ _id }) => _id !== changed._id);
        notes = changed.state === "withdrawn" ? others : [changed, ...others];
        notes.sort((one, other) => (one._id < other._id ? 1 : -1));
        draw();
    }

    async function ask() {
        const today = dayOf(new Date(app.api.clock.now()));
        /** @param {string} name @param {string} label */
        const day = (name, label) =>
            field({ name, label, type: "date", value: today, required: true });
        const reason = field({
            ...{ name: "reason", label: words.reason, hint: words.reasonHint, tag: "textarea" },
            ...{ required: true, maxlength: LONGEST, rows: 3 },
        });
        const sent = await dialog({
            ...{ title: words.title, confirmLabel: words.send, signal },
            fields: [day("from", words.from), day("until", words.until), reason],
            confirm: async ({ from, until, reason: why }) => {
                if (until < from) {
                    throw new ApiError(400, WRONG_ORDER);
                }
                put(await writeNote(app.api, classId, { from, until, reason: why }));
            },
            explain: (error) =>
                error instanceof ApiError && error.code === WRONG_ORDER
                    ? { until: words.order }
                    : fieldErrors(error),
        });
        if (sent) {
            app.notices.show(words.sent, "good");
            write.focus();
        }
    }

    /** @param {AbsenceNote} note */
    async function withdraw(note) {
        try {
            put(await withdrawNote(app.api, note));
            app.notices.show(words.withdrawn);
        } catch (error) {
            app.fail(error, signal);
        }
    }

    app.live.listen(
        "ABSENCE_NOTE",
        (/** @type {AbsenceNote} */ changed) => {
            if (changed.classId !== classId) {
                return;
            }
            put(changed);
            if (changed.state === "accepted") {
                app.notices.show(words.accepted, "good");
            } else if (changed.state === "declined") {
                app.notices.show(words.declined);
            }
        },
        signal,
    );
    absenceNotes(app.api, classId, { signal }).then(
        (found) => {
            notes = found;
            draw();
        },
        (error) => app.fail(error, signal),
    );
    return { node };
}

/** Not a code of the server: it is noticed before. */
const WRONG_ORDER = "wrong_order";

/** The day of a moment here, as fields of dates have it. @param {Date} moment */
function dayOf(moment) {
    const [year, month, day] = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
    return [year, ...[month, day].map((each) => String(each).padStart(2, "0"))].join("-");
}
