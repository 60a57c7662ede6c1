/**
 * The page's one socket, and what goes through it into the store and out of it.
 *
 * @module
 */

import { SocketError, connect } from "/client.js";

/**
 * Milliseconds that a mark may take: longer than a server waits for its database, so that it is
 * the server who says what became of it.
 */
const PATIENCE = 60_000;

const EXPIRED = 4401;

/**
 * `connecting`: for the first time. `live`: all that is shown is so. `waiting`: the connection is
 * lost, and the next try is at `retryAt` (milliseconds, as `Date.now()`); `trying`: it is being
 * made. `stopped`: nobody is logged in.
 *
 * @typedef {{
 *     phase: "connecting" | "live" | "waiting" | "trying" | "stopped", retryAt?: number,
 * }} Connection
 */

export class Live {
    /** @type {Connection} */
    connection = { phase: "stopped" };
    #store;
    #token;
    #expired;
    /** @type {Set<(connection: Connection, before: Connection) => void>} */
    #listeners = new Set();
    /** @type {import("./client.js").Socket | undefined} */
    #socket;

    /**
     * @param {import("./session-store.js").SessionStore} store
     * @param {() => string | undefined} token
     * @param {() => void} expired called where the server takes the token no longer
     */
    constructor(store, token, expired) {
        this.#store = store;
        this.#token = token;
        this.#expired = expired;
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
        this.#set({ phase: "connecting" });
        socket.on("ATTENDANCE_MARKED", (frame) => store.marked(frame));
        socket.on("SESSION_STARTED", (frame) => {
            store.started(frame);
            // One that was reopened has marks already.
            socket.emit("WATCH");
        });
        socket.on("SESSION_ENDED", (frame) => store.ended(frame));
        socket.on("WATCHING", (frame) => {
            store.watching(frame);
            // It comes on a connection that stands, too.
            if (this.connection.phase !== "live") {
                this.#set({ phase: "live" });
            }
            for (const mark of store.takeWaiting()) {
                void this.#send(mark);
            }
        });
        socket.on("disconnect", (_, { code }) => this.#lost(code));
        socket.on("connect_error", ({ code }) => this.#lost(code));
        socket.on("reconnect_attempt", (_, delay) => {
            const waiting = this.#set({ phase: "waiting", retryAt: Date.now() + delay });
            setTimeout(() => {
                if (this.connection === waiting) {
                    this.#set({ phase: "trying" });
                }
            }, delay);
        });
    }

    stop() {
        const socket = this.#socket;
        this.#socket = undefined;
        socket?.off();
        socket?.disconnect();
        this.#store.lost();
        this.#set({ phase: "stopped" });
    }

    /** Do not wait for the next try to connect. */
    tryNow() {
        this.#set({ phase: "trying" });
        this.#socket?.connect();
    }

    /**
     * @param {string} classId @param {string} studentId
     * @param {import("/client.js").Status} [status] nothing: they have come
     */
    mark(classId, studentId, status) {
        this.#give(this.#store.want(classId, studentId, status));
    }

    /** Take the last change back. @param {string} classId */
    undo(classId) {
        const mark = this.#store.undo(classId);
        this.#give(mark);
        return mark;
    }

    /** @param {string} classId */
    tryFailedAgain(classId) {
        this.#store.wantFailed(classId).forEach((mark) => this.#give(mark));
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
        return new Promise((resolve) => {
            // Behind the listener that tells the store.
            socket.once("WATCHING", () => resolve());
            socket.once("disconnect", () => resolve());
            socket.emit("WATCH");
        });
    }

    /**
     * End the session of a class; the store hears of it before this is done. Rejects with a
     * `SocketError`.
     *
     * @param {string} classId
     */
    async end(classId) {
        await this.#connected().request("DONE", { classId }, { timeout: PATIENCE });
    }

    /** Raises `SocketError` where nobody is logged in. */
    #connected() {
        if (!this.#socket) {
            throw new SocketError("Not connected", "offline");
        }
        return this.#socket;
    }

    /** @param {import("./session-store.js").Mark | undefined} mark */
    #give(mark) {
        if (mark && this.#store.ready) {
            void this.#send(mark);
        } else if (mark) {
            this.#store.waits(mark);
        }
    }

    /** @param {import("./session-store.js").Mark} mark */
    async #send(mark) {
        const { classId, studentId, status } = mark;
        const ask = { classId, studentId, status };
        try {
            await this.#connected().request("MARK_ATTENDANCE", ask, { timeout: PATIENCE });
        } catch (error) {
            if (error instanceof SocketError && ["lost", "offline"].includes(String(error.code))) {
                // To mark twice is to mark once: it is sent again, unless it turns out to be saved.
                this.#store.waits(mark);
            } else {
                this.#store.refused(mark, error instanceof Error ? error.message : String(error));
            }
            return;
        }
        this.#store.saved(mark);
    }

    /** @param {number | string} code */
    #lost(code) {
        this.#store.lost();
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
