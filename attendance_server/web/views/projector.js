/** The view for the wall: how many students are present, and who has just arrived. @module */

import { ring } from "/charts/ring.js";
import { h, name } from "/dom.js";
import { text } from "/language/en/teacher.js";
import { isToday } from "/language/formats.js";
import { to } from "/router.js";
import { attends, countStandings } from "/status.js";
import { button, linkButton } from "/ui.js";

/** @import { App, Place } from "/app.js" */

/** Names that are shown; more would be too small for the back row. */
const NAMES = 8;

/** @param {App} app @param {Place} place */
export async function projectorView(app, { ids: [id], signal, show }) {
    const words = text.projector;
    let class_ = await app.api.class(id, { signal });
    await app.store.known(id, signal);
    const picture = ring(text.oneSession.ring);
    const list = h("ol", { class: "arrivals", role: "list", "aria-live": "polite" });
    const status = h("p", { class: "projector-note", role: "status" });
    const others = h("p", { class: "projector-note" });
    const since = h("p", { class: "projector-note", hidden: true });
    let students = new Map(class_.students.map((student) => [student._id, student]));
    /** What is shown after the session has ended. */
    let result = { present: 0, note: "" };
    /** By student, in the order of arrival. @type {Map<string, HTMLElement>} */
    const arrivals = new Map();
    const door = h("div", { class: "projector-door", hidden: true });
    const doorButton = h("span", {});
    let drawing = false;

    function draw() {
        drawing = false;
        const session = app.store.session(id);
        if (session) {
            const marks = [...session.marks].filter(([studentId]) => students.has(studentId));
            const present = marks.filter(([, { status }]) => attends(status));
            const counts = countStandings(marks.map(([, { status }]) => status));
            others.textContent = words.others(counts.late, counts.excused);
            since.hidden = isToday(session.startedAt);
            since.textContent = words.since(session.startedAt);
            result = { present: present.length, note: "" };
            drawNames(present.map(([studentId]) => studentId));
        }
        picture.update(result.present, students.size, text.oneSession.of(students.size));
        const none = app.store.away ? text.connection.runningUnknown : words.notRunning;
        const note = !session ? result.note || none : arrivals.size ? "" : words.waiting;
        if (status.textContent !== note) {
            status.textContent = note;
        }
    }

    /**
     * Show the arrivals, newest first. They do not show who is late, so a mark that only changes a
     * student to late is not a new arrival.
     *
     * @param {string[]} present in the order of their marks
     */
    function drawNames(present) {
        const attending = new Set(present);
        for (const studentId of arrivals.keys()) {
            if (!attending.has(studentId)) {
                arrivals.delete(studentId);
            }
        }
        for (const studentId of present) {
            if (!arrivals.has(studentId)) {
                arrivals.set(studentId, h("li", {}, name(students.get(studentId)?.name ?? "")));
            }
        }
        const shown = [...arrivals.values()].slice(-NAMES).reverse();
        for (const node of [...list.children].filter((each) => !shown.includes(each))) {
            node.remove();
        }
        // Names that stay are not inserted again, which would repeat their animation.
        let place = list.firstChild;
        for (const node of shown) {
            if (node === place) {
                place = place.nextSibling;
            } else {
                list.insertBefore(node, place);
            }
        }
    }

    async function reload() {
        try {
            class_ = await app.api.class(id, { signal });
            students = new Map(class_.students.map((student) => [student._id, student]));
            draw();
        } catch (error) {
            app.fail(error, signal);
        }
    }

    app.store.subscribe(({ classId, students: marked, started, ended }) => {
        if (classId !== undefined && classId !== id) {
            return;
        }
        if (ended) {
            result.note = ended.discarded ? text.discarding.discarded : words.ended;
        }
        if (ended?.discarded) {
            result.present = 0;
            others.textContent = "";
        }
        if (started || ended?.discarded) {
            drawNames([]);
        }
        const total = app.store.session(id)?.total;
        const unknown = marked?.some((studentId) => !students.has(studentId));
        if (unknown || (!marked && total !== undefined && total !== students.size)) {
            void reload();
        }
        if (!drawing) {
            drawing = true;
            requestAnimationFrame(draw);
        }
    }, signal);
    draw();
    show(
        words.title(class_.className),
        h(
            "div",
            { class: "projector" },
            h(
                "div",
                { class: "projector-head" },
                h(
                    "div",
                    {},
                    h("h1", {}, name(class_.className)),
                    h("p", { class: "projector-note" }, name(app.account.user?.name ?? "")),
                    since,
                ),
                h(
                    "div",
                    { class: "actions" },
                    doorButton,
                    button(words.fullScreen, { icon: "screen", onClick: toggleFullScreen }),
                    linkButton(words.leave, to.roll(id), { kind: "quiet" }),
                ),
            ),
            door,
            h("div", { class: "projector-ring" }, picture.node, others),
            h(
                "section",
                { class: "projector-names", "aria-labelledby": "arrivals" },
                h("h2", { id: "arrivals" }, words.arrivals),
                status,
                list,
            ),
        ),
    );
    if (class_.checkIn?.allowed ?? true) {
        void app.addFrom("teacherCheckIn", signal, (module) => {
            const { card, button: toggle } = module.door(app, id, signal);
            door.replaceWith(card);
            doorButton.replaceWith(toggle);
        });
    }
}

async function toggleFullScreen() {
    try {
        if (document.fullscreenElement) {
            await document.exitFullscreen();
        } else {
            await document.documentElement.requestFullscreen();
        }
    } catch {
        // A phone may not support it; the page is then already as large as possible.
    }
}
