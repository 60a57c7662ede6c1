/** A class on a student's first page: what is now, and their latest sessions. @module */

import { ApiError } from "/api.js";
import { bars } from "/charts/bars.js";
import { h, name, replace } from "/dom.js";
import { text } from "/language/en/student.js";
import { Now } from "/parts/now.js";
import { to } from "/router.js";
import { attended, attends } from "/status.js";

/** @import { ClassView, OwnSession } from "/api-types.js" */
/** @import { App } from "/app.js" */
/** @import { News } from "/session-store.js" */

/** Past sessions on a card. */
const LATEST = 20;

/** The card of a class. */
export class OwnClassCard {
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
