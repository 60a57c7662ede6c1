/** A student's classes, with running sessions and their own attendance. @module */

import { ApiError } from "/api.js";
import { bars } from "/charts/bars.js";
import { h, name, replace } from "/dom.js";
import { text } from "/language/en/student.js";
import { compareNames } from "/language/formats.js";
import { statusPicture } from "/parts/statuses.js";
import { to } from "/router.js";
import { attended, attends, countStatuses, rateOf } from "/status.js";
import { button, dialog, empty, field, form, iconFor, linkButton, statusLabel } from "/ui.js";

/** @import { ClassView, Invitation, OwnSession } from "/api-types.js" */
/** @import { App, Place } from "/app.js" */
/** @import { News } from "/session-store.js" */

/** Past sessions on a card. */
const LATEST = 20;

/** @param {App} app @param {Place} place */
export async function studentHomeView(app, { signal, show }) {
    const list = h("ul", { class: "cards", role: "list" });
    const noClasses = empty(text.student.none);
    const invitationList = h("ul", { class: "cards", role: "list" });
    let drawnInvitations = "";
    /** @type {Map<string, Card>} */
    let cards = new Map();

    async function reload() {
        const [classes, invitations] = await Promise.all([
            app.api.classes({ signal }),
            app.api.invitations({ signal }),
        ]);
        // Only if they have changed, because a code may be being typed.
        if (drawnInvitations !== JSON.stringify(invitations)) {
            drawnInvitations = JSON.stringify(invitations);
            replace(
                invitationList,
                ...invitations.map((each) => invitationCard(app, each, refresh, signal)),
            );
        }
        classes.sort((one, other) => compareNames(one.className, other.className));
        const before = cards;
        cards = new Map(
            classes.map((class_) => [
                class_._id,
                before.get(class_._id) ?? new Card(app, class_, signal),
            ]),
        );
        list.replaceChildren(...[...cards.values()].map(({ node }) => node));
        noClasses.hidden = cards.size > 0 || invitations.length > 0;
    }

    const refresh = () => reload().catch((error) => app.fail(error, signal));
    await reload();
    app.store.subscribe((news) => {
        const { classId, started, ended } = news;
        if (classId === undefined) {
            cards.forEach((card) => card.draw());
        } else {
            cards.get(classId)?.update(news);
        }
        // The student may have been added to a class or removed from one.
        if (ended || (started && !cards.has(classId ?? ""))) {
            void refresh();
        }
    }, signal);
    // There is no frame for being added to a class.
    document.addEventListener(
        "visibilitychange",
        () => document.visibilityState === "visible" && refresh(),
        { signal },
    );
    show(
        text.myClasses,
        h("h1", {}, text.myClasses),
        h(
            "div",
            { class: "actions is-start" },
            linkButton(text.ownReport.link, to.ownReport(), { icon: "chart" }),
        ),
        invitationList,
        noClasses,
        list,
    );
}

/**
 * @param {App} app
 * @param {Invitation} invitation @param {() => Promise<void>} refresh loads the lists of the page
 *     again
 * @param {AbortSignal} signal
 */
function invitationCard(app, { classId, className, teacherName, needsCode }, refresh, signal) {
    const words = text.invitation;
    const code = field({
        ...{ label: words.code, name: "code", hint: words.codeHint, required: true },
        ...{ autocomplete: "off", autocapitalize: "characters", spellcheck: "false" },
    });

    async function decline() {
        try {
            await app.api.declineInvitation(classId);
            app.notices.announce(words.declined(className));
            await refresh();
        } catch (error) {
            app.fail(error, signal);
        }
    }

    const answer = form(needsCode ? [code] : [], {
        content: [
            needsCode && code.node,
            h(
                "div",
                { class: "actions is-start" },
                h("button", { class: "button is-primary" }, words.accept),
                button(words.decline, { onClick: decline }),
            ),
        ],
        submit: async (values) => {
            await app.api.acceptInvitation(classId, values.code);
            app.notices.announce(words.accepted(className));
            await refresh();
        },
    });
    return h(
        "li",
        { class: "card stack" },
        h("h2", {}, name(className)),
        h("p", {}, words.from(teacherName)),
        answer,
    );
}

/** The card of a class. */
class Card {
    #app;
    #class;
    #signal;
    #now;
    #past = h("div", { class: "past" });
    /** The ids of the past sessions that are shown. @type {Set<string | undefined>} */
    #shown = new Set();

