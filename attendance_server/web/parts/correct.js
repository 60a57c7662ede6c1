/** Changing a student's mark after the end of the session, with a reason. @module */

import { h } from "/dom.js";
import { text } from "/language/en/reports.js";
import { trail } from "/parts/trail.js";
import { STATUSES } from "/status.js";
import { choices, dialog, field, statusLabel } from "/ui.js";

/** @import { AttendanceLine, CorrectedMark, SessionDetail } from "/api-types.js" */
/** @import { App } from "/app.js" */
/** @import { Status } from "/status.js" */

/** The longest reason that the server accepts, in characters. */
const LONGEST = 500;

/**
 * Input that was not saved yet: a dialog may be closed by mistake, or because the log-in expired.
 *
 * @type {Map<string, { status?: string, reason?: string }>}
 */
const drafts = new Map();

/**
 * The fields of a correction, with what was typed before. `forget`: it is saved.
 *
 * @param {string} key of the user and what they correct @param {Status[]} statuses to choose from
 */
export function correctionFields(key, statuses) {
    const words = text.correction;
    const draft = drafts.get(key) ?? {};
    const status = choices({
        ...{ label: words.to, name: "status", chosen: draft.status },
        options: statuses.map((each) => [each, statusLabel(each)]),
    });
    const reason = field({
        ...{ label: words.reason, name: "reason", tag: "textarea", hint: words.reasonHint },
        ...{ required: true, maxlength: LONGEST, rows: 3, value: draft.reason ?? "" },
    });
    const storeDraft = () =>
        drafts.set(key, { status: status.control.value, reason: reason.control.value });
    for (const { node } of [status, reason]) {
        node.addEventListener("input", storeDraft);
    }
    return { status, reason, forget: () => drafts.delete(key) };
}

/**
 * Ask for a correction and save it. Fulfilled with the server's answer, or `undefined` if nothing
 * was saved.
 *
 * @param {App} app @param {SessionDetail} session
 * @param {AttendanceLine} line the student's mark as it is shown @param {AbortSignal} signal
 * @returns {Promise<CorrectedMark | undefined>}
 */
export async function correctMark(app, session, line, signal) {
    const words = text.correction;
    const key = `${app.account.user?._id} ${session._id} ${line.studentId}`;
    const before = session.corrections.filter(({ studentId }) => studentId === line.studentId);
    const { status, reason, forget } = correctionFields(
        key,
        STATUSES.filter((each) => each !== line.status),
    );
    /** @type {CorrectedMark[]} */
    const answers = [];
    let isOwn = false;
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
            // Another window may have made the same correction, with another reason.
            isOwn = answer.corrections.at(-1)?.reason === values.reason.trim();
            if (isOwn) {
                forget();
            }
        },
    });
    const [answer] = answers;
    if (answer) {
        const others = answer.corrections.length - before.length > 1;
        const message = !isOwn ? words.already : others ? words.meanwhile : words.saved;
        app.notices.show(message(line.name, answer.status), isOwn && !others ? "good" : "info");
    }
    return answer;
}
