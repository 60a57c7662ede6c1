/** Check-in on the page of the running session. @module */

import { Attention } from "/check-in/attention.js";
import { callOut, setHeadCount } from "/check-in/teacher-calls.js";
import { CurrentCode } from "/check-in/current-code.js";
import { h, replace } from "/dom.js";
import { words } from "/language/check-in-teacher.js";
import { errorCode } from "/language/errors.js";
import { AttentionLists } from "/parts/check-in/lists.js";
import { to } from "/router.js";
import { button, dialog, field, iconFor, linkButton } from "/ui.js";

/** @import { Student } from "/api-types.js" */
/** @import { App } from "/app.js" */
/** @import { Happened } from "/check-in/attention.js" */
/** @import { CheckInCode } from "/client.js" */
/** @import { Status } from "/status.js" */

/** Students who are called out at a time. */
const CALLED = 3;

/**
 * What the panel needs of the roll. `mark` without a status: present, or late if the time says so.
 * `isInTime`: whether a student who came at that time is not late. `allowed`: whether students may
 * check in; they can raise their hands all the same. `setNotes` puts notes on the tiles of students,
 * in place of earlier ones. `attend`: so many students need the teacher's attention.
 *
 * @typedef {{
 *     student: (id: string) => Student | undefined,
 *     statusOf: (id: string) => Status,
 *     mark: (student: Student, status?: Status) => void,
 *     isInTime: (iso: string) => boolean,
 *     allowed: boolean,
 *     setNotes: (notes: Map<string, string>) => void,
 *     attend: (count: number) => void,
 * }} Roll
 */

