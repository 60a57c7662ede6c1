/**
 * Connects the server and the store: over the page's one socket, or over HTTP if the network blocks
 * WebSockets.
 *
 * @module
 */

import { ApiError, isMissing, isNoAnswer } from "/api.js";
import { SocketError, connect } from "/client.js";
import { errorCode } from "/language/errors.js";
import { byTap, lineOf, restEvent } from "/mark-frames.js";
import { OwnLessons } from "/own-lessons.js";

/** @import { Api } from "/api.js" */
/** @import { Socket, Status } from "/client.js" */
/** @import { News, SessionStore } from "/session-store.js" */
/** @import { WaitingLessons } from "/waiting/lessons.js" */

/**
 * Milliseconds that a mark may take. A server gives up its database sooner, so it is the server
 * that answers whether a mark is saved.
 */
const PATIENCE = 60_000;

/** The close code for a missing or expired token. */
const EXPIRED = 4401;

/** Failed attempts to connect in a row after which the server is polled over HTTP. */
const TRIES = 2;

/** Milliseconds after which it is polled while the first attempt is still undecided. */
const SLOW = 4000;

/** The least and the most milliseconds between two polls. */
const POLL = [3000, 4000];

/** Milliseconds until a lesson that the server could not take is sent again. */
const AGAIN = 5000;

/** Marks per request, well below the server's limit. */
const MARKS = 500;

/** The server's error code for a session that is not running. */
const NOT_RUNNING = "no_active_session";

/** The server's error code if all students are marked already, or no mark is to be taken back. */
const NOTHING_TO_MARK = "nothing_to_mark";

/**
 * `connecting`: for the first time. `live`: what is shown is current. `polling`: there is no
 * WebSocket, and the server is polled over HTTP. `waiting`: the connection is lost, and the next
 * attempt is at `retryAt`. `trying`: that attempt is under way. `stopped`: no user is logged in.
 *
 * @typedef {"connecting" | "live" | "polling" | "waiting" | "trying" | "stopped"} Phase
 */

/** @typedef {{ phase: Phase, retryAt?: number }} Connection `retryAt`: milliseconds since 1970 */

/** @typedef {import("/session-store.js").Mark} Mark */

/** @typedef {import("/session-store.js").Wanted} Wanted */

export class Live {
    /** @type {Connection} */
    connection = { phase: "stopped" };
    #store;
    #lessons;
    #api;
    #token;
    #expired;
    /** @type {Set<(connection: Connection, before: Connection) => void>} */
    #listeners = new Set();
    /** @type {Socket | undefined} */
    #socket;
    /** Failed attempts to connect since the last connection. */
    #failures = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} until the next poll */
    #pollTimer;
    #pollRunning = false;
    /** Counts changes: a poll that started before the latest one has an outdated answer. */
    #changes = 0;
    /** Marks to be sent over HTTP, by session. @type {Map<string, Mark[]>} */
    #outgoing = new Map();
    /** Requests for the results of ended sessions. @type {Map<string, Promise<void>>} */
    #results = new Map();
    /** Listeners to frames that do not change the store. @type {Set<[string, (data: any) => void]>} */
    #others = new Set();

    /**
     * @param {SessionStore} store
     * @param {Api} api
     * @param {() => Promise<string | undefined>} token
     * @param {() => void} expired called when the server refuses the token
     * @param {WaitingLessons} lessons that were begun here
     */
    constructor(store, api, token, expired, lessons) {
        this.#store = store;
        this.#lessons = new OwnLessons(lessons, store, api);
        this.#api = api;
        this.#token = token;
        this.#expired = expired;
        store.subscribe(({ started, ended }) => {
            this.#changes += Number(Boolean(started || ended));
        });
        store.waiting.subscribe((marks) => {
            // Marks that this page is sending need no further attempt.
            if (marks.some((mark) => store.isWaiting(mark))) {
                void this.#sendWaiting();
            }
        });
    }

    /** @param {(connection: Connection, before: Connection) => void} listener */
    subscribe(listener) {
        this.#listeners.add(listener);
    }

