/**
 * The pages of the attendance server: connects the modules, and shows the view of the address.
 *
 * @module
 */

import { Account } from "/account.js";
import { Api, ApiError, isMissing, isNoAnswer } from "/api.js";
import { h, replace } from "/dom.js";
import { useLanguage } from "/language/choice.js";
import { text } from "/language/en/common.js";
import { errorText } from "/language/errors.js";
import { Live } from "/live.js";
import { Places } from "/places.js";
import { Renewal } from "/renewal.js";
import { route, to } from "/router.js";
import { SessionStore } from "/session-store.js";
import { Shell } from "/shell.js";
import { Notices, button, dialog, linkButton } from "/ui.js";
import { Updates, keepPages, leaveOldBuild } from "/updates.js";
import { WaitingBanner } from "/waiting/banner.js";
import { WaitingLessons } from "/waiting/lessons.js";
import { WaitingMarks } from "/waiting/marks.js";
import { WaitingStorage } from "/waiting/storage.js";

/** @import { LogIn } from "/account.js" */
/** @import { Child } from "/dom.js" */
/** @import { Connection } from "/live.js" */

/** Milliseconds after which a view that is not shown yet is replaced by a loading message. */
const SLOW = 250;

/** Milliseconds until a door that did not arrive is asked for again, after each failure. */
const DELAYS = [500, 2000];

/**
 * Where a view is shown: `signal` is aborted when the view is left. `readdress` changes its address,
 * such as for other filters, unless it was left.
 *
 * @typedef {{
 *     ids: string[], query: URLSearchParams, next?: string, signal: AbortSignal,
 *     show: (title: string, ...content: Child[]) => void, readdress: (hash: string) => void,
 * }} Place
 */

/** @typedef {(app: App, place: Place) => void | Promise<void>} View */

/** The views of those who are not logged in; whoever is logged in is sent on. */
const FOR_VISITORS = new Set(["login", "signup", "signedOn", "forgot"]);

/** Shown whether or not a user is logged in. */
const FOR_ANYONE = new Set(["claim"]);

/** The views of teachers that are not for every day. */
const REPORTS = new Set([
    ...["report", "matrix", "overTime", "studentReport", "absences", "import", "slips"],
]);

/** The view that has a door of its own, as phones are to be quick there. */
const CHECK_IN = "checkIn";

/** The view of those who have the code of a class. */
const JOIN = "join";

/** The views by who sees them. Each is a file of its own, which is loaded when it is needed. */
const DOORS = {
    visitor: () => import("/doors/visitor.js"),
    teacher: () => import("/doors/teacher.js"),
    teacherReports: () => import("/doors/teacher-reports.js"),
    student: () => import("/doors/student.js"),
    office: () => import("/doors/office.js"),
    teacherCheckIn: () => import("/doors/teacher-check-in.js"),
    studentCheckIn: () => import("/doors/student-check-in.js"),
    studentMore: () => import("/doors/student-more.js"),
};

