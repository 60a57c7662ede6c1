/**
 * What goes between the server and the store: over the page's one socket or, where the network
 * lets no WebSocket through, over HTTP.
 *
 * @module
 */

import { ApiError, isMissing } from "/api.js";
import { SocketError, connect } from "/client.js";

/**
 * Milliseconds that a mark may take: longer than a server waits for its database, so that it is
 * the server who says what became of it.
 */
const PATIENCE = 60_000;

const EXPIRED = 4401;

/** After how many tries in a row without a WebSocket the server is asked over HTTP. */
const TRIES = 2;

/** Milliseconds after which it is asked over HTTP too while the first try is still undecided. */
const SLOW = 4000;

/** Milliseconds from one question over HTTP to the next, at least and at most. */
const POLL = [3000, 4000];

/** How many marks go into one request: as many as are well below the server's bounds. */
const MARKS = 500;

/** What the server says of a mark or an end whose session does not run. */
const NOT_RUNNING = "No active attendance session";

/**
 * `connecting`: for the first time. `live`: all that is shown is so. `polling`: there is no
 * WebSocket, and the server is asked over HTTP every few seconds. `waiting`: the connection is
 * lost, and the next try is at `retryAt` (milliseconds, as `Date.now()`); `trying`: it is being
 * made. `stopped`: nobody is logged in.
 *
 * @typedef {{
 *     phase: "connecting" | "live" | "polling" | "waiting" | "trying" | "stopped",
 *     retryAt?: number,
 * }} Connection
 */

/** @typedef {import("/session-store.js").Mark} Mark */

export class Live {
    /** @type {Connection} */
    connection = { phase: "stopped" };
    #store;
    #api;
    #token;
    #expired;
    /** @type {Set<(connection: Connection, before: Connection) => void>} */
    #listeners = new Set();
    /** @type {import("/client.js").Socket | undefined} */
    #socket;
    /** Tries to connect that have failed since the last connection. */
    #failures = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} until the next question over HTTP */
    #pollTimer;
    #asking = false;
    /** Counts what was done over HTTP: an answer to a question from before does not know it. */
    #done = 0;
    /** Marks to be sent over HTTP, by session. @type {Map<string, Mark[]>} */
    #outgoing = new Map();
    /** Sessions whose result is being asked for. @type {Map<string, Promise<void>>} */
    #lookingBack = new Map();

    /**
     * @param {import("/session-store.js").SessionStore} store
     * @param {import("/api.js").Api} api
     * @param {() => string | undefined} token
     * @param {() => void} expired called where the server takes the token no longer
     */
    constructor(store, api, token, expired) {
        this.#store = store;
        this.#api = api;
        this.#token = token;
        this.#expired = expired;
        store.subscribe(({ started, ended }) => {
            this.#done += Number(Boolean(started || ended));
        });
        store.waiting.subscribe((marks) => {
            // What this page has just sent, or what is done, is no reason to.
            if (marks.some((mark) => store.isWaiting(mark))) {
                void this.#goOn();
            }
        });
    }