    /**
     * Listen to frames that do not change the store.
     *
     * @param {string} event @param {(data: any) => void} listener
     * @param {AbortSignal} signal ends it
     */
    listen(event, listener, signal) {
        /** @type {[string, (data: any) => void]} */
        const other = [event, listener];
        this.#others.add(other);
        this.#socket?.on(event, listener);
        signal.addEventListener("abort", () => {
            this.#others.delete(other);
            this.#socket?.off(event, listener);
        });
    }

    /**
     * Send a frame that does not change the store, and wait for its answer. Raises `SocketError`.
     *
     * @param {"OPEN_CHECK_IN" | "CLOSE_CHECK_IN"} event @param {{ classId: string }} data
     */
    async request(event, data) {
        return this.#connected().request(event, data);
    }

    start() {
        if (this.#socket) {
            return;
        }
        const store = this.#store;
        const socket = connect(undefined, { query: { token: this.#token } });
        this.#socket = socket;
        this.#failures = 0;
        this.#set({ phase: "connecting" });
        socket.on("ATTENDANCE_MARKED", (frame) => store.marked(frame));
        // What students and what teachers are told when check-in opens or closes.
        socket.on("CHECK_IN_CHANGED", (frame) => store.checkInChanged(frame));
        socket.on("CHECK_IN_CODE", (frame) => store.checkInChanged(frame));
        socket.on("SESSION_STARTED", (frame) => {
            store.started(frame);
            // A reopened session already has marks.
            socket.emit("WATCH");
        });
        socket.on("SESSION_ENDED", (frame) => {
            store.ended(frame);
            void this.#sendWaiting();
        });
        socket.on("WATCHING", (frame) => {
            this.#failures = 0;
            this.#stopPolling();
            store.watching(frame);
            // It also arrives on an established connection.
            if (this.connection.phase !== "live") {
                this.#set({ phase: "live" });
            }
            void this.#sendWaiting();
        });
        this.#others.forEach(([event, listener]) => socket.on(event, listener));
        socket.on("disconnect", (_, { code }) => this.#lost(code));
        socket.on("connect_error", ({ code }) => {
            this.#failures += 1;
            this.#lost(code);
        });
        socket.on("reconnect_attempt", (_, delay) => {
            if (this.#failures >= TRIES) {
                void this.#poll();
            }
            if (this.#polling) {
                return;
            }
            const waiting = this.#set({ phase: "waiting", retryAt: Date.now() + delay });
            setTimeout(() => {
                if (this.connection === waiting) {
                    this.#set({ phase: "trying" });
                }
            }, delay);
        });
        document.addEventListener("visibilitychange", this.#pollIfVisible);
        setTimeout(() => {
            // A proxy may let a WebSocket neither succeed nor fail.
            if (socket === this.#socket && !socket.connected) {
                void this.#poll();
            }
        }, SLOW);
    }

    stop() {
        const socket = this.#socket;
        this.#socket = undefined;
        socket?.off();
        socket?.disconnect();
        document.removeEventListener("visibilitychange", this.#pollIfVisible);
        this.#stopPolling();
        this.#store.lost(false);
        this.#set({ phase: "stopped" });
    }

    /** There is a new token, with which the connection goes on; it may have been closed already. */
    async renew() {
        const socket = this.#socket;
        if (!socket) {
            return;
        }
        if (socket.connected) {
            try {
                await socket.renew((await this.#token()) ?? "");
                return;
            } catch (error) {
                // A lost connection comes back with the new token.
                if (isUnknown(error) || isTimeout(error)) {
                    return;
                }
            }
        }
        if (socket === this.#socket && (socket.connected || !socket.active)) {
            this.stop();
            this.start();
        }
    }

    /** Connect now instead of waiting for the next attempt. */
    tryNow() {
        if (!this.#polling) {
            this.#set({ phase: "trying" });
        }
        this.#socket?.connect();
    }

    /**
     * Begin a session here, as the server cannot be reached.
     *
     * @param {{ _id: string, className: string }} class_
     */
    async begin(class_) {
        await this.#lessons.begin(class_);
        void this.#sendWaiting();
    }

    /**
     * @param {string} classId @param {{ _id: string, name: string }} student
     * @param {Wanted} [status] default: present, or late if the time says so
     */
    mark(classId, student, status) {
        const mark = this.#store.mark(classId, student, status);
        this.#deliver(mark ? [mark] : []);
    }

    /**
     * Mark those of the students who are unmarked, with one frame.
     *
     * @param {string} classId @param {{ _id: string, name: string }[]} students
     * @param {Status} [status] default: present, or late if the time says so
     */
    markRest(classId, students, status) {
        const marks = this.#store.markRest(classId, students, status);
        this.#deliver(marks);
        return marks;
    }

    /**
     * Undo the last change, except for students who have been marked elsewhere since.
     *
     * @param {string} classId
     */
    undo(classId) {
        const undone = this.#store.undo(classId);
        this.#deliver(undone.marks);
        return undone;
    }

    /** @param {Mark[]} marks that were refused */
    retry(marks) {
        this.#deliver(this.#store.retry(marks));
    }

    /**
     * Ask which sessions are running. Fulfilled once that is known, or the connection is lost.
     *
     * @returns {Promise<void>}
     */
    catchUp() {
        const socket = this.#socket;
        if (!socket || !this.#store.ready) {
            return Promise.resolve();
        }
        if (this.#polling) {
            return this.#poll();
        }
        return new Promise((resolve) => {
            // After the listener that updates the store.
            socket.once("WATCHING", () => resolve());
            socket.once("disconnect", () => resolve());
            socket.emit("WATCH");
        });
    }

    /**
     * End the running session of a class once all of its waiting marks are saved, however long that
     * takes. The store knows of the end before this is fulfilled. Rejects with a `SocketError` or
     * an `ApiError` if the server refuses the end or a mark; the session then goes on.
     *
     * @param {string} classId
     * @param {AbortSignal} signal withdraws it unless it was already sent, and rejects with the
     *     signal's reason
     */
    async end(classId, signal) {
        if (!this.#store.ready && this.#lessons.end(classId)) {
            return;
        }
        await this.#startLessons();
        const { sessionId } = this.#store.session(classId) ?? {};
        const isRunning = () => this.#store.session(classId)?.sessionId === sessionId;
        while (isRunning()) {
            await this.#allSaved(classId, sessionId, signal);
            if (!isRunning()) {
                return;
            }
            try {
                await this.#end(classId, sessionId, signal);
                return;
            } catch (error) {
                // Another window may have ended it first; the frame for that came before the error.
                if (isRunning() && !isUnknown(error)) {
                    throw error;
                }
            }
            // It may have ended, which the next `WATCHING` or poll shows.
            if (this.#polling) {
                await this.#poll();
            }
        }
    }

    /** @param {string} classId @param {string | undefined} sessionId @param {AbortSignal} signal */
    async #end(classId, sessionId, signal) {
        if (this.#polling) {
            this.#store.ended(await this.#api.end(classId, sessionId, { signal }));
        } else {
            const options = { timeout: PATIENCE, signal };
            await this.#connected().request("DONE", { classId, sessionId }, options);
        }
    }

    /**
     * Fulfilled once the server's state is known and the session has no waiting marks, or has
     * ended.
     *
     * @param {string} classId @param {string | undefined} sessionId @param {AbortSignal} signal
     * @returns {Promise<void>}
     */
    async #allSaved(classId, sessionId, signal) {
        signal.throwIfAborted();
        await this.#store.waiting.loaded;
        const listening = new AbortController();
        try {
            await new Promise((resolve, reject) => {
                /** @param {News} news */
                const look = ({ refused }) => {
                    if (refused?.sessionId === sessionId) {
                        reject(new SocketError("Marks were not saved", "refused", {
                            reason: "marks_not_saved",
                        }));
                    } else if (
                        this.#store.ready &&
                        !this.#store.pendingIn(classId).length
                    ) {
                        resolve(undefined);
                    }
                };
                this.#store.subscribe(look, listening.signal);
                signal.addEventListener("abort", () => reject(signal.reason));
                look({});
            });
        } finally {
            listening.abort();
        }
    }

    /** Raises `SocketError` if no user is logged in. */
    #connected() {
        if (!this.#socket) {
            throw new SocketError("Not connected", "offline");
        }
        return this.#socket;
    }

    /** @param {Mark[]} marks */
    #deliver(marks) {
        // The server does not know of a session that was begun here.
        if (this.#store.ready && !marks[0]?.own) {
            this.#send(marks);
        } else {
            marks.forEach((mark) => this.#store.keepWaiting(mark));
        }
    }

    /** Send waiting marks, and settle those of sessions that have ended meanwhile. */
    async #sendWaiting() {
        await this.#store.waiting.loaded;
        if (!this.#store.ready) {
            return;
        }
        void this.#startLessons();
        this.#send(this.#store.takeWaiting());
        for (const { classId, sessionId } of this.#store.missingSessions) {
            void this.#settleEnded(classId, sessionId);
        }
    }

    /** Have the server make sessions of the lessons that were begun here. */
    async #startLessons() {
        const { started, left } = await this.#lessons.start();
        if (left && this.#store.ready) {
            setTimeout(() => void this.#sendWaiting(), AGAIN);
        }
        if (started) {
            this.#changes += 1;
            await this.catchUp();
        }
    }

    /** @param {Mark[]} marks */
    #send(marks) {
        for (const together of byTap(marks)) {
            if (this.#polling) {
                together.forEach((mark) => void this.#post(mark));
            } else if (together[0].rest) {
                void this.#requestRest(together);
            } else {
                void this.#request(together[0]);
            }
        }
    }

    /** @param {Mark[]} marks of one tap */
    async #requestRest(marks) {
        const [{ classId, sessionId }] = marks;
        const [event, data] = restEvent(marks[0]);
        try {
            // Its answer is the last of the frames of these marks.
            await this.#connected().request(
                event,
                { classId, sessionId, ...data },
                { timeout: PATIENCE },
            );
        } catch (error) {
            if (errorCode(error) !== NOTHING_TO_MARK) {
                marks.forEach((mark) => void this.#notSaved(mark, error));
                return;
            }
        }
        this.#store.savedRest(marks);
    }

    /** @param {Mark} mark */
    async #request(mark) {
        const { classId, sessionId } = mark;
        try {
            const answer = await this.#connected().request(
                "MARK_ATTENDANCE",
                { classId, sessionId, ...lineOf(mark) },
                { timeout: PATIENCE },
            );
            this.#store.saved(mark, answer);
        } catch (error) {
            void this.#notSaved(mark, error);
        }
    }

    /** Marks in quick succession share a request. @param {Mark} mark */
    async #post(mark) {
        const { classId, sessionId } = mark;
        const pending = this.#outgoing.get(sessionId);
        if (pending) {
            pending.push(mark);
            return;
        }
        const queue = [mark];
        this.#outgoing.set(sessionId, queue);
        // Includes the marks of this moment.
        await Promise.resolve();
        try {
            while (queue.length) {
                await this.#postAll(classId, sessionId, queue.splice(0, MARKS));
            }
        } finally {
            this.#outgoing.delete(sessionId);
        }
    }

