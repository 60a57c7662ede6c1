/** A running session at its teacher's: who is there is marked here. @module */

import { ring } from "/charts/ring.js";
import { h, name, replace } from "/dom.js";
import { to } from "/router.js";
import { ABSENT, attends, standing, tally } from "/status.js";
import { serverText, text } from "/language/text.js";
import { button, dialog, empty, linkButton, mark } from "/ui.js";
import { startSession } from "/parts/start-session.js";
import { askToContinue, goOn, needsAsking } from "/parts/continue.js";
import { discardSection } from "/parts/discard.js";
import { STATUS_KEYS, showKeys, singleKey } from "/parts/shortcuts.js";
import { markSheet } from "/parts/mark-sheet.js";
import { Roster } from "/parts/roster.js";

/** Milliseconds in which marks that are saved are told as one, to who hears the page. */
const TOGETHER = 700;

/** Whom one can have shown: everyone, or those who are this. */
const FILTERS = ["all", "none", "present", "late", "excused"];

/** @type {import("/app.js").View} */
export async function rollView(app, { ids: [id], signal, show }) {
    const class_ = await app.api.class(id, { signal });
    await app.store.known(id, signal);
    const session = app.store.session(id);
    if (!session) {
        showNotRunning(app, class_, signal, show);
    } else if (needsAsking(session)) {
        askToContinue(app, class_, session, signal, show);
    } else {
        goOn(session.sessionId);
        new Roll(app, class_, signal).show(show);
    }
}