/** The page: the user, the connection, and the current view. */
export class App {
    account = new Account();
    api = new Api(this.account, () => this.#seekToken());
    #renewal = new Renewal(this.account, this.api, () => void this.live.renew());
    shell;
    notices;
    #updates = new Updates();
    /** @type {WaitingBanner | undefined} */
    #banner;
    #waitingStorage = new WaitingStorage();
    /** @type {SessionStore} */
    store;
    /** @type {WaitingLessons} */
    lessons;
    /** @type {Live} */
    live;
    #places;
    #leave = new AbortController();
    #shown = false;
    /** @type {Partial<Record<keyof typeof DOORS, { views: Record<string, View> }>>} */
    #opened = {};
    /** Whether the view could not be shown because the server was not reached. */
    #broken = false;
    /**
     * The search for a new token, after the server has refused the last one.
     *
     * @type {Promise<boolean> | undefined}
     */
    #seeking;

    constructor() {
        ({ store: this.store, live: this.live, lessons: this.lessons } = this.#connect());
        this.shell = new Shell(this);
        this.#places = new Places(this.shell.main);
        this.notices = new Notices();
        this.#banner = new WaitingBanner(this);
        addEventListener("hashchange", () => {
            // Between two views, no one is in the middle of anything.
            if (this.#losable || !this.#updates.reload()) {
                this.render();
            }
        });
        addEventListener("beforeunload", (event) => {
            if (this.#losable) {
                event.preventDefault();
            }
        });
    }

    /** Show the view of the address, as soon as it is known who is logged in. */
    async start() {
        const asking = this.account.ask();
        if (!this.account.user) {
            await asking;
        }
        this.account.onOtherTab((before) => this.#followOtherTab(before));
        if (this.account.user) {
            this.#reconnect();
            this.live.start();
            this.#renewal.watch();
        } else {
            void this.#finishLogOut();
            void this.api.kept.forgetOthers();
        }
        this.shell.showMenu();
        this.shell.showConnection();
        this.render();
    }

    /** @param {string} hash */
    go(hash) {
        if (location.hash === hash) {
            this.render();
        } else {
            location.hash = hash;
        }
    }

    /**
     * Like `go`, but replaces the current history entry.
     *
     * @param {string} hash @param {{ entry: string } | null} [state] of the place to return to
     */
    goInstead(hash, state = null) {
        history.replaceState(state, "", hash);
        this.render();
    }

    /**
     * @param {LogIn} logIn @param {boolean} stay
     * @param {string} [next] where to go
     */
    logIn(logIn, stay, next = to.home) {
        this.account.set(logIn, stay);
        this.#renewal.watch();
        this.#begin(next);
        void this.#learnOfReset();
    }

    /** Learn whether the password was reset since the last log-in. */
    async #learnOfReset() {
        try {
            const user = await this.api.me();
            if (user.passwordReset && user._id === this.account.user?._id) {
                this.account.change(user);
                this.shell.showMenu();
            }
        } catch {
            // The next log-in tries again.
        }
    }

    /**
     * Show the pages of a user who has just logged in, here or in another tab.
     *
     * @param {string} next where to go
     */
    #begin(next) {
        const before = this.#lastUser;
        const now = this.account.user?._id;
        const other = before !== undefined && before !== now;
        if (other) {
            this.#places.forget();
        }
        if (before !== now) {
            this.#reconnect();
        }
        this.live.start();
        this.shell.showMenu();
        // Not the address of another user's page, and only addresses within the pages.
        const hash = next.startsWith("#/") && !other ? next : to.home;
        this.goInstead(hash, this.#places.unpark(now ?? "", hash));
        void useLanguage(this.account.user?.language);
    }

    /**
     * Log out, but ask first if marks are waiting.
     *
     * @param {string} [next] where to go
     */
    async askToLogOut(next = to.login()) {
        const { waiting, unstored } = this.store.waiting;
        const words = unstored ? text.logOutLosing : text.logOutPending;
        const sure =
            !waiting.length ||
            (await dialog({
                ...{ title: text.logOutTitle, body: h("p", {}, words(waiting.length)) },
                ...{ confirmLabel: text.logOut, danger: true },
            }));
        if (sure) {
            const { stays, token } = this.account;
            // The page does not depend on the answer.
            this.logOut(text.loggedOut, next);
            this.account.leaving ||= stays;
            try {
                await this.api.logOut(token);
                this.account.leaving = false;
            } catch {
                await this.#finishLogOut();
            }
        }
    }

    /**
     * End the device of a user who has logged out: its token had expired, or the server could not
     * be reached.
     */
    async #finishLogOut() {
        if (!this.account.leaving) {
            return;
        }
        try {
            const { token } = await this.api.refresh();
            await this.api.logOut(token);
        } catch (error) {
            if (isNoAnswer(error)) {
                return;
            }
        }
        this.account.leaving = false;
    }

    /** @param {string} [message] @param {string} [next] where to go */
    logOut(message = text.loggedOut, next = to.login()) {
        this.account.clear();
        this.#end(message, next);
    }

    /** The user is logged out. @param {string} message @param {string} next where to go */
    #end(message, next) {
        this.#places.forget();
        this.#reconnect();
        this.shell.showMenu();
        this.shell.showConnection();
        this.go(next);
        this.notices.show(message);
    }

