/** The roll of a running session, where the teacher marks students. @module */

import { isMissing } from "/api.js";
import { ring } from "/charts/ring.js";
import { h, name, replace } from "/dom.js";
import { words as rollWords } from "/language/en/roll.js";
import { text } from "/language/en/teacher.js";
import { codeText } from "/language/errors.js";
import { byName } from "/name-order.js";
import { askToContinue, continueSession, needsAsking } from "/parts/continue.js";
import { discardSection } from "/parts/discard.js";
import { Dock } from "/parts/roll/dock.js";
import { endSession } from "/parts/roll/ending.js";
import { Filters } from "/parts/roll/filters.js";
import { layout } from "/parts/roll/layout.js";
import { SHORT, chooseLetter } from "/parts/roll/letters.js";
import { markSheet } from "/parts/roll/mark-sheet.js";
import { Roster } from "/parts/roll/roster.js";
import { savedTogether } from "/parts/roll/saved-marks.js";
import { STATUS_SHORTCUTS, showShortcuts, shortcutOf } from "/parts/roll/shortcuts.js";
import { Side } from "/parts/roll/side.js";
import { chooseView } from "/parts/roll/view-choice.js";
import { startSession } from "/parts/start-session.js";
import { to } from "/router.js";
import { ABSENT, NONE, PRESENT, attends, countStandings, standing } from "/status.js";
import { button, empty, iconFor, linkButton } from "/ui.js";

/** @import { ClassRoster, Student } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { Filter } from "/parts/roll/filters.js" */
/** @import { Change, Mark, News } from "/session-store.js" */
/** @import { Standing, Status } from "/status.js" */

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

/**
 * @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal
 * @param {Place["show"]} show
 */
function showNotRunning(app, class_, signal, show) {
    app.store.subscribe(({ classId, started }) => {
        if (started && classId === class_._id) {
            app.render();
        }
    }, signal);
    show(
        text.oneSession.title(class_.className),
        h("p", { class: "crumb" }, h("a", { href: to.home }, text.myClasses)),
        h("h1", {}, name(class_.className)),
        empty(
            class_.archived ? text.class.archived : text.roll.notRunning,
            !class_.archived &&
                button(text.class.start, {
                    ...{ kind: "primary", icon: "live" },
                    onClick: () => startSession(app, class_._id, signal),
                }),
            linkButton(text.backTo(class_.className), to.class(class_._id)),
        ),
    );
}