function showNotRunning(app, class_, signal, show) {
    app.store.subscribe(({ classId, started }) => {
        if (started && classId === class_._id) {
            app.render();
        }
    }, signal);
    show(
        text.roll.title(class_.className),
        h("p", { class: "crumb" }, h("a", { href: to.home }, text.classList.heading)),
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
    #ring = ring(text.roll.ring);
    #search;
    #matches = h("p", { class: "hint", role: "status" });
    /** @type {Map<string, { node: HTMLElement, count: HTMLElement }>} */
    #filters = new Map();
    #filterBar = h("div", {
        ...{ class: "filters", role: "group", "aria-label": text.roll.filters },
        "data-keep": "filter",
    });
    #filter = "all";
    #nobody = h("div", { hidden: true });
    #last = h("div", { class: "last" });
    /** @type {Set<string> | undefined} whose tiles are to be drawn; nothing: all */
    #dirty = new Set();
    #drawing = false;
    #loading = false;
    #ending = false;
    #discarding = false;
    /** @type {import("/session-store.js").Mark[]} */
    #saved = [];
    #drawnShown = "";

    /** @param {import("/app.js").App} app @param {any} class_ @param {AbortSignal} signal */
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
                // Who is looked for by name may be anything.
                input: () => this.#showOnly("all"),
                keydown: (event) => this.#searchKey(event),
            },
        });
        for (const each of FILTERS) {
            const filter = this.#filterButton(each);
            this.#filters.set(each, filter);
            this.#filterBar.append(filter.node);
        }
        app.store.subscribe((news) => this.#hear(news), signal);
        document.addEventListener("keydown", (event) => this.#key(event), { signal });
        this.#setStudents(class_.students);
        this.#draw();
    }

    /** @param {import("/app.js").Place["show"]} show */
    show(show) {
        const words = text.roll;
        const session = this.#session;
        const since = session?.startedAt && words.since(session.startedAt);
        show(
            words.title(this.#class.className),
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
                    // An opener hands its log-in on to the new window.
                    linkButton(
                        words.projector,
                        to.projector(this.#id),
                        { icon: "screen" },
                        { target: "_blank", rel: "opener" },
                    ),
                    button(
                        words.keys,
                        {
                            kind: "plain for-keys",
                            icon: "keys",
                            onClick: () => showKeys(this.#signal),
                        },
                        { "aria-haspopup": "dialog" },
                    ),
                    button(words.end, { kind: "danger", onClick: () => this.#end() }),
                ),
            ),
            h(
                "div",
                { class: "roll-tools", role: "search" },
                ...[this.#search, this.#filterBar, this.#matches],
            ),
            h("h2", { class: "unseen" }, words.roster),
            h("p", { class: "hint roll-help" }, words.help),
            this.#roster.node,
            this.#nobody,
            discardSection(this.#app, {
                ...{ classId: this.#id, sessionId: session?.sessionId ?? "" },
                signal: this.#signal,
                begin: () => {
                    this.#discarding = true;
                },
            }),
            h("div", { class: "roll-foot" }, this.#last),
        );
    }

    get #session() {
        return this.#app.store.session(this.#id);
    }

    /** @param {any[]} students */
    #setStudents(students) {
        this.#roster.setStudents(students);
        this.#dirty = undefined;
        // Counts that grow are not to push the tiles away under the finger.
        const { length } = text.number(students.length);
        this.#filterBar.style.setProperty("--digits", String(length));
        this.#tellShown();
    }

    // What is done here

    /**
     * A tap sets what whoever taps wants of what they saw: a student who had not come has come,
     * and is present, or late by the clock. For one who had, it offers all that they can be.
     *
     * @param {any} student @param {boolean} attended @param {HTMLElement} at
     */
    #tap(student, attended, at) {
        const { pending } = this.#app.store.state(this.#id, student._id);
        if (pending === "saving") {
            return;
        }
        if (attended) {
            this.#choose(student, at);
        } else {
            this.#markCome(student);
        }
    }

    /** @param {any} student */
    #markCome(student) {
        if (this.#isPresent(student)) {
            this.#app.notices.show(text.roll.already(student.name));
        } else {
            this.#mark(student);
        }
    }

    /** @param {any} student @param {import("/status.js").Status} [status] */
    #mark(student, status) {
        this.#roster.expect(student._id);
        this.#app.live.mark(this.#id, student, status);
    }

    /** @param {any} student @param {HTMLElement} at */
    #choose(student, at) {
        const { wanted, markedAt } = this.#app.store.state(this.#id, student._id);
        const status = wanted ?? this.#statusOf(student._id);
        const key = standing(status);
        const saved = key !== "none" && !wanted && markedAt;
        const said = saved ? text.roll.markedAt(key, markedAt) : text.status[key];
        markSheet({
            ...{ student, status, said, at, signal: this.#signal },
            choose: (chosen) => this.#set(student, chosen),
        });
    }

    /** @param {any} student @param {import("/status.js").Status} status */
    #set(student, status) {
        const { wanted } = this.#app.store.state(this.#id, student._id);
        if ((wanted ?? this.#statusOf(student._id)) === status) {
            this.#app.notices.announce(text.roll.alreadySo(student.name, status));
        } else {
            this.#mark(student, status);
        }
    }

    /**
     * What is saved of a student.
     *
     * @param {string} studentId @returns {import("/status.js").Status}
     */
    #statusOf(studentId) {
        return this.#app.store.state(this.#id, studentId).status ?? ABSENT;
    }

    /** @param {any} student */
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
        const waits = h("p", { class: "hint", role: "status" });
        const told = () => {
            const { store } = this.#app;
            const count = store.pendingIn(this.#id).length;
            const said = store.ready ? words.endPending(count) : words.endOffline(count);
            if (waits.textContent !== said) {
                waits.textContent = said;
            }
        };
        told();
        this.#app.store.subscribe(told, leaving.signal);
        await dialog({
            title: words.endTitle,
            body: [
                h("p", {}, words.endBody(this.#presentCount, this.#roster.size)),
                excused > 0 && h("p", {}, words.endExcused(excused)),
                waits,
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
        // What is cancelled is withdrawn.
        leaving.abort();
    }

    // What is heard

    /** @param {import("/session-store.js").News} news */
    #hear({ classId, students, ended, saved, refused }) {
        if (classId !== undefined && classId !== this.#id) {
            return;
        }
        if (ended?.discarded) {
            this.#leaveDiscarded();
            return;
        }
        if (ended) {
            this.#leave(ended.sessionId);
            return;
        }
        if (saved) {
            this.#noteSaved(saved);
        }
        if (refused) {
            this.#tellIfGone(refused);
        }
        if (!students) {
            this.#dirty = undefined;
        } else {
            students.forEach((student) => this.#dirty?.add(student));
        }
        const { total } = this.#session ?? {};
        const stranger = students?.some((student) => !this.#roster.student(student));
        if (stranger || (!students && total !== undefined && total !== this.#roster.size)) {
            void this.#reload();
        }
        this.#drawSoon();
    }

    /** A mark of somebody who is in the class no more. @param {{ studentId: string }} mark */
    #tellIfGone({ studentId }) {
        const { failed } = this.#app.store.state(this.#id, studentId);
        const student = this.#roster.student(studentId);
        if (failed === "Student not in class" && student) {
            this.#app.notices.show(`${student.name}: ${serverText(failed)}`, "error");
            void this.#reload();
        }
    }

    /** @param {string} sessionId */
    #leave(sessionId) {
        this.#app.goInstead(to.session(this.#id, sessionId));
        const words = text.roll;
        this.#app.notices.show(this.#ending ? words.endedHere : words.endedElsewhere);
    }

    /** Whoever has discarded it here is told by the dialog. */
    #leaveDiscarded() {
        this.#app.goInstead(to.class(this.#id));
        if (!this.#discarding) {
            this.#app.notices.show(text.discarding.told);
        }
    }

    /** Somebody came into the class or left it in another window. */
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

    /** @param {import("/session-store.js").Mark} mark */
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

    // What is shown

    /** However many frames come, a picture is drawn once. */
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
        this.#ring.update(this.#presentCount, total, text.roll.of(total));
        this.#drawFilters();
        this.#tellShown();
        this.#drawLast();
    }

    get #counts() {
        const statuses = [];
        for (const [studentId, { status }] of this.#session?.marks ?? []) {
            if (this.#roster.student(studentId)) {
                statuses.push(status);
            }
        }
        const counts = tally(statuses);
        return { ...counts, none: counts.none + this.#roster.size - statuses.length };
    }

    /** Who is late is there. */
    get #presentCount() {
        const { present, late } = this.#counts;
        return present + late;
    }

    /** How many tiles each filter would show. */
    get #filterCounts() {
        const standings = this.#roster.ids.map((studentId) => this.#standing(studentId));
        return { all: this.#roster.size, ...tally(standings) };
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
            // The keyboard is not to be left on something that is not there any more.
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
     * What came of a change; until that is known, what it asked for.
     *
     * @param {import("/session-store.js").Change} change
     */
    #outcome({ studentId, to }) {
        const { pending, wanted } = this.#app.store.state(this.#id, studentId);
        return pending ? (wanted ?? to) : this.#statusOf(studentId);
    }

    // Searching, and keys

    /** @param {string} each */
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
            each !== "all" && mark(each),
            h("span", { class: "filter-word" }, text.roll.filter[each]),
            " ",
            count,
        );
        return { node, count };
    }

    /**
     * Those who are what `filter` says now: a tile that is tapped stays where it is.
     *
     * @param {string} filter
     */
    #showOnly(filter) {
        this.#filter = filter;
        if (filter === "all") {
            this.#roster.search(this.#search.value.trim());
        } else {
            this.#roster.only(this.#those(filter));
        }
        this.#tellShown();
        this.#drawFilters();
    }

    #tellShown() {
        const typed = this.#search.value.trim();
        const { shown, size } = this.#roster;
        const count = this.#filterCounts[this.#filter];
        const words = typed
            ? text.roll.shown(shown)
            : text.roll.filtered[this.#filter]?.(count, shown);
        const drawn = [words, shown, size].join("|");
        if (drawn === this.#drawnShown) {
            return;
        }
        this.#drawnShown = drawn;
        this.#matches.textContent = words ?? "";
        this.#nobody.hidden = shown > 0;
        if (!shown) {
            replace(
                this.#nobody,
                size
                    ? empty(typed ? text.roll.noMatch : words)
                    : empty(text.roll.nobody, linkButton(text.roll.toClass, to.class(this.#id))),
            );
        }
    }

    /** @param {string} filter */
    #those(filter) {
        const { ids } = this.#roster;
        return new Set(ids.filter((studentId) => this.#standing(studentId) === filter));
    }

    /** What a student is to be once all is saved: filters go by that, and count it. */
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
                this.#markCome(onlyMatch);
                this.#search.select();
            } else {
                this.#roster.focusFirst();
            }
        }
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
        const key = singleKey(event) ?? "";
        const student = key in STATUS_KEYS && this.#roster.focused;
        const act = student
            ? () => event.repeat || this.#set(student, STATUS_KEYS[key])
            : {
                  "/": () => this.#search.focus(),
                  u: () => event.repeat || this.#undo(),
                  "?": () => showKeys(this.#signal),
              }[key];
        if (act) {
            event.preventDefault();
            act();
        }
    }
}
