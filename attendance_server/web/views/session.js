/** An ended session as its teacher looks back on it: result, corrections, and files to keep. @module */

import { ring } from "/charts/ring.js";
import { h, name, replace } from "/dom.js";
import { to } from "/router.js";
import { matcher } from "/search.js";
import { tally } from "/status.js";
import { compareNames, text, time } from "/language/text.js";
import { button, empty, field, linkButton, mark, statusLabel } from "/ui.js";
import { person } from "/parts/person.js";
import { correctMark } from "/parts/correct.js";
import { discardNote, discardSection } from "/parts/discard.js";
import { exportButtons, files, zoneQuery } from "/parts/exports.js";
import { reopenButton } from "/parts/reopen.js";
import { shownName, trail } from "/parts/trail.js";

/** From how many students on one looks for somebody rather than reads the table. */
const MANY = 12;

/** @type {import("/app.js").View} */
export async function sessionView(app, { ids: [classId, sessionId], signal, show }) {
    const load = () =>
        Promise.all([
            app.api.session(classId, sessionId, { signal }),
            app.api.sessions(classId, { limit: 1, signal }),
        ]);
    const [session, [newest]] = await load();
    if (session.running) {
        app.goInstead(to.roll(classId));
        return;
    }
    const past = new Past(app, session, signal, reload);
    past.update(session, newest?._id === sessionId);

    /** What another window has done. */
    async function reload() {
        try {
            const [now, [last]] = await load();
            if (!now.running) {
                past.update(now, last?._id === sessionId);
            }
        } catch (error) {
            app.fail(error, signal);
        }
    }

    app.store.subscribe(({ classId: about, started, ended }) => {
        if (about === undefined || (about === classId && (started || ended))) {
            past.drawRunning();
        }
        if (about === classId && ended) {
            void reload();
        }
    }, signal);
    document.addEventListener(
        "visibilitychange",
        () => document.visibilityState === "visible" && reload(),
        { signal },
    );
    show(`${session.className}, ${text.moment(session.startedAt)}`, ...past.nodes);
}

