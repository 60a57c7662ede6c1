/** A past session as its teacher sees it: the result, corrections, and files. @module */

import { ring } from "/charts/ring.js";
import { h, name, replace } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { time } from "/language/formats.js";
import { byName } from "/name-order.js";
import { correctMark } from "/parts/correct.js";
import { discardNote, discardSection } from "/parts/discard.js";
import { exportButtons, files, zoneQuery } from "/parts/exports.js";
import { person } from "/parts/person.js";
import { reopenButton } from "/parts/reopen.js";
import { mayExport } from "/parts/teachers.js";
import { shownName, trail } from "/parts/trail.js";
import { to } from "/router.js";
import { matcher } from "/search.js";
import { countStandings } from "/status.js";
import { button, empty, field, iconFor, linkButton, statusLabel } from "/ui.js";

/** @import { AttendanceLine, SessionDetail } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** The number of students from which there is a search field. */
const MANY = 12;

/** @param {App} app @param {Place} place */
export async function sessionView(app, { ids: [classId, sessionId], signal, show }) {
    const load = () =>
        Promise.all([
            app.api.session(classId, sessionId, { signal }),
            app.api.sessions(classId, { limit: 1, signal }),
        ]);
    const [[session, [newest]], class_] = await Promise.all([
        load(),
        app.api.class(classId, { signal }),
    ]);
    if (session.running) {
        app.goInstead(app.account.isAdmin ? to.class(classId) : to.roll(classId));
        return;
    }
    const past = new Past(app, session, { asFiles: mayExport(app, class_), signal, reload });
    past.update(session, newest?._id === sessionId);

    /** Show what was changed in another window. */
    async function reload() {
        try {
            const [current, [latest]] = await load();
            if (!current.running) {
                past.update(current, latest?._id === sessionId);
            }
        } catch (error) {
            app.fail(error, signal);
        }
    }

    app.store.subscribe(({ classId: changed, started, ended }) => {
        if (changed === undefined || (changed === classId && (started || ended))) {
            past.drawRunning();
        }
        if (changed === classId && ended) {
            void reload();
        }
    }, signal);
    document.addEventListener(
        "visibilitychange",
        () => document.visibilityState === "visible" && reload(),
        { signal },
    );
    show(`${session.className}, ${text.moment(session.startedAt)}`, ...past.nodes);
    if (app.account.isTeacher) {
        addCheckIns(app, session, past.checkIns, signal);
    }
}

/**
 * Show how students checked in, if any did.
 *
 * @param {App} app @param {SessionDetail} session @param {Element} place @param {AbortSignal} signal
 */
function addCheckIns(app, { classId, _id, attendance }, place, signal) {
    void app.addFrom("teacherCheckIn", signal, async ({ checkInsOf, checkInsSection }) => {
        const checkIns = await checkInsOf(app.api, classId, _id, { signal });
        if (checkIns.checkIns.length) {
            const names = new Map(attendance.map((line) => [line.studentId, line.name]));
            place.replaceWith(checkInsSection(checkIns, (id) => names.get(id)));
        }
    });
}

