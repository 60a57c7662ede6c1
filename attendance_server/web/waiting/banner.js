/**
 * The banner on every page for waiting marks, marks that could not be saved, and networks that
 * block live connections. It overlays the bottom of the page, so that nothing moves under a finger
 * when it appears.
 *
 * @module
 */

import { h, name, replace } from "/dom.js";
import { text } from "/language/en/common.js";
import { ownLessons } from "/language/en/own-lessons.js";
import { codeText } from "/language/errors.js";
import { to } from "/router.js";
import { PRESENT } from "/status.js";
import { button, iconFor, linkButton } from "/ui.js";

/** @import { App } from "/app.js" */

/** Milliseconds in which marks are usually saved; only later are they worth a message. */
const USUAL = 2000;

/** @typedef {import("/waiting/marks.js").WaitingMark} WaitingMark */

export class WaitingBanner {
    #app;
    #waiting = h("p", { class: "banner-line", role: "status" });
    #polling = h("div", { class: "banner-line", role: "status" });
    #problems = h("div", { class: "banner-problems", role: "alert" });
    #pollingDismissed = false;
    /** Since when marks have been waiting. */
    #since = Infinity;
    #drawing = false;
    #drawn = "";
    node = h(
        "section",
        { class: "banner", "aria-label": text.waiting.label, hidden: true },
        ...[this.#problems, this.#waiting, this.#polling],
    );

    /** @param {App} app */
    constructor(app) {
        this.#app = app;
        app.shell.main.before(this.node);
        // The page leaves room for it at its bottom.
        new ResizeObserver(() => {
            const { height } = this.node.getBoundingClientRect();
            document.documentElement.style.setProperty("--banner", `${height}px`);
        }).observe(this.node);
    }

    /** Draw it once in the next frame, however often this is called. */
    draw() {
        if (!this.#drawing) {
            this.#drawing = true;
            requestAnimationFrame(() => {
                this.#drawing = false;
                this.#draw();
            });
        }
    }

    #draw() {
        const { connection } = this.#app.live;
        const stopped = connection.phase === "stopped";
        this.#drawWaiting(stopped);
        this.#drawPolling(connection.phase === "polling" && !this.#pollingDismissed);
        this.#drawProblems(stopped);
        this.node.hidden = [this.#waiting, this.#polling, this.#problems].every(
            ({ hidden }) => hidden,
        );
    }

    /** @param {boolean} stopped whether no user is logged in */
    #drawWaiting(stopped) {
        const { waiting, ready } = this.#app.store;
        const count = stopped ? 0 : waiting.waiting.length;
        const lessons = stopped || ready ? 0 : this.#app.lessons.all.length;
        if (!count && !lessons) {
            this.#since = Infinity;
        } else if (this.#since === Infinity) {
            this.#since = performance.now();
            setTimeout(() => this.draw(), USUAL);
        }
        const usual = ready && performance.now() - this.#since < USUAL;
        const words = !count
            ? ownLessons.waiting(lessons)
            : ready
              ? text.waiting.sending(count)
              : text.waiting.offline(count);
        const unstored = waiting.unstored ? `. ${text.waiting.unstored(count)}` : "";
        this.#waiting.hidden = !(count || lessons) || usual;
        const drawn = this.#waiting.hidden ? "" : words + unstored;
        if (this.#waiting.textContent !== drawn) {
            replace(this.#waiting, drawn && [iconFor("waiting"), h("span", {}, drawn)]);
        }
    }

    /** @param {boolean} shown */
    #drawPolling(shown) {
        if (this.#polling.hidden !== shown && this.#polling.hasChildNodes()) {
            return;
        }
        this.#polling.hidden = !shown;
        replace(
            this.#polling,
            shown && [
                iconFor("info"),
                h("span", {}, text.waiting.polling),
                button(text.waiting.dismiss, {
                    kind: "quiet",
                    onClick: () => {
                        this.#pollingDismissed = true;
                        this.#leave();
                        this.#draw();
                    },
                }),
            ],
        );
    }

    /** @param {boolean} stopped */
    #drawProblems(stopped) {
        /** @type {Map<string, WaitingMark[]>} */
        const groups = new Map();
        for (const mark of stopped ? [] : this.#app.store.waiting.problems) {
            const { code, reason } = mark.problem ?? {};
            const running = this.#runs(mark);
            const key = [mark.sessionId, code, reason, running].join("|");
            groups.set(key, [...(groups.get(key) ?? []), mark]);
        }
        const drawn = [...groups]
            .map(([key, marks]) => [key, ...marks.map(({ studentId, at }) => studentId + at)])
            .join();
        if (drawn === this.#drawn && this.#problems.hidden === !groups.size) {
            return;
        }
        this.#drawn = drawn;
        this.#problems.hidden = !groups.size;
        if (this.#problems.contains(document.activeElement)) {
            this.#leave();
        }
        replace(this.#problems, ...[...groups.values()].map((marks) => this.#group(marks)));
    }

    /** Marks of one session that have the same problem. @param {WaitingMark[]} marks */
    #group(marks) {
        const [{ classId, sessionId, className, startedAt, problem }] = marks;
        const { code = "refused", reason } = problem ?? {};
        const words = text.waiting;
        const running = this.#runs(marks[0]);
        const refused = code === "refused";
        const names = marks.map((mark) => mark.name).join(", ");
        return h(
            "div",
            { class: "banner-group" },
            h(
                "p",
                {},
                h("strong", {}, words.problem(marks.length, names, code)),
                " ",
                refused ? codeText(reason) : words.why[code],
            ),
            h(
                "p",
                { class: "hint" },
                className && [name(className), ", "],
                words.session(startedAt),
            ),
            h(
                "details",
                {},
                h("summary", {}, words.details),
                h(
                    "ul",
                    { role: "list" },
                    marks.map((mark) => h("li", {}, name(mark.name), ": ", wantedBy(mark))),
                ),
            ),
            h(
                "div",
                { class: "actions is-start" },
                refused &&
                    running &&
                    button(text.tryAgain, { onClick: () => this.#app.live.retry(marks) }),
                running
                    ? location.hash !== to.roll(classId) && linkButton(words.open, to.roll(classId))
                    : code !== "gone" &&
                          linkButton(
                              code === "discarded" ? words.show : words.correct,
                              to.session(classId, sessionId),
                          ),
                button(ownLessons.copy, { kind: "quiet", onClick: () => this.#copy(marks) }),
                button(words.dismiss, {
                    ...{ kind: "quiet" },
                    onClick: () => this.#app.store.waiting.remove(...marks),
                }),
            ),
        );
    }

    /** @param {WaitingMark[]} marks of one session */
    async #copy(marks) {
        const [{ className, startedAt }] = marks;
        const heading = `${className} ${text.waiting.session(startedAt)}`;
        const lines = marks.map((mark) => `${mark.name}: ${wantedBy(mark)}`);
        try {
            await navigator.clipboard.writeText([heading, ...lines].join("\n"));
            this.#app.notices.show(ownLessons.copied, "good");
        } catch {
            this.#app.notices.show(ownLessons.notCopied);
        }
    }

    /** @param {WaitingMark} mark */
    #runs({ classId, sessionId }) {
        return this.#app.store.session(classId)?.sessionId === sessionId;
    }

    /** Move the focus away from an element that is about to disappear. */
    #leave() {
        this.#app.shell.main.focus({ preventScroll: true });
    }
}

/** What a mark should have been, and when it was made. @param {WaitingMark} mark */
function wantedBy({ status = PRESENT, at, problem }) {
    return text.waiting.wanted(status, at, problem?.saved);
}
