/** The roll of a running session, where the teacher marks students. @module */

import { ring } from "/charts/ring.js";
import { h } from "/dom.js";
import { words as rollWords } from "/language/en/roll.js";
import { text } from "/language/en/teacher.js";
import { codeText } from "/language/errors.js";
import { byName } from "/name-order.js";
import { paced } from "/paced.js";
import { absenceNotesSection } from "/parts/absence-notes.js";
import { askToContinue, continueSession, needsAsking } from "/parts/continue.js";
import { discardSection } from "/parts/discard.js";
import { Dock } from "/parts/roll/dock.js";
import { leaveEnded } from "/parts/roll/ended.js";
import { endSession } from "/parts/roll/ending.js";
import { Finder } from "/parts/roll/finder.js";
import { rollHead, tool } from "/parts/roll/head.js";
import { layout } from "/parts/roll/layout.js";
import { SHORT, chooseLetter } from "/parts/roll/letters.js";
import { Marking } from "/parts/roll/marking.js";
import { showNotRunning } from "/parts/roll/not-running.js";
import { Roster } from "/parts/roll/roster.js";
import { savedTogether } from "/parts/roll/saved-marks.js";
import { STATUS_SHORTCUTS, showShortcuts, shortcutOf } from "/parts/roll/shortcuts.js";
import { Side } from "/parts/roll/side.js";
import { chooseView } from "/parts/roll/view-choice.js";
import { to } from "/router.js";
import { PRESENT, countStandings } from "/status.js";

/** @import { ClassRoster, Student } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { Mark, News } from "/session-store.js" */
/** @import { Status } from "/status.js" */

/** The least time between two loads of the roster, in milliseconds. */
const PAUSE = 1000;

/** @param {App} app @param {Place} place */
export async function rollView(app, { ids: [id], signal, show }) {
    const class_ = await app.api.class(id, { signal });
    await app.store.known(id, signal);
    const session = app.store.session(id);
    if (!session) {
        showNotRunning(app, class_, signal, show);
    } else if (needsAsking(session)) {
        askToContinue(app, class_, session, signal, show);
    } else {
        continueSession(session.sessionId);
        new Roll(app, class_, signal).show(show);
    }
}

