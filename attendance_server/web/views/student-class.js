/** A class for one of its students: their status now, and in past sessions. @module */

import { h, name, replace } from "/dom.js";
import { text } from "/language/en/student.js";
import { Now } from "/parts/now.js";
import { statusPicture } from "/parts/statuses.js";
import { to } from "/router.js";
import { attended, countStatuses, rateOf } from "/status.js";
import { button, dialog, empty, statusLabel } from "/ui.js";

/** @import { OwnSession } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */

/** @param {App} app @param {Place} place */
export async function studentClassView(app, { ids: [id], signal, show }) {
    const words = text.student;
    const [class_, sessions] = await Promise.all([
        app.api.class(id, { signal }),
        app.api.endedSessions(id, { signal }),
    ]);
    const now = new Now(app, class_, { always: true });
    const past = h("div", { class: "stack" });
    const leave = async () => {
        const left = await dialog({
            ...{ title: text.leaveClass.title(class_.className), signal, danger: true },
            ...{ body: h("p", {}, text.leaveClass.body), confirmLabel: text.leaveClass.leave },
            confirm: () => app.api.leaveClass(id),
        });
        if (left) {
            app.goInstead(to.home);
        }
    };
    let ids = drawPast(past, id, sessions, signal);
    const checkIn = h("div", { hidden: true });
    const notes = h("div", { hidden: true });
    const drawCheckIn = checkInPart(app, id, checkIn, signal);
    app.store.subscribe(async (news) => {
        drawCheckIn();
        if (news.classId === undefined) {
            now.draw();
        } else if (news.classId === id) {
            now.update(news);
            const reopened = news.started && ids.has(app.store.session(id)?.sessionId);
            if (news.ended || reopened) {
                try {
                    ids = drawPast(past, id, await app.api.endedSessions(id, { signal }), signal);
                } catch (error) {
                    app.fail(error, signal);
                }
            }
        }
    }, signal);
    show(
        class_.className,
        h("p", { class: "crumb" }, h("a", { href: to.home }, text.myClasses)),
        h("h1", {}, name(class_.className)),
        now.node,
        checkIn,
        h(
            "section",
            { class: "card", "aria-labelledby": "history" },
            h("h2", { id: "history" }, words.history),
            past,
        ),
        notes,
        h(
            "div",
            { class: "actions is-start" },
            button(text.leaveClass.leave, { onClick: leave }),
        ),
    );
    void app.addFrom("studentMore", signal, ({ ownNotes }) =>
        notes.replaceWith(ownNotes(app, id, signal).node),
    );
}

/**
 * Checking in, which is loaded once there is a session to check in to.
 *
 * @param {App} app @param {string} classId @param {Element} place @param {AbortSignal} signal
 * @returns {() => void} draws it
 */
function checkInPart(app, classId, place, signal) {
    /** @type {(() => void) | undefined} */
    let drawLoaded;
    let loading = false;
    const draw = () => {
        if (drawLoaded) {
            drawLoaded();
        } else if (app.store.session(classId) && !loading) {
            loading = true;
            void app.addFrom("studentCheckIn", signal, ({ checkInSection }) => {
                const section = checkInSection(app, classId, signal);
                place.replaceWith(section.node);
                drawLoaded = section.draw;
            });
        }
    };
    draw();
    return draw;
}

/**
 * @param {Element} node @param {string} classId @param {OwnSession[]} sessions newest first
 * @param {AbortSignal} signal
 * @returns {Set<string | undefined>} the ids of the sessions that are shown
 */
function drawPast(node, classId, sessions, signal) {
    const words = text.student;
    if (!sessions.length) {
        replace(node, empty(words.noSessions));
        return new Set();
    }
    const rate = attended(sessions);
    replace(
        node,
        h(
            "div",
            { class: "rate" },
            h(
                "p",
                {},
                h("span", { class: "unseen" }, `${words.rateLabel}: `),
                h("strong", {}, text.rate(rateOf(countStatuses(sessions)))),
                h("span", { class: "quiet" }, words.rate(rate)),
            ),
        ),
        statusPicture(
            sessions.slice().reverse(),
            words.rateLabel,
            text.studentReport.describe,
            signal,
        ),
        h(
            "ul",
            { class: "people", role: "list" },
            sessions.map((session) => h("li", {}, pastLine(classId, session))),
        ),
    );
    return new Set(sessions.map(({ _id }) => _id));
}

/** @param {string} classId @param {OwnSession} session */
function pastLine(classId, { _id, startedAt, endedAt, status, markedAt }) {
    return [
        h("a", { class: "row-link", href: to.session(classId, _id) }, text.moment(startedAt)),
        h(
            "span",
            { class: "past-status" },
            // Only corrections mark a student after the end.
            markedAt &&
                endedAt &&
                markedAt > endedAt &&
                h("span", { class: "tag" }, text.correction.corrected),
            statusLabel(status),
        ),
    ];
}
