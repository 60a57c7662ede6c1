/** A student who has opened the link of a QR code is checked in, without a tap. @module */

import { checkIn } from "/check-in/student-calls.js";
import { h, replace } from "/dom.js";
import { words } from "/language/check-in-student.js";
import { text } from "/language/en/common.js";
import { codeText, errorCode } from "/language/errors.js";
import { wordFor } from "/language/word-for.js";
import { codeEntry, handEntry } from "/parts/check-in/entry.js";
import { outcomeCard } from "/parts/check-in/outcome.js";
import { to } from "/router.js";
import { button, linkButton } from "/ui.js";

/** @import { App, Place } from "/app.js" */
/** @import { Child } from "/dom.js" */
/** @import { Outcome } from "/parts/check-in/outcome.js" */

/** @typedef {import("/status.js").Status} Status */

/** The server's code of a request without an answer. */
const NO_ANSWER = "no_answer";

/** The server's code of an error that a teacher settles. */
const HELD = "teacher_must_confirm";

/** The server's codes of errors that the letters below the code can put right. */
const WRONG_CODE = ["check_in_code_wrong", "too_many_tries"];

/** The server's codes of errors that end once check-in is open. */
const CLOSED = ["check_in_closed", "no_active_session"];

/** @param {App} app @param {Place} place */
export async function checkInView(app, { ids: [linked], query, signal, show }) {
    const id = linked ?? (await onlyOpenClass(app, signal));
    const page = new Page(app, id, signal);
    show(words.heading, page.node);
    const problem = query.get("problem");
    if (problem) {
        page.failed(problem);
    } else if (query.has("done")) {
        void page.lookUp();
    } else {
        void page.checkIn();
    }
}

/**
 * A code that is too old names no class: it may be the only one that one can check in to.
 *
 * @param {App} app @param {AbortSignal} signal @returns {Promise<string>} empty if it is unclear
 */
async function onlyOpenClass(app, signal) {
    await app.store.known("", signal);
    const open = app.store.sessions.filter(({ checkIn }) => checkIn);
    return open.length === 1 ? open[0].classId : "";
}

class Page {
    #app;
    #id;
    #signal;
    /** The code of what keeps the student out. @type {string | undefined} */
    #problem;
    /** The mark that is shown. @type {Status | undefined} */
    #shown;
    node = h("div", {});

    /** @param {App} app @param {string} id @param {AbortSignal} signal */
    constructor(app, id, signal) {
        this.#app = app;
        this.#id = id;
        this.#signal = signal;
        this.#draw("checking", words.checking);
        app.store.subscribe((news) => this.#follow(news), signal);
        /** @param {string} event @param {(data: any) => void} listener */
        const listen = (event, listener) =>
            app.live.listen(event, (data) => data.classId === id && listener(data), signal);
        listen("JOIN_DECIDED", ({ accepted }) => this.#decided(accepted));
        listen("JOIN_WITHDRAWN", () => app.goInstead(to.home));
    }

    /** Check in with the ticket that this browser got for the link. */
    async checkIn() {
        this.#problem = undefined;
        try {
            this.#marked(await checkIn(this.#app.api, this.#id));
        } catch (error) {
            if (!this.#signal.aborted) {
                this.failed(errorCode(error) ?? "internal_error");
            }
        }
    }

    /** Show the mark that the student has already. */
    async lookUp() {
        try {
            const [latest] = await this.#app.api.ownSessions(this.#id, {
                ...{ limit: 1, signal: this.#signal },
            });
            if (latest?.running && latest.status && latest.status !== "absent") {
                this.#marked(latest);
            }
        } catch {
            // What is shown says what to do.
        }
    }

    /** @param {import("/session-store.js").News} news */
    #follow({ classId, students, started, checkIn }) {
        const { store, account } = this.#app;
        const own = account.user?._id ?? "";
        if (!this.#id && checkIn && classId) {
            // A link that was opened too early did not name its class.
            this.#id = classId;
        }
        const session = store.session(this.#id);
        if (classId === this.#id && students?.includes(own)) {
            const { status, markedAt } = session?.marks.get(own) ?? {};
            this.#marked({ status: status ?? "absent", markedAt });
        } else if (classId === this.#id && (started || checkIn)) {
            this.#opened();
        } else if (classId === undefined && store.ready) {
            // The server can be reached again, or this was a log-in of another device.
            if (this.#problem === NO_ANSWER) {
                void this.checkIn();
            } else if (session?.status && !this.#shown) {
                void this.lookUp();
            }
        }
    }

    /** The teacher has answered the request to join. @param {boolean} accepted */
    #decided(accepted) {
        if (!accepted) {
            this.failed("declined");
        } else if (!this.#shown) {
            // The mark follows, unless the session has ended meanwhile.
            this.#draw("checking", words.joined, { content: this.#link(to.class(this.#id)) });
        }
    }