class Roll {
    #app;
    #class;
    #id;
    #signal;
    #roster = new Roster({
        tap: (student, attended, at) => this.#marking.tap(student, attended, at),
        set: (student, status) => this.#marking.set(student, status),
        choose: (student, at) => this.#marking.choose(student, at),
    });
    #ring = ring(text.oneSession.ring);
    #side = new Side();
    #marking;
    #finder;
    #dock;
    #letters;
    #noteSaved;
    /**
     * The students whose tiles are to be drawn; `undefined`: all.
     *
     * @type {Set<string> | undefined}
     */
    #dirty = new Set();
    #drawing = false;
    #loading = false;
    #ending = false;
    #discarding = false;

    /** @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal */
    constructor(app, class_, signal) {
        this.#app = app;
        this.#class = class_;
        this.#id = class_._id;
        this.#signal = signal;
        this.#marking = new Marking(app, this.#id, this.#roster, signal, () => this.#drawSoon());
        this.#finder = new Finder(this.#id, this.#roster, this.#marking);
        this.#dock = new Dock({
            undo: () => this.#marking.undo(),
            markRest: (status) => this.#marking.markRest(status),
            leave: () => this.#roster.focusCurrent({ preventScroll: true }),
            signal,
        });
        this.#letters = tool(rollWords.letters, "letters", () => this.#jump(), {
            ...{ hidden: true, "aria-haspopup": "dialog" },
        });
        this.#noteSaved = savedTogether((marks) => this.#announceSaved(marks), signal);
        app.store.subscribe((news) => this.#update(news), signal);
        // Students join with the code of the class while the session is running.
        const again = paced(PAUSE, () => void this.#reload(), signal);
        app.live.listen(
            "ROSTER_CHANGED",
            ({ classId }) => classId === this.#id && again(),
            signal,
        );
        document.addEventListener("keydown", (event) => this.#key(event), { signal });
        this.#roster.setLayout(layout());
        this.#setStudents(class_.students);
        this.#draw();
    }

    /** @param {Place["show"]} show */
    show(show) {
        const words = text.roll;
        const session = this.#session;
        show(
            text.oneSession.title(this.#class.className),
            h(
                "div",
                { class: "roll-bar" },
                rollHead(this.#class, session?.startedAt, this.#ring.node, () => this.#end()),
                h(
                    "div",
                    { class: "roll-tools", role: "search" },
                    this.#finder.nodes,
                    this.#letters,
                    this.#side.button,
                    tool(rollWords.view, "view", () => this.#chooseView(), {
                        "aria-haspopup": "dialog",
                    }),
                    tool(words.shortcuts, "keys", () => showShortcuts(this.#signal), {
                        ...{ class: "tool for-keys", "aria-haspopup": "dialog" },
                    }),
                ),
            ),
            h("h2", { class: "unseen" }, words.roster),
            h(
                "div",
                { class: "roll-body" },
                h(
                    "div",
                    { class: "roll-main" },
                    this.#finder.matches,
                    this.#roster.node,
                    this.#finder.empty,
                ),
                this.#side.node,
            ),
            h("p", { class: "hint roll-help" }, words.help),
            session && absenceNotesSection(this.#app, this.#id, this.#signal, session).node,
            discardSection(this.#app, {
                ...{ classId: this.#id, sessionId: session?.sessionId ?? "" },
                signal: this.#signal,
                begin: () => {
                    this.#discarding = true;
                },
            }),
            h("div", { class: "roll-foot" }, this.#dock.node),
        );
        this.#addCheckIn();
    }

    /** Whether a student who came then is not late. @param {string} iso */
    #isInTime(iso) {
        const { lateAfter } = this.#class;
        const since = Date.parse(this.#session?.startedAt ?? iso);
        return lateAfter === null || Date.parse(iso) < since + lateAfter * 60_000;
    }

    #addCheckIn() {
        void this.#app.addFrom("teacherCheckIn", this.#signal, ({ CheckInPanel }) => {
            const panel = new CheckInPanel(this.#app, this.#id, this.#signal, {
                student: (id) => this.#roster.student(id),
                statusOf: (id) => this.#marking.statusOf(id),
                mark: (student, status) => this.#marking.mark(student, status),
                isInTime: (iso) => this.#isInTime(iso),
                allowed: this.#class.checkIn?.allowed ?? true,
                setNotes: (notes) => this.#roster.setNotes(notes),
                attend: (count) => this.#side.draw(count),
            });
            this.#side.add(panel.node);
        });
    }

    get #session() {
        return this.#app.store.session(this.#id);
    }

    /** @param {Student[]} students */
    #setStudents(students) {
        this.#roster.setStudents(students.sort(byName(this.#app)));
        this.#dirty = undefined;
        this.#letters.hidden = students.length <= SHORT;
        this.#finder.fit();
    }

    #chooseView() {
        return chooseView(this.#app, this.#signal, {
            setLayout: (chosen) => this.#roster.setLayout(chosen),
            reorder: () => this.#setStudents(this.#roster.students),
        });
    }

    #jump() {
        return chooseLetter(this.#app, this.#signal, this.#roster.shownStudents, (studentId) =>
            this.#roster.goTo(studentId),
        );
    }

    #end() {
        const { excused } = this.#counts;
        const counts = { present: this.#presentCount, excused, total: this.#roster.size };
        return endSession(this.#app, this.#id, this.#signal, counts, (ending) => {
            this.#ending = ending;
        });
    }

    // News from the store

    /** @param {News} news */
    #update({ classId, students, ended, saved, refused }) {
        if (classId !== undefined && classId !== this.#id) {
            return;
        }
        if (ended) {
            const here = { ending: this.#ending, discarding: this.#discarding };
            void leaveEnded(this.#app, this.#id, ended, here);
            return;
        }
        if (saved) {
            this.#noteSaved(saved);
        }
        if (refused) {
            this.#noticeIfRemoved(refused);
        }
        if (!students) {
            this.#dirty = undefined;
        } else {
            students.forEach((student) => this.#dirty?.add(student));
        }
        const { total } = this.#session ?? {};
        const unknown = students?.some((student) => !this.#roster.student(student));
        if (unknown || (!students && total !== undefined && total !== this.#roster.size)) {
            void this.#reload();
        }
        this.#drawSoon();
    }

    /**
     * Show a notice if a mark was refused because the student left the class.
     *
     * @param {Mark} mark
     */
    #noticeIfRemoved({ studentId }) {
        const { failed } = this.#app.store.state(this.#id, studentId);
        const student = this.#roster.student(studentId);
        if (failed === "student_not_in_class" && student) {
            this.#app.notices.show(`${student.name}: ${codeText(failed)}`, "error");
            void this.#reload();
        }
    }

    /** Load the roster again, which was changed in another window. */
    async #reload() {
        if (this.#loading) {
            return;
        }
        this.#loading = true;
        try {
            const { students } = await this.#app.api.class(this.#id, { signal: this.#signal });
            this.#setStudents(students);
            this.#drawSoon();
        } catch (error) {
            this.#app.fail(error, this.#signal);
        } finally {
            this.#loading = false;
        }
    }

    /** @param {Mark[]} marks that were saved at about the same time */
    #announceSaved(marks) {
        const words = text.roll;
        const student = this.#roster.student(marks[0].studentId);
        this.#app.notices.announce(
            marks.length === 1 && student
                ? words.savedOne(student.name, this.#marking.standing(student._id))
                : words.savedMany(marks.length, this.#presentCount, this.#roster.size),
        );
    }

    // Drawing

    /** Draw once in the next frame, however often this is called. */
    #drawSoon() {
        if (!this.#drawing) {
            this.#drawing = true;
            requestAnimationFrame(() => {
                this.#drawing = false;
                if (!this.#signal.aborted) {
                    this.#draw();
                }
            });
        }
    }

    #draw() {
        const { store } = this.#app;
        this.#roster.draw((student) => store.state(this.#id, student), this.#dirty);
        this.#dirty = new Set();
        const total = this.#roster.size;
        this.#ring.update(this.#presentCount, total, text.oneSession.of(total));
        this.#dock.drawChange(this.#marking.lastChange);
        this.#dock.drawRest(this.#finder.draw());
    }

    get #counts() {
        /** @type {(Status | null)[]} */
        const statuses = [];
        for (const [studentId, { status }] of this.#session?.marks ?? []) {
            if (this.#roster.student(studentId)) {
                statuses.push(status);
            }
        }
        const counts = countStandings(statuses);
        return { ...counts, none: counts.none + this.#roster.size - statuses.length };
    }

    /** Late students count as present. */
    get #presentCount() {
        const { present, late } = this.#counts;
        return present + late;
    }

    // Keyboard shortcuts

    /** @param {KeyboardEvent} event */
    #key(event) {
        const key = shortcutOf(event) ?? "";
        const student = key in STATUS_SHORTCUTS && this.#roster.focused;
        const act = student
            ? () => event.repeat || this.#marking.set(student, STATUS_SHORTCUTS[key])
            : {
                  "/": () => this.#finder.focus(),
                  u: () => event.repeat || this.#marking.undo(),
                  r: () => event.repeat || this.#marking.markRest(PRESENT),
                  "?": () => showShortcuts(this.#signal),
              }[key];
        if (act) {
            event.preventDefault();
            act();
        }
    }
}