class Roll {
    #app;
    #class;
    #id;
    #signal;
    #roster = new Roster({
        tap: (student, attended, at) => this.#tap(student, attended, at),
        set: (student, status) => this.#set(student, status),
        choose: (student, at) => this.#choose(student, at),
    });
    #ring = ring(text.oneSession.ring);
    #search;
    #matches = h("p", { class: "hint", role: "status" });
    #filters = new Filters((filter) => {
        this.#search.value = "";
        this.#showOnly(filter);
    });
    /** @type {Filter} */
    #filter = "all";
    #empty = h("div", { hidden: true });
    #side = new Side();
    #dock;
    #letters;
    #noteSaved;
    /** Whether a tap on a student who is present says that they are away after all. */
    #tapsAway = false;
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
    #drawnShown = "";

    /** @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal */
    constructor(app, class_, signal) {
        this.#app = app;
        this.#class = class_;
        this.#id = class_._id;
        this.#signal = signal;
        this.#search = h("input", {
            ...{ type: "search", name: "search", autocomplete: "off" },
            "aria-label": text.roll.searchHint,
            ...{ placeholder: text.roll.searchHint, "aria-keyshortcuts": "/", dir: "auto" },
            on: {
                // A search finds students of any status.
                input: () => this.#showOnly("all"),
                keydown: (event) => this.#searchKey(event),
            },
        });
        this.#dock = new Dock({
            undo: () => this.#undo(),
            markRest: (status) => this.#markRest(status),
            leave: () => this.#roster.focusCurrent({ preventScroll: true }),
            signal,
        });
        this.#letters = tool(rollWords.letters, "letters", () => this.#jump(), {
            ...{ hidden: true, "aria-haspopup": "dialog" },
        });
        this.#noteSaved = savedTogether((marks) => this.#announceSaved(marks), signal);
        app.store.subscribe((news) => this.#update(news), signal);
        document.addEventListener("keydown", (event) => this.#key(event), { signal });
        this.#roster.setLayout(layout());
        this.#setStudents(class_.students);
        this.#draw();
    }

    /** @param {Place["show"]} show */
    show(show) {
        const words = text.roll;
        const session = this.#session;
        const since = session?.startedAt && words.since(session.startedAt);
        show(
            text.oneSession.title(this.#class.className),
            h(
                "div",
                { class: "roll-bar" },
                h(
                    "div",
                    { class: "roll-head" },
                    this.#ring.node,
                    h(
                        "div",
                        { class: "roll-title" },
                        h(
                            "p",
                            { class: "crumb" },
                            h("a", { href: to.class(this.#id) }, text.backTo(this.#class.className)),
                        ),
                        h("h1", {}, name(this.#class.className)),
                        h("p", { class: "quiet" }, since),
                    ),
                    h(
                        "div",
                        { class: "actions is-start" },
                        // With an opener, the new window shares the log-in.
                        linkButton(
                            words.projector,
                            to.projector(this.#id),
                            { icon: "screen" },
                            { target: "_blank", rel: "opener" },
                        ),
                        button(words.end, { kind: "danger", onClick: () => this.#end() }),
                    ),
                ),
                h(
                    "div",
                    { class: "roll-tools", role: "search" },
                    h("div", { class: "roll-search" }, iconFor("search"), this.#search),
                    this.#filters.node,
                    this.#matches,
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
                h("div", { class: "roll-main" }, this.#roster.node, this.#empty),
                this.#side.node,
            ),
            h("p", { class: "hint roll-help" }, words.help),
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
                statusOf: (id) => this.#statusOf(id),
                mark: (student, status) => this.#mark(student, status),
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
        this.#filters.fit(students.length);
        this.#letters.hidden = students.length <= SHORT;
        this.#drawMatches();
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

    // Actions of the user

    /**
     * A tap acts on what the user saw. A student who was not marked becomes present, or late if the
     * time says so. For a student who was, all statuses are offered; but right after the rest were
     * marked present, a tap says who of them is away.
     *
     * @param {Student} student @param {boolean} attended @param {HTMLElement} at
     */
    #tap(student, attended, at) {
        const { pending } = this.#app.store.state(this.#id, student._id);
        if (pending === "saving") {
            return;
        }
        if (attended && this.#tapsAway && this.#isOneOfRest(student)) {
            this.#mark(student, ABSENT, true);
        } else if (attended) {
            this.#choose(student, at);
        } else {
            this.#markArrived(student);
        }
    }

    /** @param {Student} student */
    #markArrived(student) {
        if (this.#isPresent(student)) {
            this.#app.notices.show(text.roll.already(student.name));
        } else {
            this.#mark(student);
        }
    }

    /**
     * @param {Student} student @param {Standing} [status]
     * @param {boolean} [tapsAway] whether a tap goes on to say who is away
     */
    #mark(student, status, tapsAway = false) {
        this.#tapsAway = tapsAway;
        this.#roster.expect(student._id);
        this.#app.live.mark(this.#id, student, status);
    }

    /** @param {Status} [status] default: present, or late if the time says so */
    #markRest(status) {
        const { students } = this.#roster;
        const marks = this.#app.live.markRest(this.#id, students, status);
        if (!marks.length) {
            this.#app.notices.announce(rollWords.noRest);
            return;
        }
        marks.forEach(({ studentId }) => this.#roster.expect(studentId));
        this.#tapsAway = attends(status ?? PRESENT);
        const done = rollWords.restDone[status ?? PRESENT](marks.length);
        this.#app.notices.announce(this.#tapsAway ? `${done}. ${rollWords.tapAway}` : done);
    }

    /** Whether the student was marked with all others. @param {Student} student */
    #isOneOfRest({ _id }) {
        const changes = this.#session?.changes ?? [];
        return changes.some(({ studentId, rest }) => rest && studentId === _id);
    }

    /** @param {Student} student @param {HTMLElement} at */
    #choose(student, at) {
        const { status, wanted, markedAt } = this.#app.store.state(this.#id, student._id);
        const key = standing(wanted ?? status);
        const saved = key !== NONE && !wanted && markedAt;
        markSheet({
            ...{ heading: name(student.name), status: key, at, signal: this.#signal },
            now: saved ? text.roll.markedAt(key, markedAt) : text.status[key],
            choose: (chosen) => this.#set(student, chosen),
        });
    }

    /** @param {Student} student @param {Standing} status */
    #set(student, status) {
        if (this.#standing(student._id) === status) {
            this.#app.notices.announce(text.roll.alreadyMarked(student.name, status));
        } else {
            this.#mark(student, status);
        }
    }

    /**
     * A student's saved status, for parts that only know of those who came.
     *
     * @param {string} studentId @returns {Status}
     */
    #statusOf(studentId) {
        return this.#app.store.state(this.#id, studentId).status ?? ABSENT;
    }

    /** @param {Student} student */
    #isPresent(student) {
        const { status, wanted } = this.#app.store.state(this.#id, student._id);
        return attends(wanted ?? status);
    }

    #undo() {
        const { marks, overtaken } = this.#app.live.undo(this.#id);
        const { notices } = this.#app;
        this.#tapsAway = false;
        marks.forEach(({ studentId }) => this.#roster.expect(studentId));
        const student = this.#roster.student((marks[0] ?? overtaken[0])?.studentId ?? "");
        const one = marks.length + overtaken.length === 1;
        if (overtaken.length && student && one) {
            notices.show(text.roll.notUndone(student.name, this.#standing(student._id)));
        } else if (overtaken.length) {
            notices.show(rollWords.notUndone(overtaken.length));
        } else if (student && one) {
            notices.announce(text.roll.undone(student.name));
        } else if (marks.length) {
            notices.announce(rollWords.undone(marks.length));
        }
        this.#drawSoon();
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
        if (ended?.discarded) {
            this.#leaveDiscarded();
            return;
        }
        if (ended) {
            void this.#leave(ended);
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

    /** @param {{ sessionId: string, unseen?: boolean }} ended */
    async #leave({ sessionId, unseen }) {
        if (unseen && (await this.#isNoLongerTeacher())) {
            this.#app.goInstead(to.home);
            this.#app.notices.show(text.teachers.noLonger);
            return;
        }
        this.#app.goInstead(to.session(this.#id, sessionId));
        const words = text.roll;
        this.#app.notices.show(this.#ending ? words.endedHere : words.endedElsewhere);
    }

    /** An assistant may have been removed, or the time of a substitute be over. */
    async #isNoLongerTeacher() {
        try {
            await this.#app.api.sessions(this.#id, { limit: 1 });
        } catch (error) {
            return isMissing(error);
        }
        return false;
    }

    /** If it was discarded here, the dialog has said so. */
    #leaveDiscarded() {
        this.#app.goInstead(to.class(this.#id));
        if (!this.#discarding) {
            this.#app.notices.show(text.discarding.discarded);
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
                ? words.savedOne(student.name, this.#standing(student._id))
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
        this.#drawLast();
        this.#drawFilters();
        this.#drawMatches();
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

    /** How many students each filter matches. @returns {Record<Filter, number>} */
    get #filterCounts() {
        const standings = this.#roster.ids.map((studentId) => this.#standing(studentId));
        return { all: this.#roster.size, ...countStandings(standings) };
    }

    #drawFilters() {
        const counts = this.#filterCounts;
        this.#filters.draw(counts, this.#filter);
        this.#dock.drawRest(counts.none);
    }

    #drawLast() {
        const change = this.#app.store.lastChange(this.#id);
        const student = change && this.#roster.student(change.studentId);
        this.#dock.drawChange(student ? this.#wordsFor(change, student) : "");
    }

    /** @param {Change} change @param {Student} student */
    #wordsFor(change, student) {
        const { rest, to = PRESENT } = change;
        if (!rest || to === NONE) {
            return text.roll.lastChange(student.name, this.#outcome(change));
        }
        const changes = this.#session?.changes ?? [];
        const together = changes.filter((each) => each.rest === rest);
        return rollWords.restDone[to](together.length);
    }

    /**
     * The status after a change; until it is saved, the one that is wanted.
     *
     * @param {Change} change
     */
    #outcome({ studentId, to }) {
        const { pending, wanted, status } = this.#app.store.state(this.#id, studentId);
        return standing((pending && (wanted ?? to)) || status);
    }

    // Search and keyboard shortcuts

    /**
     * Show the students who match a filter now. A tile stays when its status changes later.
     *
     * @param {Filter} filter
     */
    #showOnly(filter) {
        this.#filter = filter;
        if (filter === "all") {
            this.#roster.search(this.#search.value.trim());
        } else {
            this.#roster.only(this.#matching(filter));
        }
        this.#drawMatches();
        this.#drawFilters();
    }

    #drawMatches() {
        const typed = this.#search.value.trim();
        const { shown, size } = this.#roster;
        const count = this.#filterCounts[this.#filter];
        const words = typed
            ? text.roll.shown(shown)
            : this.#filter === "all"
              ? ""
              : text.roll.filtered[this.#filter](count, shown);
        const drawn = [words, shown, size].join("|");
        if (drawn === this.#drawnShown) {
            return;
        }
        this.#drawnShown = drawn;
        this.#matches.textContent = words;
        this.#empty.hidden = shown > 0;
        if (!shown) {
            replace(
                this.#empty,
                size
                    ? empty(typed ? text.roll.noMatch : words)
                    : empty(
                          text.roll.noStudents,
                          linkButton(text.roll.toClass, to.class(this.#id)),
                      ),
            );
        }
    }

    /** @param {Filter} filter */
    #matching(filter) {
        const { ids } = this.#roster;
        return new Set(ids.filter((studentId) => this.#standing(studentId) === filter));
    }

    /** A student's standing once all marks are saved; filters use it. @param {string} studentId */
    #standing(studentId) {
        const { status, wanted } = this.#app.store.state(this.#id, studentId);
        return standing(wanted ?? status);
    }

    /** @param {KeyboardEvent} event */
    #searchKey(event) {
        if (event.isComposing) {
            return;
        }
        if (event.key === "Escape") {
            event.preventDefault();
            this.#search.value = "";
            this.#showOnly("all");
            this.#roster.focusCurrent();
        } else if (event.key === "ArrowDown") {
            event.preventDefault();
            this.#roster.focusFirst();
        } else if (event.key === "Enter" && !event.repeat) {
            event.preventDefault();
            const { onlyMatch } = this.#roster;
            if (onlyMatch && this.#search.value.trim()) {
                this.#markArrived(onlyMatch);
                this.#search.select();
            } else {
                this.#roster.focusFirst();
            }
        }
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
        const key = shortcutOf(event) ?? "";
        const student = key in STATUS_SHORTCUTS && this.#roster.focused;
        const act = student
            ? () => event.repeat || this.#set(student, STATUS_SHORTCUTS[key])
            : {
                  "/": () => this.#search.focus(),
                  u: () => event.repeat || this.#undo(),
                  r: () => event.repeat || this.#markRest(),
                  "?": () => showShortcuts(this.#signal),
              }[key];
        if (act) {
            event.preventDefault();
            act();
        }
    }
}

/**
 * A button of the bar that shows an icon only.
 *
 * @param {string} label @param {string} icon @param {() => unknown} onClick
 * @param {Record<string, any>} [props]
 */
function tool(label, icon, onClick, props = {}) {
    return h(
        "button",
        {
            ...{ type: "button", class: "tool", "aria-label": label, title: label },
            on: { click: () => void onClick() },
            ...props,
        },
        iconFor(icon),
    );
}
