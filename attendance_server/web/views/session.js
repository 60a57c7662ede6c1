/** A past session as its teacher sees it: the result, corrections, and files. @module */

import { ring } from "/charts/ring.js";
import { h, name, replace } from "/dom.js";
import { text } from "/language/en/sessions.js";
import { paced } from "/paced.js";
import { absenceNotesSection } from "/parts/absence-notes.js";
import { correctSome } from "/parts/correct-several.js";
import { correctMark } from "/parts/correct.js";
import { discardNote, discardSection } from "/parts/discard.js";
import { exportButtons, files, zoneQuery } from "/parts/exports.js";
import { reopenButton } from "/parts/reopen.js";
import { SessionList } from "/parts/session-list.js";
import { mayExport } from "/parts/teachers.js";
import { trail } from "/parts/trail.js";
import { to } from "/router.js";
import { countStandings } from "/status.js";
import { empty, iconFor, linkButton } from "/ui.js";

/** @import { AttendanceLine, CorrectedMark, SessionDetail } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { Line } from "/matrix-data.js" */
/** @import { Corrections } from "/parts/session-list.js" */
/** @import { Line as ListedLine } from "/parts/session-row.js" */

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

    const again = paced(PAUSE, reload, signal);
    app.live.listen(
        "SESSION_CHANGED",
        ({ sessionId: changed, attendance, discarded }) => {
            if (changed === sessionId && (discarded || !past.shows(attendance))) {
                again();
            }
        },
        signal,
    );
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
        past.checkIns.before(absenceNotesSection(app, classId, signal, session).node);
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

/** The least time between two loads of the session, in milliseconds. */
const PAUSE = 1000;

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
    /** @type {SessionList} */
    #list;

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
        this.#list = new SessionList(app, session, {
            ...{ signal, corrections: app.account.isTeacher ? this.#corrections : undefined },
        });
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
                ? this.#list.node
                : empty(words.noStudents),
            this.#end,
        ];
    }

    /** @param {SessionDetail} session @param {boolean} isLast of its class */
    update(session, isLast) {
        this.#session = session;
        this.#list.update(session);
        this.#reopen.update(session, isLast && !session.discarded);
        this.#draw();
        this.drawRunning();
    }

    /** Whether it shows these results already. @param {Line[]} attendance */
    shows(attendance) {
        const shown = new Map(this.#list.lines.map((line) => [line.studentId, line.status]));
        return (
            !this.#session.discarded &&
            attendance.every(({ studentId, status }) => shown.get(studentId) === status)
        );
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

    /** @returns {Corrections} */
    get #corrections() {
        const [app, signal] = [this.#app, this.#signal];
        return {
            one: (line) => correctMark(app, this.#session, withStatus(line), signal),
            several: async (lines) => {
                const all = lines.map(withStatus);
                return (await correctSome(app, this.#session, all, signal))?.marks;
            },
            done: (marks) => this.#corrected(marks),
        };
    }

    /** @param {CorrectedMark[]} marks as they are now */
    #corrected(marks) {
        const concerned = new Set(marks.map(({ studentId }) => studentId));
        this.#session.corrections = [
            ...this.#session.corrections.filter(({ studentId }) => !concerned.has(studentId)),
            ...marks.flatMap(({ corrections }) => corrections),
        ];
        this.#draw();
    }

    #draw() {
        const { startedAt, endedAt, corrections, reopenings } = this.#session;
        const { lines } = this.#list;
        const total = lines.length;
        const counts = countStandings(lines.map(({ status }) => status));
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
            trail(changes, (studentId) => this.#list.nameOf(studentId)),
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
}

/** Once a session has ended, each student has a status. @param {ListedLine} line */
function withStatus(line) {
    return /** @type {AttendanceLine} */ (line);
}
