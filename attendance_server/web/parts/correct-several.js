/** Changing the marks of several students after the end of a session, with one reason. @module */

import { h, name } from "/dom.js";
import { summary } from "/language/en/summary.js";
import { correctionFields } from "/parts/correct.js";
import { correctSeveral } from "/report-calls.js";
import { STATUSES } from "/status.js";
import { dialog, statusLabel } from "/ui.js";

/** @import { AttendanceLine, CorrectedMarks, SessionDetail } from "/api-types.js" */
/** @import { App } from "/app.js" */
/** @import { Status } from "/status.js" */

/**
 * Ask for the status and the reason, and save them: for all of the students, or for none.
 * Fulfilled with the server's answer, or `undefined` if nothing was saved.
 *
 * @param {App} app @param {SessionDetail} session
 * @param {AttendanceLine[]} lines the students' marks as they are shown
 * @param {AbortSignal} signal
 * @returns {Promise<CorrectedMarks | undefined>}
 */
export async function correctSome(app, session, lines, signal) {
    const words = summary;
    const key = `${app.account.user?._id} ${session._id} several`;
    const { status, reason, forget } = correctionFields(key, STATUSES);
    /** @type {CorrectedMarks[]} */
    const answers = [];
    await dialog({
        title: words.changeTitle(lines.length),
        body: h(
            "ul",
            { class: "people chosen-people", role: "list" },
            lines.map((line) => h("li", {}, name(line.name), statusLabel(line.status))),
        ),
        ...{ fields: [status, reason], confirmLabel: words.save, signal },
        confirm: async (values) => {
            answers.push(
                await correctSeveral(app.api, session.classId, session._id, {
                    studentIds: lines.map(({ studentId }) => studentId),
                    ...{ status: /** @type {Status} */ (values.status), reason: values.reason },
                }),
            );
        },
    });
    const [answer] = answers;
    if (answer) {
        const { changed, marks } = answer;
        const already = marks.length - changed;
        if (changed) {
            forget();
        }
        const message = changed
            ? [words.saved(changed), already && words.unchanged(already)].filter(Boolean).join(" ")
            : words.nothingChanged;
        app.notices.show(message, changed && !already ? "good" : "info");
    }
    return answer;
}
