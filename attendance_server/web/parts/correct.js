/** Changing a student's mark after the end of the session, with a reason. @module */

import { h } from "/dom.js";
import { STATUSES } from "/status.js";
import { text } from "/language/text.js";
import { choices, dialog, field, statusLabel } from "/ui.js";
import { trail } from "/parts/trail.js";

/** As many characters as the server keeps of a reason. */
const LONGEST = 500;

/**
 * What was typed and not saved yet: a dialog may be closed by mistake, or by a log-in that has
 * run out.
 *
 * @type {Map<string, { status?: string, reason?: string }>}
 */
const drafts = new Map();

/**
 * The server's answer; `undefined` where nothing was saved.
 *
 * @param {import("/app.js").App} app @param {any} session
 * @param {any} line the student, with the mark as it is shown @param {AbortSignal} signal
 */
export async function correctMark(app, session, line, signal) {
    const words = text.correction;
    const key = `${app.account.user?._id} ${session._id} ${line.studentId}`;
    const draft = drafts.get(key) ?? {};
    const before = session.corrections.filter(({ studentId }) => studentId === line.studentId);
    const status = choices({
        ...{ label: words.to, name: "status", chosen: draft.status },
        options: STATUSES.filter((each) => each !== line.status).map((each) => [
            each,
            statusLabel(each),
        ]),
    });
    const reason = field({
        ...{ label: words.reason, name: "reason", tag: "textarea", hint: words.reasonHint },
        ...{ required: true, maxlength: LONGEST, rows: 3, value: draft.reason ?? "" },
    });
    const keep = () =>
        drafts.set(key, { status: status.control.value, reason: reason.control.value });
    for (const { node } of [status, reason]) {
        node.addEventListener("input", keep);
    }
    /** @type {{ status: string, markedAt: string, corrections: any[] }[]} */
    const answers = [];
    let mine = false;
    await dialog({
        title: words.title(line.name),
        body: [
            h("p", { class: "quiet" }, words.soFar(line.status, line.markedAt)),
            before.length > 0 &&
                h(
                    "details",
                    {},
                    h("summary", {}, words.changes(before.length)),
                    trail(before),
                ),
        ],
        ...{ fields: [status, reason], confirmLabel: words.save, signal },
        confirm: async (values) => {
            const answer = await app.api.correct(session.classId, session._id, line.studentId, {
                ...{ status: values.status, reason: values.reason },
            });
            answers.push(answer);
            // Another window may have made it so, for a reason of its own.
            mine = answer.corrections.at(-1)?.reason === values.reason.trim();
            if (mine) {
                drafts.delete(key);
            }
        },
    });
    const [answer] = answers;
    if (answer) {
        const others = answer.corrections.length - before.length > 1;
        const said = !mine ? words.already : others ? words.meanwhile : words.saved;
        app.notices.show(said(line.name, answer.status), mine && !others ? "good" : "info");
    }
    return answer;
}