    /**
     * Do work that revokes the token, without the socket reporting an expired log-in.
     *
     * @param {() => Promise<unknown>} work
     */
    async withoutConnection(work) {
        this.live.stop();
        try {
            await work();
        } finally {
            if (this.account.user) {
                this.live.start();
            }
        }
    }

    /** Show that an action has failed. @param {unknown} error */
    fail(error, signal = this.#leave.signal) {
        if (!signal.aborted && this.account.user) {
            this.notices.show(errorText(error), "error");
        }
    }

    render() {
        this.#places.leave();
        this.#places.enter();
        this.#leave.abort();
        this.#leave = new AbortController();
        const { signal } = this.#leave;
        this.#broken = false;
        this.api.kept.used = false;
        const { name, ids, query, next } = route(location.hash);
        const door = this.#door(name);
        if (door === "login") {
            this.goInstead(to.login(location.hash));
            return;
        }
        if (FOR_VISITORS.has(name) && this.account.user) {
            this.goInstead(next?.startsWith("#/") ? next : to.home);
            return;
        }
        this.shell.showView(name);
        void this.#enter(door, name, { ids, query, next, signal });
    }

    /**
     * @param {keyof typeof DOORS} door @param {string} name of the view
     * @param {Omit<Place, "show" | "readdress">} place
     */
    async #enter(door, name, place) {
        const { signal } = place;
        const slow = setTimeout(() => this.#showLoading(signal), SLOW);
        const show = (/** @type {string} */ title, /** @type {Child[]} */ ...content) => {
            clearTimeout(slow);
            if (!signal.aborted) {
                this.#show(title, content);
            }
        };
        const readdress = (/** @type {string} */ hash) => this.#places.readdress(hash, signal);
        try {
            // An open door shows its views at once.
            const { views } = this.#opened[door] ?? (await this.#open(door));
            if (!signal.aborted) {
                await (views[name] ?? missingView)(this, { ...place, show, readdress });
            }
        } catch (error) {
            if (!signal.aborted) {
                this.#showProblem(error, show);
            }
        } finally {
            clearTimeout(slow);
        }
    }