    /** @param {App} app @param {ClassView} class_ @param {AbortSignal} signal */
    constructor(app, class_, signal) {
        this.#app = app;
        this.#class = class_;
        this.#signal = signal;
        this.#now = new Now(app, class_);
        this.node = h(
            "li",
            { class: "card is-class" },
            h(
                "h2",
                {},
                h("a", { href: to.class(class_._id), class: "cover" }, name(class_.className)),
            ),
            this.#now.node,
            this.#past,
        );
        void this.#load();
    }

    draw() {
        this.#now.draw();
    }

    /** @param {News} news */
    update(news) {
        this.#now.update(news);
        if (news.ended || (news.started && this.#reopened())) {
            void this.#load();
        }
    }

    #reopened() {
        return this.#shown.has(this.#app.store.session(this.#class._id)?.sessionId);
    }

    async #load() {
        try {
            // One of them may be running, and another one shows that there are more.
            const sessions = await this.#app.api.ownSessions(this.#class._id, {
                ...{ limit: LATEST + 2, signal: this.#signal },
            });
            const past = sessions.filter(({ running }) => !running);
            const ended = past.slice(0, LATEST);
            this.#shown = new Set(ended.map(({ _id }) => _id));
            const rate = attended(ended);
            const words =
                past.length > LATEST
                    ? text.student.rateOfLatest(rate, LATEST)
                    : text.student.rate(rate);
            replace(
                this.#past,
                ended.length
                    ? [
                          h("p", { class: "quiet" }, words),
                          strip(ended, text.student.chart(words)),
                      ]
                    : h("p", { class: "quiet" }, text.student.noSessions),
            );
        } catch (error) {
            // A student who was removed and never attended can no longer see the class.
            if (!(error instanceof ApiError) || error.status !== 403) {
                this.#app.fail(error, this.#signal);
            }
        }
    }
}

/** The running session of a class, with the student's own status. */
class Now {
    #app;
    #class;
    #drawn = "";
    /**
     * How the session ended, if this page has seen that.
     *
     * @type {keyof typeof text.student.was | undefined}
     */
    #was;
    node = h("div", { class: "now", hidden: true });

    /** @param {App} app @param {{ _id: string, className: string }} class_ */
    constructor(app, class_) {
        this.#app = app;
        this.#class = class_;
        this.draw();
    }

    /** @param {News} news */
    update({ started, ended, students, checkIn }) {
        const { className } = this.#class;
        if (started) {
            this.#was = undefined;
            this.#app.notices.announce(text.student.announceStart(className));
        }
        if (ended) {
            this.#was = ended.discarded ? "discarded" : (ended.status ?? "none");
            this.#app.notices.announce(`${className}: ${text.student.was[this.#was]}`);
        }
        const isOwn = students?.includes(this.#app.account.user?._id ?? "");
        if (isOwn) {
            const status = this.#app.store.session(this.#class._id)?.status ?? null;
            this.#app.notices.announce(text.student.announceStatus(status, className));
        }
        if (checkIn) {
            this.#app.notices.announce(text.student.announceCheckIn(className));
        }
        if (started || ended || isOwn || checkIn !== undefined) {
            this.draw();
        }
    }

    draw() {
        const session = this.#app.store.session(this.#class._id);
        const key = session?.status ?? "none";
        const canCheckIn = session?.checkIn && !session.status;
        const drawn = `${session?.sessionId}|${key}|${this.#was}|${canCheckIn}`;
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        this.node.hidden = !session && !this.#was;
        this.node.className = `now is-${session ? key : "over"}`;
        replace(
            this.node,
            session && [
                h("p", { class: "now-state" }, iconFor(key), text.student.mine[key]),
                h(
                    "p",
                    { class: "now-since" },
                    iconFor("live"),
                    `${text.student.running} ${text.student.since(session.startedAt)}`,
                ),
                canCheckIn && h("p", {}, iconFor("qr"), text.student.checkInOpen),
            ],
            !session && this.#was && h("p", {}, iconFor(this.#was), text.student.was[this.#was]),
        );
    }
}

/** @param {App} app @param {Place} place */
export async function studentClassView(app, { ids: [id], signal, show }) {
    const words = text.student;
    const [class_, sessions] = await Promise.all([
        app.api.class(id, { signal }),
        app.api.endedSessions(id, { signal }),
    ]);
    const now = new Now(app, class_);
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
        h(
            "div",
            { class: "actions is-start" },
            button(text.leaveClass.leave, { onClick: leave }),
        ),
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

/** @param {OwnSession[]} sessions newest first @param {string} description */
function strip(sessions, description) {
    return h(
        "div",
        { class: "chart" },
        bars(
            sessions
                .slice()
                .reverse()
                .map(({ startedAt, status }) => ({
                    ...{ share: Number(attends(status)), status },
                    label: text.student.bar(startedAt, text.status[status]),
                })),
            description,
        ),
    );
}