class Past {
    #app;
    #session;
    #signal;
    #reload;
    #exports;
    #end;
    #discarded = h("section", { class: "notice is-info", hidden: true });
    #ring = ring(text.oneSession.ring);
    #times = h("p", { class: "quiet" });
    #summary = h("p", { class: "lead" });
    #reopen;
    #reopened = h("div", { class: "notice is-info", role: "status", hidden: true });
    #changes = h("section", { class: "card stack", "aria-labelledby": "changes" });
    /** Where check-ins are added. */
    checkIns = h("div", { hidden: true });
    #body = h("tbody");
    #noMatch = empty(text.session.noMatch);
    #filter = field({
        ...{ label: text.session.filter, name: "filter", type: "search", autocomplete: "off" },
        on: { input: () => this.#search() },
    });
    /** By student, in the order of their names. @type {Map<string, Row>} */
    #rows = new Map();

    /**
     * @param {App} app @param {SessionDetail} session
     * @param {{ asFiles: boolean, signal: AbortSignal, reload: () => Promise<void> }} options
     *     `asFiles`: whether the user may get files; `reload` loads the session again
     */
    constructor(app, session, { asFiles, signal, reload }) {
        this.#app = app;
        this.#session = session;
        this.#signal = signal;
        this.#reload = reload;
        this.#reopen = reopenButton(app, signal);
        const { classId, _id: sessionId } = session;
        this.#end = discardSection(app, { classId, sessionId, signal });
        this.#exports = exportButtons(
            app,
            asFiles
                ? files({
                      what: text.session.file,
                      path: `/class/${classId}/sessions/${sessionId}`,
                      query: zoneQuery,
                  })
                : [],
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
            this.#reopened,
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
            this.checkIns,
            total
                ? h("div", { class: "card" }, this.#filter.node, this.#table(), this.#noMatch)
                : empty(words.noStudents),
            this.#end,
        ];
    }

    get #lines() {
        return [...this.#rows.values()].map(({ line }) => line);
    }

    /** @param {SessionDetail} session @param {boolean} isLast of its class */
    update(session, isLast) {
        this.#session = session;
        const before = this.#rows;
        const lines = session.attendance
            .map((line) => ({ ...line, name: shownName(line) }))
            .sort(byName(this.#app));
        this.#rows = new Map(
            lines.map((line) => [
                line.studentId,
                before.get(line.studentId) ?? new Row(line, () => this.#correct(line.studentId)),
            ]),
        );
        lines.forEach((line) => this.#rows.get(line.studentId)?.update(line, session.endedAt));
        this.#body.classList.toggle("is-fixed", !this.#app.account.isTeacher || Boolean(session.discarded));
        this.#body.replaceChildren(...[...this.#rows.values()].map(({ node }) => node));
        this.#filter.node.hidden = lines.length < MANY;
        this.#reopen.update(session, isLast && !session.discarded);
        this.#search();
        this.#draw();
        this.drawRunning();
    }

    /** Show whether the session is running again, and whether it can be reopened. */
    drawRunning() {
        const { classId, _id } = this.#session;
        const reopened = this.#app.store.session(classId)?.sessionId === _id;
        if (reopened === this.#reopened.hidden) {
            this.#reopened.hidden = !reopened;
            replace(
                this.#reopened,
                reopened && [
                    iconFor("live"),
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
        if (!line) {
            return;
        }
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
        const counts = countStandings(this.#lines.map(({ status }) => status));
        const present = counts.present + counts.late;
        this.#ring.update(present, total, text.oneSession.of(total));
        this.#times.textContent = text.session.times(startedAt, endedAt ?? startedAt);
        this.#summary.textContent = text.session.summary({
            ...{ total, presentCount: present, absentCount: total - present },
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

    /** A discarded session has no result and cannot be corrected. */
    #drawDiscarded() {
        const { discarded } = this.#session;
        this.#discarded.hidden = !discarded;
        for (const node of [this.#ring.node, this.#summary, this.#exports, this.#end]) {
            node.toggleAttribute("hidden", Boolean(discarded));
        }
        this.#end.toggleAttribute("hidden", !this.#app.account.isTeacher || Boolean(discarded));
        replace(
            this.#discarded,
            discarded && [
                iconFor("info"),
                h(
                    "div",
                    {},
                    h("p", { class: "lead" }, text.discarding.discarded),
                    discardNote(
                        this.#app,
                        { ...this.#session, discarded },
                        this.#signal,
                        this.#reload,
                    ),
                ),
            ],
        );
    }

    #search() {
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

/** The row of a student. It is drawn again only if something has changed. */
class Row {
    #drawn = "";
    #student = h("th", { scope: "row" });
    #status = h("td");
    #change;

    /** @param {AttendanceLine} line @param {() => void} correct */
    constructor(line, correct) {
        this.line = line;
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

    /** @param {AttendanceLine} line @param {string | null} endedAt */
    update(line, endedAt) {
        this.line = line;
        const { name: shown, email, studentNumber, status, markedAt } = line;
        const drawn = [shown, email, studentNumber, status, markedAt, endedAt].join("|");
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        const words = text.session;
        const corrected = markedAt && endedAt && markedAt > endedAt;
        const markedWords = corrected ? words.correctedAt(markedAt) : markedAt && time(markedAt);
        replace(this.#student, person(line));
        replace(
            this.#status,
            statusLabel(status),
            markedWords && h("div", { class: "hint" }, markedWords),
        );
        this.#change.setAttribute("aria-label", words.correctLabel(shown));
    }
}
