/** The roll of a running session, where the teacher marks students. @module */

import { isMissing } from "/api.js";
import { ring } from "/charts/ring.js";
import { h, name, replace } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { codeText } from "/language/errors.js";
import { byName } from "/name-order.js";
import { absenceNotesSection } from "/parts/absence-notes.js";
import { askToContinue, continueSession, needsAsking } from "/parts/continue.js";
import { discardSection } from "/parts/discard.js";
import { markSheet } from "/parts/mark-sheet.js";
import { Roster } from "/parts/roster.js";
import { STATUS_SHORTCUTS, showShortcuts, shortcutOf } from "/parts/shortcuts.js";
import { startSession } from "/parts/start-session.js";
import { to } from "/router.js";
import { ABSENT, attends, standing, countStandings } from "/status.js";
import { button, dialog, empty, iconFor, linkButton } from "/ui.js";

/** @import { ClassRoster, Student } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { Change, Mark, News } from "/session-store.js" */
/** @import { Standing, Status } from "/status.js" */

/** Milliseconds in which saved marks are announced together to screen readers. */
const TOGETHER = 700;

/** The students to show. @typedef {"all" | Standing} Filter */

/** @type {Filter[]} */
const FILTERS = ["all", "none", "present", "late", "excused"];

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
        choose: (student, at) => this.#choose(student, at),
    });
    #ring = ring(text.oneSession.ring);
    #search;
    #matches = h("p", { class: "hint", role: "status" });
    /** @type {Map<Filter, { node: HTMLElement, count: HTMLElement }>} */
    #filters = new Map();
    #filterBar = h("div", {
        ...{ class: "filters", role: "group", "aria-label": text.roll.filters },
        "data-keep": "filter",
    });
    /** @type {Filter} */
    #filter = "all";
    #empty = h("div", { hidden: true });
    #last = h("div", { class: "last" });
    /** Where check-in is added. */
    #checkIn = h("div", { hidden: true });
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
    /** @type {Mark[]} */
    #saved = [];
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
        for (const each of FILTERS) {
            const filter = this.#filterButton(each);
            this.#filters.set(each, filter);
            this.#filterBar.append(filter.node);
        }
        app.store.subscribe((news) => this.#update(news), signal);
        document.addEventListener("keydown", (event) => this.#key(event), { signal });
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
                    button(
                        words.shortcuts,
                        {
                            kind: "plain for-keys",
                            icon: "keys",
                            onClick: () => showShortcuts(this.#signal),
                        },
                        { "aria-haspopup": "dialog" },
                    ),
                    button(words.end, { kind: "danger", onClick: () => this.#end() }),
                ),
            ),
            this.#checkIn,
            h(
                "div",
                { class: "roll-tools", role: "search" },
                ...[this.#search, this.#filterBar, this.#matches],
            ),
            h("h2", { class: "unseen" }, words.roster),
            h("p", { class: "hint roll-help" }, words.help),
            this.#roster.node,
            this.#empty,
            session && absenceNotesSection(this.#app, this.#id, this.#signal, session).node,
            discardSection(this.#app, {
                ...{ classId: this.#id, sessionId: session?.sessionId ?? "" },
                signal: this.#signal,
                begin: () => {
                    this.#discarding = true;
                },
            }),
            h("div", { class: "roll-foot" }, this.#last),
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
            });
            this.#checkIn.replaceWith(panel.node);
        });
    }

    get #session() {
        return this.#app.store.session(this.#id);
    }

    /** @param {Student[]} students */
    #setStudents(students) {
        this.#roster.setStudents(students.sort(byName(this.#app)));
        this.#dirty = undefined;
        // Room for all digits, so that growing counts do not move the tiles.
        const { length } = text.number(students.length);
        this.#filterBar.style.setProperty("--digits", String(length));
        this.#drawMatches();
    }

    // Actions of the user

    /**
     * A tap acts on what the user saw. A student who was not marked becomes present, or late if the
     * time says so. For a student who was, all statuses are offered.
     *
     * @param {Student} student @param {boolean} attended @param {HTMLElement} at
     */
    #tap(student, attended, at) {
        const { pending } = this.#app.store.state(this.#id, student._id);
        if (pending === "saving") {
            return;
        }
        if (attended) {
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

    /** @param {Student} student @param {Status} [status] */
    #mark(student, status) {
        this.#roster.expect(student._id);
        this.#app.live.mark(this.#id, student, status);
    }

    /** @param {Student} student @param {HTMLElement} at */
    #choose(student, at) {
        const { wanted, markedAt } = this.#app.store.state(this.#id, student._id);
        const status = wanted ?? this.#statusOf(student._id);
        const key = standing(status);
        const saved = key !== "none" && !wanted && markedAt;
        const words = saved ? text.roll.markedAt(key, markedAt) : text.status[key];
        markSheet({
            ...{ student, status, words, at, signal: this.#signal },
            choose: (chosen) => this.#set(student, chosen),
        });
    }

    /** @param {Student} student @param {Status} status */
    #set(student, status) {
        const { wanted } = this.#app.store.state(this.#id, student._id);
        if ((wanted ?? this.#statusOf(student._id)) === status) {
            this.#app.notices.announce(text.roll.alreadyMarked(student.name, status));
        } else {
            this.#mark(student, status);
        }
    }

    /**
     * A student's saved status.
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
        const { mark, overtaken } = this.#app.live.undo(this.#id);
        const studentId = (mark ?? overtaken)?.studentId;
        const student = studentId && this.#roster.student(studentId);
        if (student && overtaken) {
            const { wanted } = this.#app.store.state(this.#id, student._id);
            const status = wanted ?? this.#statusOf(student._id);
            this.#app.notices.show(text.roll.notUndone(student.name, status));
            this.#drawSoon();
        } else if (student) {
            this.#roster.expect(student._id);
            this.#app.notices.announce(text.roll.undone(student.name));
        }
    }

    async #end() {
        const words = text.roll;
        const { excused } = this.#counts;
        const leaving = new AbortController();
        const waitingHint = h("p", { class: "hint", role: "status" });
        const drawHint = () => {
            const { store } = this.#app;
            const count = store.pendingIn(this.#id).length;
            const hint = store.ready ? words.endPending(count) : words.endOffline(count);
            if (waitingHint.textContent !== hint) {
                waitingHint.textContent = hint;
            }
        };
        drawHint();
        this.#app.store.subscribe(drawHint, leaving.signal);
        await dialog({
            title: words.endTitle,
            body: [
                h("p", {}, words.endBody(this.#presentCount, this.#roster.size)),
                excused > 0 && h("p", {}, words.endExcused(excused)),
                waitingHint,
            ],
            ...{ confirmLabel: words.endConfirm, danger: true, signal: this.#signal },
            confirm: async () => {
                this.#ending = true;
                try {
                    await this.#app.live.end(this.#id, leaving.signal);
                } catch (error) {
                    this.#ending = false;
                    throw error;
                }
            },
        });
        // Withdraws the request to end if the dialog was cancelled.
        leaving.abort();
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

    /** @param {Mark} mark */
    #noteSaved(mark) {
        this.#saved.push(mark);
        if (this.#saved.length > 1) {
            return;
        }
        setTimeout(() => {
            const saved = this.#saved;
            this.#saved = [];
            if (this.#signal.aborted) {
                return;
            }
            const student = this.#roster.student(saved[0].studentId);
            const words = text.roll;
            this.#app.notices.announce(
                saved.length === 1 && student
                    ? words.savedOne(student.name, this.#statusOf(saved[0].studentId))
                    : words.savedMany(saved.length, this.#presentCount, this.#roster.size),
            );
        }, TOGETHER);
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
        this.#drawFilters();
        this.#drawMatches();
        this.#drawLast();
    }

    get #counts() {
        /** @type {Status[]} */
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
        for (const [each, { node, count }] of this.#filters) {
            const words = text.number(counts[each]);
            if (count.textContent !== words) {
                count.textContent = words;
            }
            node.setAttribute("aria-pressed", String(each === this.#filter));
        }
    }

    #drawLast() {
        const change = this.#app.store.lastChange(this.#id);
        const student = change && this.#roster.student(change.studentId);
        this.#last.hidden = !student;
        if (!student) {
            // Do not leave the focus on an element that disappears.
            if (this.#last.contains(document.activeElement)) {
                this.#search.focus();
            }
            return;
        }
        if (!this.#last.hasChildNodes()) {
            this.#last.append(
                h("p", { class: "last-change" }),
                button(
                    text.roll.undo,
                    { icon: "undo", onClick: () => this.#undo() },
                    { "aria-keyshortcuts": "u" },
                ),
            );
        }
        const words = text.roll.lastChange(student.name, this.#outcome(change));
        const shown = this.#last.firstElementChild;
        if (shown.textContent !== words) {
            shown.textContent = words;
        }
    }

    /**
     * The status after a change; until it is saved, the one that is wanted.
     *
     * @param {Change} change
     */
    #outcome({ studentId, to }) {
        const { pending, wanted } = this.#app.store.state(this.#id, studentId);
        return (pending && (wanted ?? to)) || this.#statusOf(studentId);
    }

    // Search and keyboard shortcuts

    /** @param {Filter} each */
    #filterButton(each) {
        const count = h("span", { class: "filter-count" });
        const node = h(
            "button",
            {
                ...{ type: "button", class: "filter", value: each },
                on: {
                    click: () => {
                        this.#search.value = "";
                        this.#showOnly(each);
                    },
                },
            },
            each !== "all" && iconFor(each),
            h("span", { class: "filter-word" }, text.roll.filter[each]),
            " ",
            count,
        );
        return { node, count };
    }

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
                  "?": () => showShortcuts(this.#signal),
              }[key];
        if (act) {
            event.preventDefault();
            act();
        }
    }
}