    /** @param {(connection: Connection, before: Connection) => void} listener */
    subscribe(listener) {
        this.#listeners.add(listener);
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
        socket.on("SESSION_STARTED", (frame) => {
            store.started(frame);
            // One that was reopened has marks already.
            socket.emit("WATCH");
        });
        socket.on("SESSION_ENDED", (frame) => {
            store.ended(frame);
            void this.#goOn();
        });
        socket.on("WATCHING", (frame) => {
            this.#failures = 0;
            this.#stopPolling();
            store.watching(frame);
            // It comes on a connection that stands, too.
            if (this.connection.phase !== "live") {
                this.#set({ phase: "live" });
            }
            void this.#goOn();
        });
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
        document.addEventListener("visibilitychange", this.#look);
        setTimeout(() => {
            // A proxy may neither let a WebSocket through nor refuse it.
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
        document.removeEventListener("visibilitychange", this.#look);
        this.#stopPolling();
        this.#store.lost();
        this.#set({ phase: "stopped" });
    }

    /** Do not wait for the next try to connect. */
    tryNow() {
        if (!this.#polling) {
            this.#set({ phase: "trying" });
        }
        this.#socket?.connect();
    }

    /**
     * @param {string} classId @param {{ _id: string, name: string }} student
     * @param {import("/client.js").Status} [status] nothing: they have come
     */
    mark(classId, student, status) {
        this.#give(this.#store.want(classId, student, status));
    }

    /**
     * Take the last change back, where nobody else has changed the student since.
     *
     * @param {string} classId
     */
    undo(classId) {
        const undone = this.#store.undo(classId);
        this.#give(undone.mark);
        return undone;
    }

    /** @param {Mark[]} marks that were refused */
    tryAgain(marks) {
        this.#store.wantAgain(marks).forEach((mark) => this.#give(mark));
    }

    /**
     * Ask what runs now. Done once that is known, or the connection is gone.
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
            // After the listener that tells the store.
            socket.once("WATCHING", () => resolve());
            socket.once("disconnect", () => resolve());
            socket.emit("WATCH");
        });
    }

    /**
     * End the running session of a class, after all marks that wait for it: it waits for the
     * connection and for them, however long that takes. The store hears of the end before this is
     * done. Rejects with a `SocketError` or an `ApiError` where the server refuses the end or a
     * mark; nothing has been ended then.
     *
     * @param {string} classId
     * @param {AbortSignal} signal withdraws it; rejects with its reason. What was sent already
     *     cannot be withdrawn.
     */
    async end(classId, signal) {
        const { sessionId } = this.#store.session(classId) ?? {};
        const runs = () => this.#store.session(classId)?.sessionId === sessionId;
        while (runs()) {
            await this.#allSaved(classId, sessionId, signal);
            if (!runs()) {
                return;
            }
            try {
                await this.#end(classId, sessionId, signal);
                return;
            } catch (error) {
                if (!isUnknown(error)) {
                    throw error;
                }
            }
            // It may have ended: what runs tells, once that is known again.
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
     * Fulfilled once it is known what runs and no mark waits for the session, or it has ended.
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
                /** @param {import("/session-store.js").News} news */
                const look = ({ refused }) => {
                    if (refused?.sessionId === sessionId) {
                        reject(new SocketError("Marks were not saved", "refused"));
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

    /** Raises `SocketError` where nobody is logged in. */
    #connected() {
        if (!this.#socket) {
            throw new SocketError("Not connected", "offline");
        }
        return this.#socket;
    }

    /** @param {Mark | undefined} mark */
    #give(mark) {
        if (mark && this.#store.ready) {
            this.#send(mark);
        } else if (mark) {
            this.#store.waits(mark);
        }
    }

    /** Send what waits, and find out what became of sessions that have ended meanwhile. */
    async #goOn() {
        await this.#store.waiting.loaded;
        if (!this.#store.ready) {
            return;
        }
        for (const mark of this.#store.takeWaiting()) {
            this.#send(mark);
        }
        for (const { classId, sessionId } of this.#store.awaitedInVain) {
            void this.#lookBack(classId, sessionId);
        }
    }

    /** @param {Mark} mark */
    #send(mark) {
        if (this.#polling) {
            void this.#post(mark);
        } else {
            void this.#request(mark);
        }
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

    /** Marks that follow one another closely share a request. @param {Mark} mark */
    async #post(mark) {
        const { classId, sessionId } = mark;
        const queue = this.#outgoing.get(sessionId);
        if (queue) {
            queue.push(mark);
            return;
        }
        const waiting = [mark];
        this.#outgoing.set(sessionId, waiting);
        // Those that are tapped, or sent again, in this moment too.
        await Promise.resolve();
        try {
            while (waiting.length) {
                await this.#postAll(classId, sessionId, waiting.splice(0, MARKS));
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
            this.#done += 1;
        }
        marks.forEach((mark, place) => {
            const { error, status, markedAt } = answers[place];
            if (error) {
                void this.#notSaved(mark, new SocketError(error, "refused"));
            } else {
                this.#store.marked({ classId, studentId: mark.studentId, status, markedAt });
                this.#store.saved(mark, { status, markedAt });
            }
        });
    }

    /** @param {Mark} mark @param {any} error */
    async #notSaved(mark, error) {
        if (error.message === NOT_RUNNING) {
            await this.#lookBack(mark.classId, mark.sessionId);
        } else if (!isUnknown(error) && !isPassing(error)) {
            this.#store.refused(mark, error.message);
            return;
        } else if (this.#polling) {
            // The next question tells when there is a way to the server again.
            this.#store.lost();
        }
        // To mark twice is to mark once: it is sent again, unless it turns out to be saved.
        this.#store.waits(mark);
    }

    /**
     * What became of a session that does not run and that marks wait for.
     *
     * @param {string} classId @param {string} sessionId
     */
    #lookBack(classId, sessionId) {
        const looking =
            this.#lookingBack.get(sessionId) ??
            this.#askBack(classId, sessionId).finally(() => this.#lookingBack.delete(sessionId));
        this.#lookingBack.set(sessionId, looking);
        return looking;
    }

    /** @param {string} classId @param {string} sessionId */
    async #askBack(classId, sessionId) {
        try {
            const session = await this.#api.session(classId, sessionId);
            // It may run again: then what runs tells.
            if (session.discarded) {
                this.#store.lookedBack(sessionId, undefined, "discarded");
            } else if (!session.running) {
                this.#store.lookedBack(sessionId, session.attendance);
            }
        } catch (error) {
            if (isMissing(error)) {
                this.#store.lookedBack(sessionId);
            }
            // Otherwise they wait on, until the next time that it is known what runs.
        }
    }

    // Without a WebSocket

    get #polling() {
        return this.connection.phase === "polling";
    }

    /** Ask over HTTP what runs. It goes on doing so until there is a WebSocket or no answer. */
    async #poll() {
        const socket = this.#socket;
        if (this.#asking || !socket) {
            return;
        }
        clearTimeout(this.#pollTimer);
        this.#asking = true;
        const done = this.#done;
        try {
            const watching = await this.#api.running();
            if (socket === this.#socket && !socket.connected) {
                const stale = done !== this.#done;
                if (!stale) {
                    this.#store.watching(watching);
                }
                if (!this.#polling) {
                    this.#set({ phase: "polling" });
                }
                const [least, most] = POLL;
                const delay = stale ? 0 : least + Math.random() * (most - least);
                this.#pollTimer = setTimeout(() => this.#look(), delay);
                void this.#goOn();
            }
        } catch {
            if (socket === this.#socket && this.#polling) {
                this.#store.lost();
                this.#set({ phase: "trying" });
                socket.connect();
            }
        } finally {
            this.#asking = false;
        }
    }

    #stopPolling() {
        clearTimeout(this.#pollTimer);
    }

    /** Nobody looks at a page that is hidden, so it asks nothing. */
    #look = () => {
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

/** A mark as it is sent. @param {Mark} mark */
const lineOf = ({ studentId, status, at }) => ({ studentId, status, at });

/** Whether nobody knows if it was done. @param {any} error */
function isUnknown(error) {
    return ["lost", "offline"].includes(error.code) || (error instanceof ApiError && !error.status);
}

/** Whether the server would not hear of it just now: too busy, without its database, logged out. */
function isPassing(/** @type {any} */ error) {
    return error instanceof ApiError && (error.status >= 500 || [401, 429].includes(error.status));
}