class Past {
    #app;
    #session;
    #signal;
    #reload;
    #exports;
    #end;
    #discarded = h("section", { class: "notice is-info", hidden: true });
    #ring = ring(text.roll.ring);
    #times = h("p", { class: "quiet" });
    #summary = h("p", { class: "lead" });
    #reopen;
    #again = h("div", { class: "notice is-info", role: "status", hidden: true });
    #changes = h("section", { class: "card stack", "aria-labelledby": "changes" });
    #body = h("tbody");
    #noMatch = empty(text.session.noMatch);
    #filter = field({
        ...{ label: text.session.filter, name: "filter", type: "search", autocomplete: "off" },
        on: { input: () => this.#find() },
    });
    /** @type {Map<string, Row>} by student, in the order of their names */
    #rows = new Map();

    /**
     * @param {import("/app.js").App} app @param {any} session @param {AbortSignal} signal
     * @param {() => Promise<void>} reload asks for the session anew
     */
    constructor(app, session, signal, reload) {
        this.#app = app;
        this.#session = session;
        this.#signal = signal;
        this.#reload = reload;
        this.#reopen = reopenButton(app, signal);
        const { classId, _id: sessionId } = session;
        this.#end = discardSection(app, { classId, sessionId, signal });
        this.#exports = exportButtons(
            app,
            files({
                ...{ what: text.session.file, path: `/class/${classId}/sessions/${sessionId}` },
                query: zoneQuery,
            }),
            this.#reopen.node,
        );
    }

    get nodes() {
        const words = text.session;
        const { classId, className, total } = this.#session;
        return [
            h(
                "p",
                { class: "crumb" },
                h("a", { href: to.class(classId) }, name(className)),
            ),
            this.#again,
            this.#discarded,
            h(
                "div",
                { class: "result card" },
                this.#ring.node,
                h(
                    "div",
                    { class: "stack" },
                    h("h1", {}, name(className)),
                    this.#times,
                    this.#summary,
                    this.#exports,
                ),
            ),
            this.#changes,
            total
                ? h("div", { class: "card" }, this.#filter.node, this.#table(), this.#noMatch)
                : empty(words.nobody),
            this.#end,
        ];
    }

    get #lines() {
        return [...this.#rows.values()].map(({ line }) => line);
    }

    /** @param {any} session as it is now @param {boolean} isLast of its class */
    update(session, isLast) {
        this.#session = session;
        const before = this.#rows;
        const lines = session.attendance
            .map((line) => ({ ...line, name: shownName(line) }))
            .sort((one, other) => compareNames(one.name, other.name));
        this.#rows = new Map(
            lines.map((line) => [
                line.studentId,
                before.get(line.studentId) ?? new Row(() => this.#correct(line.studentId)),
            ]),
        );
        lines.forEach((line) => this.#rows.get(line.studentId)?.update(line, session.endedAt));
        this.#body.classList.toggle("is-fixed", Boolean(session.discarded));
        this.#body.replaceChildren(...[...this.#rows.values()].map(({ node }) => node));
        this.#filter.node.hidden = lines.length < MANY;
        this.#reopen.update(session, isLast && !session.discarded);
        this.#find();
        this.#draw();
        this.drawRunning();
    }

    /** Whether it was reopened, and can be. */
    drawRunning() {
        const { classId, _id } = this.#session;
        const again = this.#app.store.session(classId)?.sessionId === _id;
        if (again === this.#again.hidden) {
            this.#again.hidden = !again;
            replace(
                this.#again,
                again && [
                    mark("live"),
                    h("p", {}, text.session.openAgain),
                    linkButton(text.session.openRoll, to.roll(classId)),
                ],
            );
        }
        this.#reopen.draw();
    }

    /** @param {string} studentId */
    async #correct(studentId) {
        const line = this.#rows.get(studentId)?.line;
        const answer = await correctMark(this.#app, this.#session, line, this.#signal);
        if (!answer || this.#signal.aborted) {
            return;
        }
        const { status, markedAt, corrections } = answer;
        this.#rows.get(studentId)?.update({ ...line, status, markedAt }, this.#session.endedAt);
        this.#session.corrections = [
            ...this.#session.corrections.filter((each) => each.studentId !== studentId),
            ...corrections,
        ];
        this.#draw();
    }

    #draw() {
        const { startedAt, endedAt, corrections, reopenings } = this.#session;
        const total = this.#rows.size;
        const counts = tally(this.#lines.map(({ status }) => status));
        const present = counts.present + counts.late;
        this.#ring.update(present, total, text.roll.of(total));
        this.#times.textContent = text.session.times(startedAt, endedAt);
        this.#summary.textContent = text.session.summary({
            ...{ presentCount: present, absentCount: total - present },
            ...{ lateCount: counts.late, excusedCount: counts.excused },
        });
        this.#drawDiscarded();
        const changes = [...corrections, ...reopenings];
        this.#changes.hidden = !changes.length;
        replace(
            this.#changes,
            h("h2", { id: "changes" }, text.correction.changes(changes.length)),
            h("p", { class: "hint" }, text.correction.hint),
            trail(changes, (studentId) => this.#rows.get(studentId)?.line.name),
        );
    }

    /** A discarded session has no result, and takes no correction. */
    #drawDiscarded() {
        const { discarded } = this.#session;
        this.#discarded.hidden = !discarded;
        for (const node of [this.#ring.node, this.#summary, this.#exports, this.#end]) {
            node.toggleAttribute("hidden", Boolean(discarded));
        }
        replace(
            this.#discarded,
            discarded && [
                mark("info"),
                h(
                    "div",
                    {},
                    h("p", { class: "lead" }, text.discarding.told),
                    discardNote(this.#app, this.#session, this.#signal, this.#reload),
                ),
            ],
        );
    }

    #find() {
        const matches = matcher(this.#filter.node.hidden ? "" : this.#filter.control.value);
        let shown = 0;
        for (const { node, line } of this.#rows.values()) {
            node.hidden = !matches(line);
            shown += Number(!node.hidden);
        }
        this.#noMatch.hidden = shown > 0;
    }

    #table() {
        const words = text.session;
        return h(
            "table",
            { class: "marks" },
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    h("th", { scope: "col" }, words.student),
                    h("th", { scope: "col" }, words.status),
                    h("td", {}),
                ),
            ),
            this.#body,
        );
    }
}

/** One student. What has not changed is not drawn again. */
class Row {
    line;
    #drawn = "";
    #student = h("th", { scope: "row" });
    #status = h("td");
    #change;

    /** @param {() => void} correct */
    constructor(correct) {
        this.#change = button(text.session.correct, {
            ...{ kind: "quiet", icon: "pen", onClick: correct },
        });
        this.node = h(
            "tr",
            {},
            this.#student,
            this.#status,
            h("td", { class: "number" }, this.#change),
        );
    }

    /** @param {any} line @param {string} endedAt */
    update(line, endedAt) {
        this.line = line;
        const { name: shown, email, status, markedAt } = line;
        const drawn = [shown, email, status, markedAt, endedAt].join("|");
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        const words = text.session;
        const told =
            markedAt && (markedAt > endedAt ? words.correctedAt(markedAt) : time(markedAt));
        replace(this.#student, person(line));
        replace(this.#status, statusLabel(status), told && h("div", { class: "hint" }, told));
        this.#change.setAttribute("aria-label", words.correctLabel(shown));
    }
}