    /** @param {string} name @returns {keyof typeof DOORS | "login"} */
    #door(name) {
        if (FOR_VISITORS.has(name) || FOR_ANYONE.has(name)) {
            return "visitor";
        }
        const { isAdmin, isTeacher, user } = this.account;
        if (!user) {
            return "login";
        }
        if (name === CHECK_IN && !isAdmin) {
            return isTeacher ? "teacherCheckIn" : "studentCheckIn";
        }
        if (name === JOIN) {
            return "studentMore";
        }
        if (isTeacher && REPORTS.has(name)) {
            return "teacherReports";
        }
        return isAdmin ? "office" : isTeacher ? "teacher" : "student";
    }

    /**
     * Add to a page what few of its users need, and what therefore has a door of its own. The page
     * works without it.
     *
     * @template {"teacherCheckIn" | "studentCheckIn" | "studentMore"} D
     * @param {D} door @param {AbortSignal} signal
     * @param {(module: Awaited<ReturnType<(typeof DOORS)[D]>>) => unknown} add is called unless the
     *     page was left meanwhile
     */
    async addFrom(door, signal, add) {
        try {
            const module = await this.#open(door);
            if (!signal.aborted) {
                await add(module);
            }
        } catch (error) {
            this.fail(error, signal);
        }
    }

    /**
     * @param {keyof typeof DOORS} door @param {number[]} delays until it is asked for again
     * @returns {Promise<any>} its module
     */
    async #open(door, [delay, ...others] = DELAYS) {
        try {
            const module = await DOORS[door]();
            this.#opened[door] = module;
            return module;
        } catch (error) {
            await leaveOldBuild();
            if (delay === undefined) {
                throw error;
            }
        }
        await new Promise((resolve) => {
            setTimeout(resolve, delay);
        });
        return this.#open(door, others);
    }

    /** @param {string} title @param {Child[]} content */
    #show(title, content) {
        document.title = text.title(title);
        replace(this.shell.main, ...content);
        this.shell.main.removeAttribute("aria-busy");
        // Move the focus to the field that the view is about, or to its start, for screen readers
        // and keyboard users. When the page itself is new, browsers begin at its start.
        const first = this.shell.main.querySelector("[data-first]");
        if (first instanceof HTMLElement) {
            first.focus();
        } else if (this.#shown) {
            const heading = this.shell.main.querySelector("h1");
            heading?.setAttribute("tabindex", "-1");
            heading?.focus({ preventScroll: true });
        }
        this.#shown = true;
        this.#places.arrive();
    }

    /** @param {AbortSignal} signal */
    #showLoading(signal) {
        if (!signal.aborted) {
            this.shell.main.setAttribute("aria-busy", "true");
            replace(this.shell.main, h("p", { class: "loading", role: "status" }, text.loading));
        }
    }

    /** @param {unknown} error @param {Place["show"]} show */
    #showProblem(error, show) {
        if (!(error instanceof ApiError)) {
            reportError(error);
        }
        const missing = isMissing(error);
        this.#broken = !missing;
        show(
            text.failed,
            h(
                "div",
                { class: "narrow" },
                h("h1", {}, missing ? text.missing.heading : text.failed),
                h("p", {}, errorText(error)),
                h(
                    "div",
                    { class: "actions is-start" },
                    !missing &&
                        button(text.tryAgain, { kind: "primary", onClick: () => this.render() }),
                    linkButton(text.back, to.home),
                ),
            ),
        );
    }

    /** The user whose marks may still be waiting here. @type {string | undefined} */
    #lastUser;

    /**
     * The server refuses the token. Fulfilled with whether the user has another one; otherwise the
     * log-in has expired, unless the server could not be asked.
     *
     * @returns {Promise<boolean>}
     */
    #seekToken() {
        this.#seeking ??= this.#seek().finally(() => {
            this.#seeking = undefined;
        });
        return this.#seeking;
    }

    async #seek() {
        const { stays, token, user } = this.account;
        if (!user) {
            return false;
        }
        const renewed = stays ? await this.#renewal.renew() : "refused";
        if (renewed === "unknown") {
            this.#renewal.watch();
            return false;
        }
        if (renewed === "refused") {
            await this.#expire();
        }
        return this.account.token !== token && this.account.user?._id === user._id;
    }

    /** The log-in has expired. After the next log-in, the user is back at the same view. */
    async #expire() {
        const { token, user } = this.account;
        if (!user) {
            return;
        }
        // Another tab may have received a new token by changing the password.
        await this.account.ask({ expired: true });
        if (this.account.token !== token) {
            return;
        }
        this.#lastUser = user._id;
        this.#places.park(user._id);
        this.account.expire();
        this.live.stop();
        this.shell.showMenu();
        this.goInstead(to.expired(location.hash));
        this.notices.announce(text.expired);
    }

    /** Start with a new store, so that no user sees the data of another. */
    #reconnect() {
        this.#lastUser = undefined;
        this.live.stop();
        void this.api.kept.forgetOthers(this.account.user?._id);
        ({ store: this.store, live: this.live, lessons: this.lessons } = this.#connect());
    }

    /** A store for the current user, and the connection that fills it. */
    #connect() {
        const userId = this.account.user?._id ?? "";
        // Only teachers mark.
        const storage = this.account.isTeacher ? this.#waitingStorage : undefined;
        const waiting = new WaitingMarks(userId, storage);
        waiting.subscribe(() => this.#banner?.draw());
        const store = new SessionStore(userId, waiting, () => this.api.clock.now());
        store.subscribe(({ classId }) => {
            if (!classId) {
                this.#banner?.draw();
            }
        });
        const lessons = new WaitingLessons(userId, storage);
        lessons.subscribe(() => this.#banner?.draw());
        const live = new Live(
            store,
            this.api,
            () => this.#renewal.token(),
            () => void this.#seekToken(),
            lessons,
        );
        /** Whether the connection has been up before. */
        let wasUp = false;
        live.subscribe((connection, before) => {
            this.shell.showConnection();
            this.#banner?.draw();
            const works = isUp(connection);
            if (connection.phase === "stopped") {
                // The page itself has stopped it, so there is nothing to report.
                wasUp = false;
            } else if (!works && isUp(before)) {
                this.notices.announce(text.connection.announce.waiting);
            } else if (works && !isUp(before)) {
                void this.#announceBack(!wasUp, waiting);
            }
            if (connection.phase === "polling") {
                this.notices.announce(text.connection.announce.polling);
            }
            wasUp ||= works;
            if (works && (this.#broken || this.#outdated)) {
                this.render();
            }
        });
        store.subscribe(() => store.ready && this.shell.serverHeard());
        return { store, live, lessons };
    }

    /**
     * Report that the connection is back, and when no marks are waiting any longer.
     *
     * @param {boolean} first since the page was loaded @param {WaitingMarks} waiting
     */
    async #announceBack(first, waiting) {
        await waiting.loaded;
        const words = text.connection.announce;
        const count = waiting.waiting.length;
        if (!first) {
            // It may have been away to be updated.
            void this.#updates.look();
        }
        if (!count) {
            if (!first) {
                this.notices.show(waiting.problems.length ? words.back : words.live, "good");
            }
            return;
        }
        if (!first) {
            this.notices.announce(words.sending(count));
        }
        const listening = new AbortController();
        waiting.subscribe(() => {
            const sent = !waiting.waiting.length;
            if (sent && !waiting.problems.length) {
                this.notices.show(first ? words.sent(count) : words.live, "good");
            }
            // A change from HTTP to a WebSocket is not a new connection.
            if (sent || !isUp(this.live.connection)) {
                listening.abort();
            }
        }, listening.signal);
    }

    /** Whether the view shows what was kept. The roll follows changes by itself. */
    get #outdated() {
        return this.api.kept.used && document.body.dataset.view !== "roll";
    }

    /** Whether closing the page now would lose something. */
    get #losable() {
        return this.store.waiting.losable || this.lessons.losable;
    }

    /** @param {LogIn | undefined} before who was logged in here */
    #followOtherTab(before) {
        const { user } = this.account;
        this.#renewal.watch();
        if (!user) {
            this.#end(text.loggedOutElsewhere, to.login());
        } else if (before?.user._id === user._id) {
            void this.live.renew();
            if (this.#broken) {
                this.render();
            }
        } else if (before) {
            // Everything that is shown belongs to another user.
            this.#lastUser = before.user._id;
            this.#begin(to.home);
            this.notices.show(text.otherUser(user.name));
        } else {
            const { name, next } = route(location.hash);
            this.#begin(FOR_VISITORS.has(name) ? (next ?? to.home) : location.hash);
        }
    }
}

/** Whether the page shows the server's current state. @param {Connection} connection */
function isUp({ phase }) {
    return phase === "live" || phase === "polling";
}

/** @param {App} _app @param {Place} place */
function missingView(_app, { show }) {
    show(
        text.missing.heading,
        h(
            "div",
            { class: "narrow" },
            h("h1", {}, text.missing.heading),
            h("p", {}, text.missing.body),
            linkButton(text.back, to.home),
        ),
    );
}

await new App().start();
void keepPages();