    /** @param {string} classId @param {string} sessionId @param {Mark[]} marks */
    async #postAll(classId, sessionId, marks) {
        let answers;
        try {
            answers = await this.#api.mark(classId, sessionId, marks.map(lineOf));
        } catch (error) {
            marks.forEach((mark) => void this.#notSaved(mark, error));
            return;
        } finally {
            this.#changes += 1;
        }
        marks.forEach((mark, place) => {
            const { error, code, ...saved } = answers[place];
            if (error) {
                void this.#notSaved(mark, new SocketError(error, "refused", { reason: code }));
            } else {
                this.#store.marked({ classId, studentId: mark.studentId, ...saved });
                if (mark.rest) {
                    this.#store.savedRest([mark]);
                } else {
                    this.#store.saved(mark, saved);
                }
            }
        });
    }

    /** @param {Mark} mark @param {unknown} error */
    async #notSaved(mark, error) {
        if (errorCode(error) === NOT_RUNNING) {
            await this.#settleEnded(mark.classId, mark.sessionId);
        } else if (!isUnknown(error) && !isTimeout(error) && !isTemporary(error)) {
            this.#store.refused(mark, errorCode(error));
            return;
        } else if (this.#polling) {
            // The next poll finds out when the server can be reached again.
            this.#store.lost();
        }
        // Marking twice does no harm: it is sent again, unless it turns out to be saved.
        this.#store.keepWaiting(mark);
        if (isTimeout(error)) {
            // Another server, without ids, may have saved it: the current state shows that.
            void this.catchUp();
        }
    }

    /**
     * Settle the waiting marks of a session that is not running.
     *
     * @param {string} classId @param {string} sessionId
     */
    #settleEnded(classId, sessionId) {
        const loading =
            this.#results.get(sessionId) ??
            this.#loadResult(classId, sessionId).finally(() => this.#results.delete(sessionId));
        this.#results.set(sessionId, loading);
        return loading;
    }

    /** @param {string} classId @param {string} sessionId */
    async #loadResult(classId, sessionId) {
        try {
            const session = await this.#api.session(classId, sessionId);
            // If it is running again, the next `WATCHING` or poll shows that.
            if (session.discarded) {
                this.#store.settleEnded(sessionId, undefined, "discarded");
            } else if (!session.running) {
                this.#store.settleEnded(sessionId, session.attendance);
            }
        } catch (error) {
            if (isMissing(error)) {
                this.#store.settleEnded(sessionId);
            }
            // Otherwise the marks wait for the next `WATCHING` or poll.
        }
    }

    // Without a WebSocket

    get #polling() {
        return this.connection.phase === "polling";
    }

    /** Poll the running sessions, repeatedly until there is a WebSocket or no answer. */
    async #poll() {
        const socket = this.#socket;
        if (this.#pollRunning || !socket) {
            return;
        }
        clearTimeout(this.#pollTimer);
        this.#pollRunning = true;
        const changes = this.#changes;
        try {
            const watching = await this.#api.running();
            if (socket === this.#socket && !socket.connected) {
                const stale = changes !== this.#changes;
                if (!stale) {
                    this.#store.watching(watching);
                }
                if (!this.#polling) {
                    this.#set({ phase: "polling" });
                }
                const [least, most] = POLL;
                const delay = stale ? 0 : least + Math.random() * (most - least);
                this.#pollTimer = setTimeout(() => this.#pollIfVisible(), delay);
                void this.#sendWaiting();
            }
        } catch {
            if (socket === this.#socket && this.#polling) {
                this.#store.lost();
                this.#set({ phase: "trying" });
                socket.connect();
            }
        } finally {
            this.#pollRunning = false;
        }
    }

    #stopPolling() {
        clearTimeout(this.#pollTimer);
    }

    /** A hidden page does not poll. */
    #pollIfVisible = () => {
        if (this.#polling && document.visibilityState === "visible") {
            void this.#poll();
        }
    };

    /** @param {number | string} code */
    #lost(code) {
        if (!this.#polling) {
            this.#store.lost();
        }
        if (code === EXPIRED) {
            this.#expired();
        }
    }

    /** @param {Connection} connection */
    #set(connection) {
        const before = this.connection;
        this.connection = connection;
        for (const listener of this.#listeners) {
            listener(connection, before);
        }
        return connection;
    }
}

/** Whether the connection was lost, so that it is unknown if it was done. @param {unknown} error */
function isUnknown(error) {
    const lost = error instanceof SocketError && (error.code === "lost" || error.code === "offline");
    return lost || isNoAnswer(error);
}

/** @param {unknown} error */
function isTimeout(error) {
    return error instanceof SocketError && error.code === "timeout";
}

/** Whether the server may accept it later: it is busy, has no database, or asks for a log-in. */
function isTemporary(/** @type {unknown} */ error) {
    return error instanceof ApiError && (error.status >= 500 || [401, 429].includes(error.status));
}
