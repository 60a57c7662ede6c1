/** The running session of a class, with the student's own status. @module */

import { h, replace } from "/dom.js";
import { text } from "/language/en/student.js";
import { iconFor } from "/ui.js";

/** @import { App } from "/app.js" */
/** @import { News } from "/session-store.js" */

/**
 * `none`: not marked yet. `off`: no session is running.
 *
 * @typedef {keyof typeof text.student.mine} Mine
 */

export class Now {
    #app;
    #class;
    #always;
    #drawn = "";
    /**
     * How the session ended, if this page has seen that.
     *
     * @type {keyof typeof text.student.was | undefined}
     */
    #was;
    node = h("div", { class: "now", hidden: true });

    /**
     * @param {App} app @param {{ _id: string, className: string }} class_
     * @param {{ always?: boolean }} [options] `always`: shown without a session too
     */
    constructor(app, class_, { always = false } = {}) {
        this.#app = app;
        this.#class = class_;
        this.#always = always;
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
            this.#app.notices.announce(text.student.announceStatus(this.#mine(), className));
        }
        if (checkIn) {
            this.#app.notices.announce(text.student.announceCheckIn(className));
        }
        if (started || ended || isOwn || checkIn !== undefined) {
            this.draw();
        }
    }

    /** @returns {Mine} */
    #mine() {
        const session = this.#app.store.session(this.#class._id);
        if (!session) {
            return "off";
        }
        return session.absent ? "absent" : (session.status ?? "none");
    }

    draw() {
        const session = this.#app.store.session(this.#class._id);
        const mine = this.#mine();
        const canCheckIn = session?.checkIn && !session.status;
        const unknown = !session && this.#app.store.away;
        const drawn = `${session?.sessionId}|${mine}|${this.#was}|${canCheckIn}|${unknown}`;
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        this.node.hidden = !session && !this.#was && !this.#always;
        this.node.className = `now is-${mine}`;
        const hint = unknown ? text.connection.runningUnknown : text.student.nextHint;
        const over = this.#was ? text.student.was[this.#was] : hint;
        replace(
            this.node,
            h(
                "div",
                { class: "now-state" },
                iconFor(unknown ? "warning" : mine),
                unknown ? text.connection.offline : text.student.mine[mine],
            ),
            session
                ? h(
                      "p",
                      { class: "now-since" },
                      iconFor("live"),
                      `${text.student.running} ${text.student.since(session.startedAt)}`,
                  )
                : h("p", {}, this.#was && iconFor(this.#was), over),
            canCheckIn && h("p", {}, iconFor("qr"), text.student.checkInOpen),
        );
    }
}
