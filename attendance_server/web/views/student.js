/** A student's own: their classes with what runs now, and how often they were there. @module */

import { ApiError } from "/api.js";
import { bars } from "/charts/bars.js";
import { h, name, replace } from "/dom.js";
import { to } from "/router.js";
import { attended, attends, countStatuses, rateOf } from "/status.js";
import { compareNames, text } from "/language/text.js";
import { button, dialog, empty, field, form, linkButton, mark, statusLabel } from "/ui.js";
import { statusPicture } from "/parts/statuses.js";

/** Past sessions on a card. */
const LATEST = 20;

/** @type {import("/app.js").View} */
export async function studentHomeView(app, { signal, show }) {
    const list = h("ul", { class: "cards", role: "list" });
    const nobody = empty(text.student.none);
    const invited = h("ul", { class: "cards", role: "list" });
    let invitedTo = "";
    /** @type {Map<string, Card>} */
    let cards = new Map();

    async function reload() {
        const [classes, invitations] = await Promise.all([
            app.api.classes({ signal }),
            app.api.invitations({ signal }),
        ]);
        // Not drawn anew under somebody who types a code.
        if (invitedTo !== JSON.stringify(invitations)) {
            invitedTo = JSON.stringify(invitations);
            replace(
                invited,
                ...invitations.map((each) => invitationCard(app, each, again, signal)),
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
        nobody.hidden = cards.size > 0 || invitations.length > 0;
    }

    const again = () => reload().catch((error) => app.fail(error, signal));
    await reload();
    app.store.subscribe((news) => {
        const { classId, started, ended } = news;
        if (classId === undefined) {
            cards.forEach((card) => card.draw());
        } else {
            cards.get(classId)?.hear(news);
        }
        // Into this class somebody may just have been put; out of that one, taken.
        if (ended || (started && !cards.has(classId ?? ""))) {
            void again();
        }
    }, signal);
    // Nothing tells a student that they were put into a class.
    document.addEventListener(
        "visibilitychange",
        () => document.visibilityState === "visible" && again(),
        { signal },
    );
    show(
        text.classList.heading,
        h("h1", {}, text.classList.heading),
        h(
            "div",
            { class: "actions is-start" },
            linkButton(text.ownReport.link, to.ownReport(), { icon: "chart" }),
        ),
        invited,
        nobody,
        list,
    );
}

/**
 * @param {import("/app.js").App} app
 * @param {{ classId: string, className: string, teacherName: string, needsCode: boolean }} invitation
 * @param {() => Promise<void>} again draws the page's lists as they are then
 * @param {AbortSignal} signal
 */
function invitationCard(app, { classId, className, teacherName, needsCode }, again, signal) {
    const words = text.invitation;
    const code = field({
        ...{ label: words.code, name: "code", hint: words.codeHint, required: true },
        ...{ autocomplete: "off", autocapitalize: "characters", spellcheck: "false" },
    });

    async function decline() {
        try {
            await app.api.declineInvitation(classId);
            app.notices.announce(words.declined(className));
            await again();
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
            await again();
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

/** One class. */
class Card {
    #app;
    #class;
    #signal;
    #now;
    #past = h("div", { class: "past" });
    /** Sessions that have ended, as far as they are shown. */
    #shown = new Set();

    /** @param {import("/app.js").App} app @param {any} class_ @param {AbortSignal} signal */
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

    /** @param {import("/session-store.js").News} news */
    hear(news) {
        this.#now.hear(news);
        if (news.ended || (news.started && this.#reopened())) {
            void this.#load();
        }
    }

    #reopened() {
        return this.#shown.has(this.#app.store.session(this.#class._id)?.sessionId);
    }

    async #load() {
        try {
            // One of them may be running, and one more shows that there are earlier ones.
            const sessions = await this.#app.api.sessions(this.#class._id, {
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
            // Whoever was taken out of the class and never attended it sees it no more.
            if (!(error instanceof ApiError) || error.status !== 403) {
                this.#app.fail(error, this.#signal);
            }
        }
    }
}

/** What runs now in a class, and what one is in it. */
class Now {
    #app;
    #class;
    #drawn = "";
    /** @type {string | undefined} how the session ended that this page has seen */
    #was;
    node = h("div", { class: "now", hidden: true });

    /** @param {import("/app.js").App} app @param {any} class_ */
    constructor(app, class_) {
        this.#app = app;
        this.#class = class_;
        this.draw();
    }

    /** @param {import("/session-store.js").News} news */
    hear({ started, ended, students }) {
        const { className } = this.#class;
        if (started) {
            this.#was = undefined;
            this.#app.notices.announce(text.student.heardStart(className));
        }
        if (ended) {
            this.#was = ended.discarded ? "discarded" : (ended.status ?? "none");
            this.#app.notices.announce(`${className}: ${text.student.was[this.#was]}`);
        }
        const mine = students?.includes(this.#app.account.user?._id ?? "");
        if (mine) {
            const status = this.#app.store.session(this.#class._id)?.status ?? null;
            this.#app.notices.announce(text.student.heard(status, className));
        }
        if (started || ended || mine) {
            this.draw();
        }
    }

    draw() {
        const session = this.#app.store.session(this.#class._id);
        const key = session ? (session.status ?? "none") : "";
        const drawn = `${session?.sessionId}|${key}|${this.#was}`;
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        this.node.hidden = !session && !this.#was;
        this.node.className = `now is-${session ? key : "over"}`;
        replace(
            this.node,
            session && [
                h("p", { class: "now-state" }, mark(key), text.student.mine[key]),
                h(
                    "p",
                    { class: "now-since" },
                    mark("live"),
                    `${text.student.running} ${text.student.since(session.startedAt)}`,
                ),
            ],
            !session && this.#was && h("p", {}, mark(this.#was), text.student.was[this.#was]),
        );
    }
}

/** @type {import("/app.js").View} */
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
    app.store.subscribe(async (news) => {
        if (news.classId === undefined) {
            now.draw();
        } else if (news.classId === id) {
            now.hear(news);
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
        h("p", { class: "crumb" }, h("a", { href: to.home }, text.classList.heading)),
        h("h1", {}, name(class_.className)),
        now.node,
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
 * Which sessions are shown.
 *
 * @param {Element} node @param {string} classId @param {any[]} sessions newest first
 * @param {AbortSignal} signal
 * @returns {Set<string | undefined>}
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

/** @param {string} classId @param {any} session */
function pastLine(classId, { _id, startedAt, endedAt, status, markedAt }) {
    return [
        h("a", { class: "row-link", href: to.session(classId, _id) }, text.moment(startedAt)),
        h(
            "span",
            { class: "past-status" },
            // Nobody is marked after the end but by a correction.
            markedAt > endedAt && h("span", { class: "tag" }, text.correction.corrected),
            statusLabel(status),
        ),
    ];
}

/** @param {any[]} sessions newest first @param {string} description */
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
