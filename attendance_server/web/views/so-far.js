/** The summary of a running session: who is missing now, which follows each mark. @module */

import { ring } from "/charts/ring.js";
import { h, name } from "/dom.js";
import { summary } from "/language/en/summary.js";
import { text } from "/language/en/teacher.js";
import { paced } from "/paced.js";
import { leaveEnded } from "/parts/roll/ended.js";
import { SessionList } from "/parts/session-list.js";
import { to } from "/router.js";
import { countStandings, standing } from "/status.js";

/** @import { ClassRoster } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { Line } from "/parts/session-row.js" */

/** The least time between two loads of the roster, in milliseconds. */
const PAUSE = 1000;

/** The least time between two drawings: students check in by dozens at once. */
const FRAME = 200;

/** @param {App} app @param {Place} place */
export async function soFarView(app, { ids: [id], signal, show }) {
    const class_ = await app.api.class(id, { signal });
    await app.store.known(id, signal);
    if (!app.store.session(id)) {
        app.goInstead(to.roll(id));
        return;
    }
    const { className } = class_;
    const soFar = new SoFar(app, class_, signal);
    show(`${summary.soFar}, ${className}`, ...soFar.nodes);
}

class SoFar {
    #app;
    #id;
    #students;
    #ring = ring(text.oneSession.ring);
    #list;
    nodes;

    /** @param {App} app @param {ClassRoster} class_ @param {AbortSignal} signal */
    constructor(app, { _id, className, students }, signal) {
        this.#app = app;
        this.#id = _id;
        this.#students = students;
        this.#list = new SessionList(app, this.#shown, { signal });
        this.nodes = [
            h("p", { class: "crumb" }, h("a", { href: to.roll(_id) }, summary.toRoll)),
            h(
                "div",
                { class: "result card" },
                this.#ring.node,
                h(
                    "div",
                    { class: "stack" },
                    h("h1", {}, name(className)),
                    h("p", { class: "lead" }, summary.soFar),
                    h("p", { class: "quiet" }, summary.soFarHint),
                ),
            ),
            this.#list.node,
        ];
        const draw = paced(FRAME, () => this.#draw(), signal);
        const load = paced(
            PAUSE,
            async () => {
                try {
                    this.#students = (await app.api.class(_id, { signal })).students;
                    draw();
                } catch (error) {
                    app.fail(error, signal);
                }
            },
            signal,
        );
        app.store.subscribe(({ classId, students: marked, ended }) => {
            if (classId !== undefined && classId !== _id) {
                return;
            }
            if (ended) {
                void leaveEnded(app, _id, ended);
                return;
            }
            if (marked?.some((student) => !this.#students.some((each) => each._id === student))) {
                load();
            }
            draw();
        }, signal);
        app.live.listen("ROSTER_CHANGED", ({ classId }) => classId === _id && load(), signal);
        this.#draw();
    }

    #draw() {
        const shown = this.#shown;
        const { present, late } = countStandings(shown.attendance.map(({ status }) => status));
        const total = shown.attendance.length;
        // Late students count as present.
        this.#ring.update(present + late, total, text.oneSession.of(total));
        this.#list.update(shown);
    }

    /** With marks that are not saved yet, as on the roll. */
    get #shown() {
        return { endedAt: null, attendance: this.#students.map((each) => this.#line(each)) };
    }

    /** @param {import("/api-types.js").Student} student @returns {Line} */
    #line({ _id, ...student }) {
        const { status, wanted, markedAt } = this.#app.store.state(this.#id, _id);
        const now = standing(wanted ?? status);
        return { ...student, studentId: _id, status: now, markedAt: markedAt ?? null };
    }
}
