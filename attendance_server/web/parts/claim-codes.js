/** The students of a class who have not claimed their accounts, and new codes for them. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { errorText } from "/language/errors.js";
import { issuedSlips, addSlips } from "/parts/issued-slips.js";
import { issueResetCode } from "/parts/reset-code.js";
import { correctUnclaimed } from "/parts/unclaimed.js";
import { to } from "/router.js";
import { button, dialog, iconFor, linkButton } from "/ui.js";

/** @import { IssuedCode, RosterStudent } from "/api-types.js" */
/** @import { App } from "/app.js" */

/**
 * @param {App} app @param {string} classId @param {AbortSignal} signal
 * @param {() => Promise<void>} changed is called when an account was corrected or deleted
 */
export function claimCodes(app, classId, signal, changed) {
    const words = text.codes;
    const node = h("div", { class: "codes stack", hidden: true });
    /** By student. @type {Map<string, { slot: HTMLElement, studentName: string }>} */
    const slots = new Map();
    /** By student. @type {Map<string, RosterStudent>} */
    let unclaimed = new Map();
    /** Students for whom the teacher may issue a code for a new password. @type {Set<string>} */
    let resettable = new Set();
    let loading = new AbortController();
    signal.addEventListener("abort", () => loading.abort());

    /** The place for a student's state. @param {{ _id: string, name: string }} student */
    function slotFor(student) {
        const slot = h("div", { class: "claim-state", "data-state": "", hidden: true });
        slots.set(student._id, { slot, studentName: student.name });
        drawSlot(student._id);
        return slot;
    }

    async function reload() {
        loading.abort();
        loading = new AbortController();
        const { signal: own } = loading;
        try {
            const roster = await app.api.roster(classId, { signal: own });
            const waiting = roster.filter(({ claimed }) => !claimed);
            unclaimed = new Map(waiting.map((student) => [student.studentId, student]));
            resettable = new Set(
                roster.filter((each) => each.mayResetPassword).map(({ studentId }) => studentId),
            );
            [...slots.keys()].forEach(drawSlot);
            draw();
        } catch (error) {
            if (!own.aborted) {
                drawProblem(error);
            }
        }
    }

    /** @param {string} id */
    function drawSlot(id) {
        const known = slots.get(id);
        const student = unclaimed.get(id);
        const mayReset = resettable.has(id);
        const state = student ? `waiting ${student.mayIssueCode}` : mayReset ? "claimed" : "";
        // Drawing a focused element again would lose the focus.
        if (!known || known.slot.dataset.state === state) {
            return;
        }
        const { slot, studentName } = known;
        slot.dataset.state = state;
        slot.hidden = !state;
        replace(
            slot,
            mayReset &&
                button(
                    text.resetCode.button,
                    {
                        kind: "quiet",
                        onClick: () =>
                            issueResetCode(studentName, () => app.api.resetStudent(id), signal),
                    },
                    { "aria-label": text.resetCode.buttonLabel(studentName) },
                ),
            student &&
                h("span", { class: "status is-unclaimed" }, iconFor("waiting"), words.unclaimed),
            student?.mayIssueCode &&
                button(
                    words.one,
                    { kind: "quiet", onClick: () => issueOne(id, studentName) },
                    { "aria-label": words.oneLabel(studentName) },
                ),
            student?.mayIssueCode &&
                button(
                    text.unclaimed.correct,
                    { kind: "quiet", onClick: () => correct(id, studentName) },
                    { "aria-label": text.unclaimed.correctLabel(studentName) },
                ),
        );
    }

    /** @param {string} id @param {string} studentName */
    async function correct(id, studentName) {
        if (await correctUnclaimed(app, { _id: id, name: studentName }, signal)) {
            await changed().catch((error) => app.fail(error, signal));
        }
    }

    function draw() {
        const focused = node.contains(document.activeElement);
        const issued = issuedSlips(classId);
        const issuable = [...unclaimed.values()].filter(({ mayIssueCode }) => mayIssueCode).length;
        const others = unclaimed.size - issuable;
        replace(
            node,
            issued &&
                h(
                    "div",
                    { class: "notice is-info" },
                    iconFor("info"),
                    h("p", {}, words.unprinted(issued.slips.size)),
                    linkButton(words.show, to.slips(classId)),
                ),
            unclaimed.size > 0 && h("p", {}, words.waiting(unclaimed.size)),
            others > 0 && h("p", { class: "hint" }, words.others(others)),
            issuable > 0 &&
                h(
                    "div",
                    { class: "actions is-start" },
                    button(words.all, { icon: "key", onClick: () => issueAll(issuable) }),
                ),
        );
        node.hidden = !node.childElementCount;
        if (focused) {
            node.querySelector("button")?.focus();
        }
    }

    /** @param {unknown} error */
    function drawProblem(error) {
        replace(
            node,
            h(
                "div",
                { class: "notice is-error", role: "alert" },
                iconFor("warning"),
                h("p", {}, words.failed, " ", errorText(error)),
                button(text.tryAgain, { onClick: reload }),
            ),
        );
        node.hidden = false;
    }

    /** @param {string} id @param {string} studentName */
    function issueOne(id, studentName) {
        return issue(words.oneTitle(studentName), words.oneBody, words.one, async () => [
            await app.api.newCode(classId, id),
        ]);
    }

    /** @param {number} count */
    function issueAll(count) {
        const work = () => app.api.newCodes(classId);
        return issue(words.allTitle(count), words.allBody, words.allConfirm, work);
    }

    /**
     * @param {string} title @param {string} body @param {string} confirmLabel
     * @param {() => Promise<IssuedCode[]>} work
     */
    async function issue(title, body, confirmLabel, work) {
        /** @type {IssuedCode[]} */
        let issued = [];
        let tried = false;
        const sure = await dialog({
            ...{ title, body: h("p", {}, body), confirmLabel, signal },
            confirm: async () => {
                tried = true;
                issued = await work();
                // At once, because the server tells each code only once.
                addSlips(app, classId, issued);
            },
        });
        if (sure && issued.length && !signal.aborted) {
            app.go(to.slips(classId));
        } else if (tried && !signal.aborted) {
            if (sure) {
                app.notices.show(words.none);
            }
            // Codes may have been issued elsewhere meanwhile.
            void reload();
        }
    }

    return { node, slotFor, reload };
}