    /** Check-in may have become possible. */
    #opened() {
        if (CLOSED.includes(this.#problem ?? "")) {
            void this.checkIn();
        }
    }

    /** @param {{ status: Status, markedAt?: string | null }} mark */
    #marked({ status, markedAt }) {
        const seen = this.#shown;
        if (this.#signal.aborted || (status === "absent" && !seen && !this.#problem)) {
            return;
        }
        this.#shown = status;
        this.#problem = undefined;
        const outcome = status === "absent" ? "wrong" : status;
        const at = markedAt ?? undefined;
        this.#draw(outcome, words.marked[status], { at, content: this.#link(to.class(this.#id)) });
    }

    /**
     * Show what keeps the student out, and what to do about it.
     *
     * @param {string} code of the error
     */
    failed(code) {
        this.#problem = code;
        if (code === HELD) {
            this.#draw("held", words.held, { content: h("p", {}, words.heldHint) });
        } else if (code === "join_requested") {
            this.#draw("held", words.requested, { content: h("p", {}, words.requestedHint) });
        } else if (WRONG_CODE.includes(code)) {
            const [heading, hint] =
                code === WRONG_CODE[0]
                    ? [words.tooOld, words.tooOldHint]
                    : [words.tooOften, codeText(code)];
            const next = this.#id ? this.#entry() : this.#link(to.home);
            this.#draw("wrong", heading, { content: [h("p", {}, hint), next] });
            if (this.#id) {
                // Who is in already has no use for another code.
                void this.lookUp();
            }
        } else {
            this.#draw("wrong", wordFor(words.failed, code) ?? text.failed, {
                content: [h("p", {}, wordFor(words.failedHint, code) ?? codeText(code)), this.#after(code)],
            });
        }
    }

    /** @param {string} code of an error */
    #after(code) {
        if (CLOSED.includes(code) && this.#id) {
            return this.#link(to.class(this.#id));
        }
        if (code in words.failed) {
            return this.#link(to.home);
        }
        return button(words.again, { kind: "primary", onClick: () => void this.checkIn() });
    }

    #entry() {
        const entry = codeEntry(this.#app, this.#id, {
            signal: this.#signal,
            done: (marked) => this.#marked(marked),
            failed: (code) => this.failed(code),
        });
        const hand = handEntry(this.#app, this.#id, this.#signal);
        return h("div", { class: "card stack entry" }, entry, hand);
    }

    /** @param {string} href */
    #link(href) {
        return linkButton(href === to.home ? text.back : words.toClass, href);
    }

    /**
     * @param {Outcome} outcome @param {string} heading
     * @param {{ at?: string, content?: Child }} [more]
     */
    #draw(outcome, heading, { at, content } = {}) {
        const isCertain = !["checking", "wrong"].includes(outcome);
        const { className } = this.#app.store.session(this.#id) ?? {};
        const hadFocus = this.node.contains(document.activeElement);
        replace(
            this.node,
            outcomeCard(outcome, heading, {
                ...{ at, content },
                ...(isCertain && { who: this.#app.account.user?.name, where: className }),
            }),
        );
        if (hadFocus) {
            // A screen reader says what it is on.
            const shown = this.node.querySelector("h1");
            shown.setAttribute("tabindex", "-1");
            shown.focus({ preventScroll: true });
        } else if (this.node.isConnected) {
            this.#app.notices.announce(heading);
        }
    }
}
