/** The wall of the room: how many are there, and who has just come. @module */

import { ring } from "/charts/ring.js";
import { h, name } from "/dom.js";
import { to } from "/router.js";
import { attends, tally } from "/status.js";
import { isToday, text } from "/language/text.js";
import { button, linkButton } from "/ui.js";

/** How many names are shown: as many as can be read from the last row. */
const NAMES = 8;

/** @type {import("/app.js").View} */
export async function projectorView(app, { ids: [id], signal, show }) {
    const words = text.projector;
    let class_ = await app.api.class(id, { signal });
    await app.store.known(id, signal);
    const picture = ring(text.roll.ring);
    const list = h("ol", { class: "arrivals", role: "list", "aria-live": "polite" });
    const told = h("p", { class: "projector-note", role: "status" });
    const others = h("p", { class: "projector-note" });
    const since = h("p", { class: "projector-note", hidden: true });
    let students = new Map(class_.students.map((student) => [student._id, student]));
    /** What the wall shows once the session has ended. */
    let result = { present: 0, note: words.notRunning };
    /** @type {Map<string, HTMLElement>} by student, the last who came at the end */
    const arrivals = new Map();
    let drawing = false;

    function draw() {
        drawing = false;
        const session = app.store.session(id);
        if (session) {
            const marks = [...session.marks].filter(([studentId]) => students.has(studentId));
            const present = marks.filter(([, { status }]) => attends(status));
            const counts = tally(marks.map(([, { status }]) => status));
            others.textContent = words.others(counts.late, counts.excused);
            since.hidden = isToday(session.startedAt);
            since.textContent = words.since(session.startedAt);
            result = { present: present.length, note: words.notRunning };
            drawNames(present.map(([studentId]) => studentId));
        }
        picture.update(result.present, students.size, text.roll.of(students.size));
        const note = !session ? result.note : arrivals.size ? "" : words.waiting;
        if (told.textContent !== note) {
            told.textContent = note;
        }
    }

    /**
     * Who has come, newest first. Nothing here tells who of them is late: a mark that makes a
     * student late is not an arrival either.
     *
     * @param {string[]} present in the order of their marks
     */
    function drawNames(present) {
        const there = new Set(present);
        for (const studentId of arrivals.keys()) {
            if (!there.has(studentId)) {
                arrivals.delete(studentId);
            }
        }
        for (const studentId of present) {
            if (!arrivals.has(studentId)) {
                arrivals.set(studentId, h("li", {}, name(students.get(studentId).name)));
            }
        }
        const shown = [...arrivals.values()].slice(-NAMES).reverse();
        for (const node of [...list.children].filter((each) => !shown.includes(each))) {
            node.remove();
        }
        // Those that stay are not inserted again: that would animate them once more.
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
            result.note = ended.discarded ? text.discarding.told : words.ended;
        }
        if (ended?.discarded) {
            result.present = 0;
            others.textContent = "";
        }
        if (started || ended?.discarded) {
            drawNames([]);
        }
        const total = app.store.session(id)?.total;
        const stranger = marked?.some((studentId) => !students.has(studentId));
        if (stranger || (!marked && total !== undefined && total !== students.size)) {
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
                h("div", {}, h("h1", {}, name(class_.className)), since),
                h(
                    "div",
                    { class: "actions" },
                    button(words.fullScreen, { icon: "screen", onClick: toggleFullScreen }),
                    linkButton(words.leave, to.roll(id), { kind: "quiet" }),
                ),
            ),
            h("div", { class: "projector-ring" }, picture.node, others),
            h(
                "section",
                { class: "projector-names", "aria-labelledby": "arrivals" },
                h("h2", { id: "arrivals" }, words.arrivals),
                told,
                list,
            ),
        ),
    );
}

async function toggleFullScreen() {
    try {
        if (document.fullscreenElement) {
            await document.exitFullscreen();
        } else {
            await document.documentElement.requestFullscreen();
        }
    } catch {
        // A phone may have none; the page is as large as it can be then.
    }
}
