/** Who of a class has not claimed their account yet, and other codes for them. @module */

import { h, replace } from "/dom.js";
import { to } from "/router.js";
import { errorText, text } from "/language/text.js";
import { button, dialog, linkButton, mark } from "/ui.js";
import { issuedSlips, addSlips } from "/parts/issued-slips.js";

/**
 * @param {import("/app.js").App} app @param {string} classId @param {AbortSignal} signal
 */
export function claimCodes(app, classId, signal) {
    const words = text.codes;
    const node = h("div", { class: "codes stack", hidden: true });
    /** @type {Map<string, { slot: HTMLElement, named: string }>} */
    const slots = new Map();
    /** @type {Map<string, { mayIssueCode: boolean }>} */
    let waiting = new Map();
    let asked = new AbortController();
    signal.addEventListener("abort", () => asked.abort());

    /** The place in a student's line. @param {{ _id: string, name: string }} student */
    function of(student) {
        const slot = h("div", { class: "claim-state", "data-state": "", hidden: true });
        slots.set(student._id, { slot, named: student.name });
        drawSlot(student._id);
        return slot;
    }

    async function reload() {
        asked.abort();
        asked = new AbortController();
        const own = asked.signal;
        try {
            const roster = await app.api.roster(classId, { signal: own });
            const unclaimed = roster.filter(({ claimed }) => !claimed);
            waiting = new Map(unclaimed.map((student) => [student.studentId, student]));
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
        const student = waiting.get(id);
        const state = student ? `waiting ${student.mayIssueCode}` : "";
        // What is drawn anew under the keyboard would lose it.
        if (!known || known.slot.dataset.state === state) {
            return;
        }
        const { slot, named } = known;
        slot.dataset.state = state;
        slot.hidden = !student;
        replace(
            slot,
            student && h("span", { class: "status is-unclaimed" }, mark("waiting"), words.unclaimed),
            student?.mayIssueCode &&
                button(
                    words.one,
                    { kind: "quiet", onClick: () => issueOne(id, named) },
                    { "aria-label": words.oneLabel(named) },
                ),
        );
    }

    function draw() {
        const focused = node.contains(document.activeElement);
        const held = issuedSlips(classId);
        const issuable = [...waiting.values()].filter(({ mayIssueCode }) => mayIssueCode).length;
        const others = waiting.size - issuable;
        replace(
            node,
            held &&
                h(
                    "div",
                    { class: "notice is-info" },
                    mark("info"),
                    h("p", {}, words.held(held.slips.size)),
                    linkButton(words.show, to.slips(classId)),
                ),
            waiting.size > 0 && h("p", {}, words.waiting(waiting.size)),
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
                mark("warning"),
                h("p", {}, words.failed, " ", errorText(error)),
                button(text.tryAgain, { onClick: reload }),
            ),
        );
        node.hidden = false;
    }

    /** @param {string} id @param {string} named */
    function issueOne(id, named) {
        return issue(words.oneTitle(named), words.oneBody, words.one, async () => [
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
     * @param {() => Promise<any[]>} work
     */
    async function issue(title, body, confirmLabel, work) {
        /** @type {any[]} */
        let issued = [];
        let tried = false;
        const sure = await dialog({
            ...{ title, body: h("p", {}, body), confirmLabel, signal },
            confirm: async () => {
                tried = true;
                issued = await work();
                // At once: whatever becomes of the dialog, these are told once.
                addSlips(app, classId, issued);
            },
        });
        if (sure && issued.length && !signal.aborted) {
            app.go(to.slips(classId));
        } else if (tried && !signal.aborted) {
            if (sure) {
                app.notices.show(words.none);
            }
            // Somebody may have been quicker.
            void reload();
        }
    }

    return { node, of, reload };
}