export class CheckInPanel {
    #app;
    #id;
    #signal;
    #roll;
    #code;
    #attention;
    #lists;
    /**
     * Who was called out and not looked up at yet; `undefined`: no one was called.
     *
     * @type {string[] | undefined}
     */
    #called;
    #state = h("p", { class: "check-in-state", role: "status" });
    #letters = h("p", { class: "hint" });
    #headCount = h("p", { class: "hint", hidden: true });
    #toggle = button(words.panel.open, { onClick: () => this.#setOpen(!this.#code.open) });
    /** What is of use only once students have checked in. */
    #tools = [
        button(words.panel.headCount, { onClick: () => this.#askHeadCount() }),
        button(words.panel.callOut, { onClick: () => this.#callSome() }),
    ];
    #used = false;
    #busy = false;

    /** @param {App} app @param {string} classId @param {AbortSignal} signal @param {Roll} roll */
    constructor(app, classId, signal, roll) {
        this.#app = app;
        this.#id = classId;
        this.#signal = signal;
        this.#roll = roll;
        this.#lists = new AttentionLists(app, classId, signal, roll);
        this.node = h(
            "section",
            { class: "check-in card", "aria-labelledby": "check-in", hidden: !roll.allowed },
            h(
                "div",
                { class: "check-in-bar" },
                h(
                    "div",
                    { class: "check-in-title" },
                    h("h2", { id: "check-in", tabindex: -1 }, words.heading),
                    this.#state,
                ),
                h(
                    "div",
                    { class: "actions is-start", hidden: !roll.allowed },
                    this.#projectorLink(),
                    this.#toggle,
                    this.#tools,
                ),
            ),
            this.#letters,
            this.#headCount,
            this.#lists.node,
        );
        this.#code = new CurrentCode(app, classId, signal, () => this.#drawCode());
        this.#attention = new Attention(app, classId, signal, (happened) => {
            this.#announce(happened);
            this.draw();
        });
        this.#drawCode();
    }

    /** One tap opens check-in and the projector. With an opener, the new window shares the log-in. */
    #projectorLink() {
        const link = linkButton(
            words.panel.project,
            to.projector(this.#id),
            { kind: "primary", icon: "qr" },
            { target: "_blank", rel: "opener" },
        );
        link.addEventListener("click", () => this.#code.open || void this.#setOpen(true));
        return link;
    }

    /** @param {boolean} open */
    #setOpen(open) {
        return this.#try(() => this.#code.set(open));
    }

    #callSome() {
        return this.#try(async () => {
            const { students } = await callOut(this.#app.api, this.#id, CALLED);
            this.#called = students.map(({ studentId }) => studentId);
            this.draw();
            this.#lists.node.querySelector(".is-called h3")?.focus();
        });
    }

    async #askHeadCount() {
        const { headCountTitle, headCountBody, headCountLabel, headCountHint } = words.panel;
        const count = field({
            ...{ label: headCountLabel, name: "count", hint: headCountHint, autocomplete: "off" },
            ...{ inputmode: "numeric", maxlength: 6, value: this.#attention.headCount ?? "" },
        });
        await dialog({
            ...{ title: headCountTitle, body: h("p", {}, headCountBody), fields: [count] },
            ...{ confirmLabel: words.panel.headCountSave, signal: this.#signal },
            confirm: async ({ count: typed }) => {
                const saved = await setHeadCount(this.#app.api, this.#id, wholeNumber(typed));
                this.#attention.headCount = saved.count;
                this.draw();
            },
            explain: (error) => {
                const { headCountWrong } = words.panel;
                const isWrong = errorCode(error) === "invalid_request";
                return /** @type {Record<string, string>} */ (isWrong ? { count: headCountWrong } : {});
            },
        });
    }

    /** @param {() => Promise<unknown>} work is not done twice at a time */
    async #try(work) {
        if (this.#busy) {
            return;
        }
        this.#busy = true;
        try {
            await work();
        } catch (error) {
            this.#app.fail(error, this.#signal);
        } finally {
            this.#busy = false;
        }
    }

    #drawCode() {
        const { open, shown } = this.#code;
        const state = open ? words.panel.isOpen(shown && endOf(shown)) : words.panel.isClosed;
        this.#used ||= Boolean(open);
        this.#tools.forEach((tool) => tool.toggleAttribute("hidden", !this.#used));
        if (this.#state.textContent !== state) {
            replace(this.#state, open && iconFor("live"), h("span", {}, state));
            this.#state.classList.toggle("is-open", Boolean(open));
        }
        this.#toggle.lastElementChild.textContent = open ? words.panel.close : words.panel.open;
        this.#letters.hidden = !this.#roll.allowed;
        this.#letters.textContent = shown?.code
            ? words.panel.letters(shown.code)
            : words.panel.hint;
    }

    draw() {
        const { headCount, flagged, hands, used } = this.#attention;
        this.#used ||= used;
        this.#drawCode();
        const present = this.#app.store.session(this.#id)?.present ?? 0;
        this.#headCount.hidden = headCount === null;
        this.#headCount.textContent =
            headCount === null ? "" : words.panel.counted(headCount, present);
        const { tileHand, tileHeld, tileFlagged } = words.flagged;
        const notes = new Map([...hands.keys()].map((id) => [id, tileHand]));
        flagged.forEach(({ held }, id) => notes.set(id, held ? tileHeld : tileFlagged));
        this.#roll.setNotes(notes);
        this.node.hidden = !this.#roll.allowed && !notes.size;
        this.#roll.attend(notes.size + this.#attention.requests.size);
        this.#lists.draw(this.#attention, this.#called, (looked) => {
            const rest = this.#called?.filter((id) => id !== looked);
            this.#called = rest?.length ? rest : undefined;
            this.draw();
        });
    }

    /** @param {Happened} happened */
    #announce({ flagged, hand, request }) {
        const student = this.#roll.student(flagged ?? hand ?? "")?.name;
        if (request) {
            this.#app.notices.announce(words.joining.announce(request));
        } else if (student) {
            const { announce } = flagged ? words.flagged : words.hands;
            this.#app.notices.announce(announce(student));
        }
    }
}

/** When check-in closes by itself. @param {CheckInCode} code */
function endOf({ closesIn }) {
    return closesIn === undefined || closesIn === null
        ? undefined
        : new Date(Date.now() + closesIn * 1000).toISOString();
}

/**
 * The value of a field for the server. Anything but a whole number becomes -1, which the server
 * refuses in the same way.
 *
 * @param {string} typed @returns {number | null}
 */
function wholeNumber(typed) {
    const trimmed = typed.trim();
    if (!trimmed) {
        return null;
    }
    return /^\d+$/.test(trimmed) ? Number(trimmed) : -1;
}
