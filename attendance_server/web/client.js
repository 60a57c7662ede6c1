/**
 * The socket of the attendance server, for pages, workers and Node. It has the shape that clients
 * know from Socket.IO:
 *
 *     import { connect } from "/client.js";
 *     const socket = connect(undefined, { query: { token } });
 *     socket.on("ATTENDANCE_MARKED", ({ studentId, status }) => { … });
 *     socket.emit("MARK_ATTENDANCE", { classId, studentId });
 *
 * It reconnects automatically, and sends `WATCH` whenever it has connected. The `WATCHING` that
 * answers has the complete current state, so a page that draws from it and from the frames that
 * follow is never out of date.
 *
 * @module
 */

/** @typedef {"present" | "late" | "excused" | "absent"} Status */

/**
 * `unmarked`: the mark was taken back, so the student is not absent yet.
 *
 * @typedef {{
 *     classId: string, studentId: string, status: Status, markedAt: string, unmarked?: boolean,
 * }} Marked
 */

/**
 * @typedef {object} Summary
 * @property {string} classId
 * @property {number} presentCount
 * @property {string[]} presentStudentIds in the order of their marks
 * @property {number} totalStudents
 * @property {number} lateCount included in `presentCount`
 * @property {number} excusedCount
 */

/** @typedef {{ classId: string, status: Exclude<Status, "absent"> | null }} MyStatus */

/**
 * @typedef {object} Ended
 * @property {string} sessionId
 * @property {string} classId
 * @property {number} totalStudents
 * @property {number} presentCount
 * @property {number} absentCount
 * @property {number} lateCount included in `presentCount`
 * @property {number} excusedCount included in `absentCount`
 * @property {{ studentId: string, status: Status }[]} attendance the whole roster; for students
 *     only their own line, if the server's `SHARE_MARKS` is `own`
 * @property {boolean} [discarded] it does not count anywhere
 */

/**
 * The result of an ended session is another now. `attendance`: the lines that are new, none if it
 * was discarded; for students only their own.
 *
 * @typedef {{
 *     sessionId: string, classId: string, startedAt: string, endedAt: string,
 *     attendance: { studentId: string, status: Status }[], discarded?: boolean,
 * }} Changed
 */

/**
 * @typedef {{ sessionId: string, classId: string, className: string, startedAt: string }} Started
 */

/** @typedef {{ classId: string, totalStudents: number, presentCount: number }} Counts */

/**
 * A running session. Teachers get `marks` in order, without students who are not marked yet.
 * Students get their own `status`; with `markedAt`, a `status` of `null` is absent.
 *
 * @typedef {Started & {
 *     totalStudents: number,
 *     presentCount: number,
 *     lateCount: number,
 *     excusedCount: number,
 *     marks?: { studentId: string, status: Status, markedAt: string, unmarked?: boolean }[],
 *     status?: Exclude<Status, "absent"> | null,
 *     markedAt?: string,
 *     checkIn?: boolean,
 * }} Running
 */

/**
 * All running sessions of the user's classes. Sessions that are not in it have ended.
 *
 * @typedef {{ sessions: Running[] }} Watching
 */

/**
 * What a projector shows for students to check in with. `link` lacks the origin if the server does
 * not know its own. `step`, `codeStep`: seconds until the next link, and the next letters.
 *
 * @typedef {{
 *     classId: string, open: boolean, link?: string, code?: string, step?: number,
 *     codeStep?: number, stepSeconds?: number, codeStepSeconds?: number, closesIn?: number,
 * }} CheckInCode
 */

/** Until when the connection stays up with its new token. @typedef {{ expiresAt: string }} Renewed */

/**
 * Why a connection ended, in Socket.IO's words: `disconnect()` was called; the server refuses the
 * token (4401); the connection broke or the server closed it; or the server was silent.
 *
 * @typedef {"io client disconnect" | "io server disconnect" | "transport close" | "ping timeout"
 * } Reason
 */

/**
 * The WebSocket's close code, 1006 if there was none, and the server's reason.
 *
 * @typedef {{ code: number, reason: string }} Details
 */

/**
 * The arguments of listeners. The names in capitals are frames of the server.
 *
 * `connect`: the server has accepted the connection. `disconnect`: the connection has ended.
 * `connect_error`: an attempt to connect has failed; `error.code` is the close code. After both,
 * `socket.active` tells whether it will try again. It will not if `code` is 4401: the token is
 * missing or has expired. `reconnect_attempt`: attempt number `attempt`, from 1, starts in `delay`
 * milliseconds. `reconnect`: that attempt succeeded. `reconnect_failed`: `reconnectionAttempts` are
 * used up.
 *
 * @typedef {{
 *     connect: [],
 *     disconnect: [reason: Reason, details: Details],
 *     connect_error: [error: SocketError],
 *     reconnect_attempt: [attempt: number, delay: number],
 *     reconnect: [attempt: number],
 *     reconnect_failed: [],
 *     ATTENDANCE_MARKED: [Marked],
 *     TODAY_SUMMARY: [Summary],
 *     MY_STATUS: [MyStatus],
 *     SESSION_STARTED: [Started],
 *     SESSION_ENDED: [Ended],
 *     SESSION_CHANGED: [Changed],
 *     SESSION_COUNTS: [Counts],
 *     WATCHING: [Watching],
 *     RENEWED: [Renewed],
 *     CHECK_IN_CODE: [CheckInCode],
 *     CHECK_IN_CHANGED: [{ classId: string, open: boolean }],
 *     ERROR: [{ message: string, code: string }],
 * }} Events
 */

/**
 * @template {string} N
 * @typedef {(...args: N extends keyof Events ? Events[N] : any[]) => void} Listener
 */

/**
 * The requests of `request`: their data, and the data of their answers.
 *
 * @typedef {{
 *     MARK_ATTENDANCE: [
 *         {
 *             classId?: string, sessionId?: string, studentId: string, status?: Status,
 *             at?: string, unmarked?: boolean,
 *         },
 *         Marked,
 *     ],
 *     MARK_ALL: [
 *         { classId?: string, sessionId?: string, only: "unmarked", status?: Status, at?: string },
 *         Marked,
 *     ],
 *     UNMARK_ALL: [
 *         { classId?: string, sessionId?: string, markedAt: string, at?: string }, Marked,
 *     ],
 *     GET_TODAY_SUMMARY: [{ classId?: string }, Summary],
 *     CHECK_MY_STATUS: [{ classId?: string }, MyStatus],
 *     DONE: [{ classId?: string, sessionId?: string }, Ended],
 *     OPEN_CHECK_IN: [{ classId?: string }, CheckInCode],
 *     CLOSE_CHECK_IN: [{ classId?: string }, CheckInCode],
 *     CHECK_IN: [{ classId?: string, code: string }, Marked],
 *     WATCH: [{}, Watching],
 *     RENEW: [{ token: string }, Renewed],
 * }} Requests
 */

/** @typedef {string | null | undefined} Token */

/**
 * Times are in milliseconds. The names are Socket.IO's, except for `watch`.
 *
 * @typedef {object} Options
 * @property {{ token?: Token | (() => Token | Promise<Token>) }} [query] `token`: the JWT from
 *     logging in, or a function that returns it, which is called before every attempt to connect.
 * @property {typeof WebSocket} [WebSocket] the class to connect with; default: the global one.
 * @property {boolean} [autoConnect] whether to connect at once (default), or on `connect()`.
 * @property {boolean} [reconnection] whether to reconnect after a lost connection (default).
 * @property {number} [reconnectionAttempts] attempts in a row before it gives up; default: no
 *     limit.
 * @property {number} [reconnectionDelay] the longest delay of the first attempt, 1000. It doubles
 *     with every further attempt. After a connection that lasted, and after one whose server has
 *     stopped, there is an attempt before that, within 300.
 * @property {number} [reconnectionDelayMax] the longest delay of any attempt, 5000.
 * @property {number} [randomizationFactor] the random share of the delay, from 0 to 1 (default), so
 *     that a whole class that has lost its server does not return in the same moment.
 * @property {number} [timeout] the limit for an attempt to connect, and for a `request`, 20000. The
 *     first attempts to reconnect have less: 5000, and 10000.
 * @property {number} [pingInterval] the silence after which the server is asked for a sign of life,
 *     25000; `pingTimeout` if something that was sent is unanswered.
 * @property {number} [pingIntervalRunning] the same while a session of the user is running, 4000.
 * @property {number} [pingTimeout] the limit for that sign of life, 10000: less on a fast network,
 *     but at least 4000. If it may have to wait for another answer, `timeout` after that was
 *     requested.
 * @property {boolean} [watch] whether to send `WATCH` automatically (default): on connecting and
 *     after a silence. Without it, `connect` is called before the server has checked the token,
 *     `WATCHING` and `SESSION_STARTED` do not arrive, and a silently lost connection is not
 *     noticed.
 */

const PROTOCOL = "attendance";
const BEARER = "bearer.";
const PATH = "/ws";

const NORMAL = 1000;
const ABNORMAL = 1006;
/** The server's own close code: the token is missing, wrong, expired or revoked. */
const UNAUTHORIZED = 4401;
/**
 * Policy violation and message too big (RFC 6455, section 7.4.1): this client caused them, and
 * would do so again if it reconnected soon.
 */
const CLIENT_FAULT = [1008, 1009];

/**
 * Going away (RFC 6455, section 7.4.1) and service restart (1012): the server stops. Another one may
 * be there at the same address.
 */
const STOPPED = [1001, 1012];

/** The longest delay in milliseconds before reconnecting when the network is back. */
const SOON = 1000;

/** The same when the server is gone, so that a thousand clients do not come in one instant. */
const AT_ONCE = 300;

/**
 * How many servers in a row may stop soon after a client has come to them, as in a restart of one
 * after the other. Beyond that, something else is wrong.
 */
const MOVES = 4;

/** The milliseconds that the first attempt to reconnect may take; they double with each further. */
const ATTEMPT = 5000;

/** The least milliseconds, and how many round trips, that a sign of life may take. */
const PATIENCE = 4000;
const ROUND_TRIPS = 8;

const OWN_EVENTS = new Set([
    "connect",
    "disconnect",
    "connect_error",
    "reconnect_attempt",
    "reconnect",
    "reconnect_failed",
]);

/**
 * What went wrong with a connection or a request.
 *
 * With `connect_error`, `code` is the close code, and `data` holds it with the server's reason.
 *
 * With a failed `request`, `code` tells whether it was done. `"refused"`: it was not; `reason` is
 * the code of the server's error, and `message` its sentence. `"offline"`: it was never sent.
 * `"lost"` and `"timeout"`: it was sent, but the connection was lost or the time was up before the
 * answer, so it may have been done, which the next `WATCHING` shows. A mark may simply be sent
 * again with the same `at`.
 */
export class SocketError extends Error {
    /**
     * @param {string} message
     * @param {number | "refused" | "offline" | "lost" | "timeout"} code
     * @param {{ reason?: string, data?: Details }} [more]
     */
    constructor(message, code, { reason, data } = {}) {
        super(message);
        this.name = "SocketError";
        this.code = code;
        this.reason = reason;
        this.data = data;
    }
}

/** Listeners by the event that they listen to. */
class Listeners {
    /** @type {Map<string, { fn: Function, once: boolean }[]>} */
    #byName = new Map();

    /** @param {string} name @param {Function} fn @param {boolean} once */
    add(name, fn, once) {
        if (typeof fn !== "function") {
            throw new TypeError(`the listener of ${name} is not a function`);
        }
        this.#byName.set(name, [...(this.#byName.get(name) ?? []), { fn, once }]);
    }

    /** @param {string} [name] @param {Function} [fn] */
    remove(name, fn) {
        if (name === undefined) {
            this.#byName.clear();
        } else if (fn === undefined) {
            this.#byName.delete(name);
        } else {
            const others = (this.#byName.get(name) ?? []).filter((other) => other.fn !== fn);
            this.#byName.set(name, others);
        }
    }

    /**
     * An exception of a listener is reported, and stops neither the others nor the socket.
     *
     * @param {string} name @param {unknown[]} args
     */
    call(name, args) {
        const listeners = this.#byName.get(name) ?? [];
        if (listeners.some((listener) => listener.once)) {
            this.#byName.set(
                name,
                listeners.filter((listener) => !listener.once),
            );
        }
        for (const { fn } of listeners) {
            try {
                fn(...args);
            } catch (error) {
                report(error);
            }
        }
    }
}

/** @param {unknown} error */
function report(error) {
    if (typeof reportError === "function") {
        reportError(error);
    } else {
        console.error(error);
    }
}

/** The delay before an attempt to connect: it doubles every time, and a part of it is random. */
class Backoff {
    /** Attempts since the last lasting connection, without those that were made at once. */
    attempts = 0;
    #moves = 0;
    #first;
    #most;
    #randomShare;

    /** @param {number} first @param {number} most @param {number} randomShare from 0 to 1 */
    constructor(first, most, randomShare) {
        this.#first = first;
        this.#most = most;
        this.#randomShare = randomShare;
    }

    /** Begin anew: the connection has lasted. */
    reset() {
        this.attempts = 0;
        this.#moves = 0;
    }

    /** The delay after the server is gone; `undefined` if that has happened too often. */
    atOnce() {
        this.#moves += 1;
        return this.#moves > MOVES ? undefined : this.#randomize(Math.min(AT_ONCE, this.#first));
    }

    next() {
        // Bounded, because 2 ** 1024 is infinite, and infinity times a delay of 0 is not a number.
        const longest = Math.min(this.#most, this.#first * 2 ** Math.min(this.attempts, 30));
        this.attempts += 1;
        return this.#randomize(longest);
    }

    /** The delay after the server has refused this client: never less than the longest other. */
    nextAfterRefusal() {
        this.attempts += 1;
        return 2 * this.#most - this.#randomize(this.#most);
    }

    /** A short delay, only to spread the attempts of many clients. */
    soon() {
        return this.#randomize(SOON);
    }

    /** @param {number} longest */
    #randomize(longest) {
        return longest * (1 - this.#randomShare * Math.random());
    }
}

/** @typedef {{ resolve: (data: any) => void, reject: (error: SocketError) => void }} Pending */

/**
 * A frame that is ready to be sent.
 *
 * @typedef {{ event: string, text: string, id?: number }} Frame
 */

/**
 * A connection to the server that is kept up until `disconnect()` is called or the token expires.
 * Made by `connect`.
 */
export class Socket {
    #url;
    #token;
    #WebSocket;
    #reconnection;
    #reconnectionAttempts;
    #delayMax;
    #timeout;
    #pingInterval;
    #pingIntervalRunning;
    #pingTimeout;
    #watch;

    #listeners = new Listeners();
    /** Requests without an answer, by the `id` of their frame. @type {Map<number, Pending>} */
    #requests = new Map();
    #lastId = 0;
    #backoff;

    /**
     * `idle`: it does nothing on its own. `opening`: from asking for the token until the server has
     * accepted the connection. `waiting`: for the next attempt.
     *
     * @type {"idle" | "opening" | "connected" | "waiting"}
     */
    #state = "idle";
    /** Counts attempts and disconnects, so that the results of former ones can be ignored. */
    #turn = 0;
    /** @type {WebSocket | undefined} */
    #ws;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    /** Frames that wait for a connection. @type {Frame[]} */
    #unsent = [];
    /**
     * The error with which the server refuses the connection.
     *
     * @type {Events["ERROR"][0] | undefined}
     */
    #refusal;
    /** The number of the attempt to reconnect; 0: the first connection, or a connection is up. */
    #attempt = 0;
    /** Whether this client is to blame for the end of the last connection. */
    #refused = false;
    #checking = false;
    /** The classes of the sessions that are running. @type {Set<string>} */
    #running = new Set();
    #openedAt = 0;
    #connectedAt = 0;
    /** How long the first answer took on this connection. */
    #roundTrip = 0;
    #receivedAt = 0;
    /** Since when something that was sent is unanswered; see `#unanswered`. */
    #sentAt = 0;

    /**
     * @param {string | URL | undefined} url
     * @param {Options} options
     */
    constructor(url, options) {
        const { address, token } = endpoint(url);
        this.#url = address;
        this.#token = options.query?.token ?? token;
        const WebSocketClass = options.WebSocket ?? globalThis.WebSocket;
        if (typeof WebSocketClass !== "function") {
            throw new TypeError("no WebSocket here: pass a class for it as the option WebSocket");
        }
        this.#WebSocket = WebSocketClass;
        this.#reconnection = options.reconnection ?? true;
        this.#reconnectionAttempts = options.reconnectionAttempts ?? Infinity;
        this.#delayMax = options.reconnectionDelayMax ?? 5000;
        this.#timeout = options.timeout ?? 20_000;
        this.#pingInterval = options.pingInterval ?? 25_000;
        this.#pingIntervalRunning = options.pingIntervalRunning ?? 4000;
        this.#pingTimeout = options.pingTimeout ?? 10_000;
        this.#watch = options.watch ?? true;
        this.#backoff = new Backoff(
            options.reconnectionDelay ?? 1000,
            this.#delayMax,
            options.randomizationFactor ?? 1,
        );
        if (options.autoConnect ?? true) {
            this.connect();
        }
    }

    /** Whether the server has accepted the connection, and it is up. */
    get connected() {
        return this.#state === "connected";
    }

    get disconnected() {
        return !this.connected;
    }

    /** Whether it is connected, or is going to try. */
    get active() {
        return this.#state !== "idle";
    }

    /** Itself: in Socket.IO's clients `reconnect_attempt` is an event of `socket.io`. */
    get io() {
        return this;
    }

    /** `socket.volatile.emit(…)` drops what it cannot send now. */
    get volatile() {
        return {
            /** @param {string} event @param {object} [data] */
            emit: (event, data) => {
                const text = encode(event, data);
                if (this.connected) {
                    this.#send({ event, text });
                }
            },
        };
    }

    /**
     * @template {string} N
     * @param {N} name @param {Listener<N>} fn
     * @returns {this}
     */
    on(name, fn) {
        this.#listeners.add(name, fn, false);
        return this;
    }

    /**
     * Listen once.
     *
     * @template {string} N
     * @param {N} name @param {Listener<N>} fn
     * @returns {this}
     */
    once(name, fn) {
        this.#listeners.add(name, fn, true);
        return this;
    }

    /**
     * Remove one listener, all of an event, or all.
     *
     * @template {string} N
     * @param {N} [name] @param {Listener<N>} [fn]
     * @returns {this}
     */
    off(name, fn) {
        this.#listeners.remove(name, fn);
        return this;
    }

    /**
     * Send a frame. Without a connection it waits for the next one, however long that takes;
     * `disconnect()` and the end of the log-in drop it, so it is never sent for another user. If it
     * must not be sent late, use `volatile`, or `request`, which waits for at most `timeout`; and
     * name the class, because another session may be running by then.
     *
     * @param {string} event @param {object} [data]
     * @returns {this}
     */
    emit(event, data) {
        const text = encode(event, data);
        if (this.connected) {
            this.#send({ event, text });
        } else {
            this.#unsent.push({ event, text });
        }
        return this;
    }

    /**
     * Send a frame and wait for its answer. The promise is fulfilled with the data of the frame
     * that answers, or rejects with a `SocketError` whose `code` tells whether the request was
     * done. `ERROR` listeners are called for a refusal too. If a newer mark of the student stays, a
     * mark with `at` is answered with that: see the `status` of the answer.
     *
     * @template {keyof Requests} N
     * @param {N} event @param {Requests[N][0]} [data]
     * @param {{ timeout?: number, signal?: AbortSignal }} [options] `timeout`: milliseconds;
     *     default: the socket's own. `signal`: when aborted, withdraws a frame that has not been
     *     sent, stops waiting for the answer to one that has, and rejects with the signal's reason.
     * @returns {Promise<Requests[N][1]>}
     */
    request(event, data, { timeout = this.#timeout, signal } = {}) {
        this.#lastId += 1;
        const id = this.#lastId;
        const frame = { event, text: encode(event, data, id), id };
        if (signal?.aborted) {
            return Promise.reject(signal.reason);
        }
        if (!this.active) {
            return Promise.reject(new SocketError("Not connected", "offline"));
        }
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => {
                const error = this.#isUnsent(id)
                    ? new SocketError("Not connected", "offline")
                    : new SocketError("No answer in time", "timeout");
                this.#requests.get(id)?.reject(error);
            }, timeout);
            const withdraw = () => this.#requests.get(id)?.reject(signal?.reason);
            const settle = () => {
                clearTimeout(timer);
                signal?.removeEventListener("abort", withdraw);
                this.#requests.delete(id);
                this.#unsent = this.#unsent.filter((other) => other.id !== id);
            };
            signal?.addEventListener("abort", withdraw);
            this.#requests.set(id, {
                resolve: (answer) => {
                    settle();
                    resolve(answer);
                },
                reject: (error) => {
                    settle();
                    reject(error);
                },
            });
            if (this.connected) {
                this.#send(frame);
            } else {
                this.#unsent.push(frame);
            }
        });
    }

    /**
     * Let the connection stay up with a new token of the same user, before the old one expires. The
     * promise is fulfilled and rejects as that of `request`; the old token stays if the new one is
     * refused. A `token` given as a function returns the new one for later connections.
     *
     * @param {string} token
     */
    renew(token) {
        return this.request("RENEW", { token });
    }

    /**
     * Connect. If the next attempt is due later, make it now.
     *
     * @returns {this}
     */
    connect() {
        if (this.#state === "idle") {
            this.#listenToPage(true);
            this.#attempt = 0;
            this.#backoff.reset();
        }
        if (this.#state === "idle" || this.#state === "waiting") {
            void this.#open();
        }
        return this;
    }

    /** The same as `connect()`. */
    open() {
        return this.connect();
    }

    /**
     * Disconnect, and stay disconnected until `connect()` is called.
     *
     * @returns {this}
     */
    disconnect() {
        const connected = this.connected;
        this.#rest();
        this.#letGo();
        if (connected) {
            this.#tell("disconnect", "io client disconnect", { code: NORMAL, reason: "" });
        }
        return this;
    }

    /** The same as `disconnect()`. */
    close() {
        return this.disconnect();
    }

    async #open() {
        this.#state = "opening";
        const turn = ++this.#turn;
        this.#refusal = undefined;
        // A server that hangs is not waited for long, as the next attempt may reach another one.
        const patience = this.#attempt ? ATTEMPT * 2 ** Math.min(this.#attempt - 1, 30) : Infinity;
        this.#setTimer(Math.min(this.#timeout, patience), () =>
            this.#end(ABNORMAL, "no answer in time"),
        );
        // Later, so that the caller can add listeners first.
        await Promise.resolve();
        if (turn !== this.#turn) {
            return;
        }
        let token;
        try {
            token = await (typeof this.#token === "function" ? this.#token() : this.#token);
        } catch (error) {
            if (turn === this.#turn) {
                this.#end(ABNORMAL, `no token: ${error instanceof Error ? error.message : error}`);
            }
            return;
        }
        if (turn === this.#turn) {
            this.#dial(token ? [PROTOCOL, BEARER + token] : [PROTOCOL]);
        }
    }

    /** @param {string[]} protocols */
    #dial(protocols) {
        /** @type {WebSocket} */
        let ws;
        try {
            ws = new this.#WebSocket(this.#url, protocols);
        } catch (error) {
            const { name, message } = /** @type {Error} */ (error);
            // The address was checked before, so it must be the token that is malformed.
            this.#end(name === "SyntaxError" ? UNAUTHORIZED : ABNORMAL, message);
            return;
        }
        this.#ws = ws;
        this.#sentAt = 0;
        ws.onopen = () => {
            this.#openedAt = Date.now();
            if (this.#watch) {
                this.#sendWatch();
            } else {
                this.#accept();
            }
        };
        ws.onmessage = ({ data }) => this.#receive(data);
        // `close` usually follows, but not in Node 20. The package `ws` throws without a listener.
        ws.onerror = () =>
            setTimeout(() => {
                if (this.#ws === ws) {
                    this.#end(ABNORMAL, "");
                }
            });
        ws.onclose = ({ code, reason }) => this.#end(code, String(reason));
    }

    /** The server has accepted the connection. */
    #accept() {
        this.#state = "connected";
        this.#connectedAt = this.#receivedAt = Date.now();
        this.#roundTrip = this.#connectedAt - this.#openedAt;
        this.#running.clear();
        const attempt = this.#attempt;
        this.#attempt = 0;
        this.#awaitSilence();
        const unsent = this.#unsent;
        this.#unsent = [];
        for (const frame of unsent) {
            this.#send(frame);
        }
        this.#tell("connect");
        if (attempt) {
            this.#tell("reconnect", attempt);
        }
    }

    /** @param {unknown} text */
    #receive(text) {
        this.#receivedAt = Date.now();
        if (this.#checking) {
            this.#awaitSilence();
        }
        const frame = decode(text);
        if (frame === undefined) {
            console.warn("attendance: a frame that cannot be read is ignored");
            return;
        }
        const { event, data, id } = frame;
        if (!this.connected) {
            if (event === "ERROR") {
                // The connection is refused, which `connect_error` reports once the socket is
                // closed.
                this.#refusal = data;
                return;
            }
            const turn = this.#turn;
            this.#accept();
            // A listener of `connect` may have disconnected.
            if (turn !== this.#turn) {
                return;
            }
        }
        this.#noteRunning(event, data);
        const request = id === undefined ? undefined : this.#requests.get(id);
        if (event === "ERROR") {
            const { message, code: reason } = data;
            request?.reject(new SocketError(message, "refused", { reason }));
        } else {
            request?.resolve(data);
        }
        this.#tell(event, data);
    }

    /**
     * While a session is running, silence is looked into sooner.
     *
     * @param {string} event @param {any} data
     */
    #noteRunning(event, data) {
        const before = this.#running.size;
        if (event === "WATCHING") {
            const { sessions } = /** @type {Watching} */ (data);
            this.#running = new Set(sessions.map(({ classId }) => classId));
        } else if (event === "SESSION_STARTED") {
            this.#running.add(data.classId);
        } else if (event === "SESSION_ENDED") {
            this.#running.delete(data.classId);
        }
        if (Boolean(before) !== Boolean(this.#running.size)) {
            this.#awaitSilence();
        }
    }

    /**
     * The connection, or the attempt to connect, has ended.
     *
     * @param {number} code @param {string} reason @param {Reason} [why]
     */
    #end(code, reason, why = "transport close") {
        const connected = this.connected;
        const lasted = connected && Date.now() - this.#connectedAt >= this.#delayMax;
        if (lasted) {
            this.#backoff.reset();
        }
        this.#letGo();
        const spent = this.#attempt >= this.#reconnectionAttempts;
        const again = this.#reconnection && !spent && code !== UNAUTHORIZED;
        const details = { code, reason };
        const gone = lasted || (connected && STOPPED.includes(code));
        const delay = again ? this.#wait(CLIENT_FAULT.includes(code), gone) : 0;
        if (!again) {
            this.#rest();
        }
        const turn = this.#turn;
        if (connected) {
            const final = code === UNAUTHORIZED ? "io server disconnect" : why;
            this.#tell("disconnect", final, details);
        } else {
            const { message = reason || "The server cannot be reached", code: refusal } =
                this.#refusal ?? {};
            const error = new SocketError(message, code, { reason: refusal, data: details });
            this.#tell("connect_error", error);
        }
        // A listener may have connected or disconnected.
        if (turn === this.#turn) {
            if (again) {
                this.#tell("reconnect_attempt", this.#attempt, delay);
            } else if (this.#reconnection && this.#attempt > 0 && spent) {
                this.#tell("reconnect_failed");
            }
        }
    }

    /**
     * Wait for the next attempt.
     *
     * @param {boolean} refused @param {boolean} gone whether the server, or the way to it, is gone
     * @returns {number} the delay in milliseconds
     */
    #wait(refused, gone) {
        this.#turn += 1;
        this.#state = "waiting";
        this.#attempt += 1;
        this.#refused = refused;
        const delay = refused
            ? this.#backoff.nextAfterRefusal()
            : ((gone ? this.#backoff.atOnce() : undefined) ?? this.#backoff.next());
        this.#setTimer(delay, () => this.#open());
        return delay;
    }

    /** Stop connecting, and drop what has not been sent. */
    #rest() {
        this.#turn += 1;
        this.#state = "idle";
        this.#listenToPage(false);
        const unsent = this.#unsent;
        this.#unsent = [];
        for (const { id } of unsent) {
            if (id !== undefined) {
                this.#requests.get(id)?.reject(new SocketError("Not connected", "offline"));
            }
        }
    }

    /** Close the WebSocket and ignore its events. Answers that are missing are lost. */
    #letGo() {
        clearTimeout(this.#timer);
        this.#checking = false;
        const ws = this.#ws;
        this.#ws = undefined;
        if (ws) {
            ws.onopen = ws.onmessage = ws.onclose = null;
            ws.close();
        }
        for (const [id, request] of [...this.#requests]) {
            if (!this.#isUnsent(id)) {
                request.reject(new SocketError("Connection lost before the answer came", "lost"));
            }
        }
    }

    /** @param {Frame} frame */
    #send({ event, text }) {
        // What is sent while it closes does not arrive: its request is lost with the connection.
        if (this.#ws?.readyState === this.#ws?.OPEN) {
            this.#ws?.send(text);
        }
        if (event !== "WATCH" && !this.#unanswered) {
            this.#sentAt = Date.now();
            if (!this.#checking) {
                this.#awaitSilence();
            }
        }
    }

    #sendWatch() {
        this.#send({ event: "WATCH", text: encode("WATCH") });
    }

    /** @param {number} id of a request */
    #isUnsent(id) {
        return this.#unsent.some((frame) => frame.id === id);
    }

    // Browsers answer pings without telling the page. So a connection that was lost with the
    // network, or while the machine slept, is only noticed by asking for an answer.

    /** Whether something was sent and nothing has been received since. */
    get #unanswered() {
        return this.#sentAt > this.#receivedAt;
    }

    #awaitSilence() {
        this.#checking = false;
        if (!this.#watch) {
            return;
        }
        const interval = this.#running.size
            ? Math.min(this.#pingInterval, this.#pingIntervalRunning)
            : this.#pingInterval;
        const due = this.#unanswered
            ? this.#sentAt + this.#pingTimeout
            : this.#receivedAt + interval;
        // Bounded, because the clock may have been set back.
        const silence = Math.min(due - Date.now(), this.#pingInterval);
        if (silence > 0) {
            this.#setTimer(silence, () => this.#awaitSilence());
        } else {
            this.#check();
        }
    }

    /** Ask for a sign of life: any frame is one. */
    #check() {
        if (this.#checking || !this.#watch) {
            return;
        }
        this.#checking = true;
        // Answers come in order, so this one may have to wait for others, as when marks wait for
        // the database.
        const rest = this.#unanswered ? this.#sentAt + this.#timeout - Date.now() : 0;
        this.#sendWatch();
        const patience = Math.max(PATIENCE, ROUND_TRIPS * this.#roundTrip);
        this.#setTimer(Math.max(Math.min(this.#pingTimeout, patience), rest), () =>
            this.#end(ABNORMAL, "the server is silent", "ping timeout"),
        );
    }

    /** The network is back or has changed, or the page is visible again. @param {Event} event */
    #wake = (event) => {
        if (event.type === "visibilitychange" && document.visibilityState !== "visible") {
            return;
        }
        if (event.type === "resume" || event.type === "pageshow") {
            if (/** @type {PageTransitionEvent} */ (event).persisted !== false) {
                this.#thaw();
            }
        } else if (this.connected) {
            this.#check();
        } else if (this.#state === "waiting" && !this.#refused && event.type !== "offline") {
            // A whole school may be back online in the same moment.
            const delay = event.type === "online" ? this.#backoff.soon() : 0;
            this.#setTimer(delay, () => this.#open());
        }
    };

    /** The page was frozen: frames may have been lost meanwhile, and the connection too. */
    #thaw() {
        if (this.connected) {
            this.#end(ABNORMAL, "the page was frozen");
        } else if (this.#state === "opening") {
            this.#letGo();
            void this.#open();
        }
        // A listener of `disconnect` may have disconnected.
        if (this.#state === "waiting" && !this.#refused) {
            this.#setTimer(0, () => this.#open());
        }
    }

    /** @param {boolean} listen */
    #listenToPage(listen) {
        const change = listen ? "addEventListener" : "removeEventListener";
        // Node has none of these, and a worker no document.
        globalThis[change]?.("online", this.#wake);
        globalThis[change]?.("offline", this.#wake);
        globalThis[change]?.("pageshow", this.#wake);
        globalThis.document?.[change]("visibilitychange", this.#wake);
        globalThis.document?.[change]("resume", this.#wake);
    }

    /** @param {number} delay @param {() => void} then */
    #setTimer(delay, then) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(then, delay);
    }

    /** @param {string} name @param {unknown[]} args */
    #tell(name, ...args) {
        this.#listeners.call(name, args);
    }
}

/**
 * Connect to the server at `url`, `http(s)://` or `ws(s)://`; default: the page's server. The token
 * is sent as a WebSocket subprotocol even if it is given in the URL, so that no proxy logs it.
 * Raises `TypeError` if the URL or the WebSocket class is missing or wrong.
 *
 * @overload
 * @param {string | URL} [url]
 * @param {Options} [options]
 * @returns {Socket}
 */
/**
 * @overload
 * @param {Options} options
 * @returns {Socket}
 */
/**
 * @param {string | URL | Options} [url]
 * @param {Options} [options]
 * @returns {Socket}
 */
export function connect(url, options) {
    if (url === undefined || url === null || typeof url === "string" || url instanceof URL) {
        return new Socket(url ?? undefined, options ?? {});
    }
    return new Socket(undefined, url);
}

/** Socket.IO's name for `connect`. */
export { connect as io };

export default connect;

/** @param {string | URL | undefined} url */
function endpoint(url) {
    const page = globalThis.location?.href;
    if (page === undefined && url === undefined) {
        throw new TypeError("a url is needed where there is no page");
    }
    const address = new URL(url ?? PATH, page);
    const scheme = { "http:": "ws:", "https:": "wss:" }[address.protocol] ?? address.protocol;
    if (scheme !== "ws:" && scheme !== "wss:") {
        throw new TypeError(`${address.protocol}// is not the address of a server`);
    }
    address.protocol = scheme;
    address.hash = "";
    if (address.pathname === "/") {
        address.pathname = PATH;
    }
    const token = address.searchParams.get("token");
    address.searchParams.delete("token");
    return { address: address.href, token };
}

/**
 * @param {string} event @param {object} [data] @param {number} [id]
 * @returns {string}
 */
function encode(event, data, id) {
    if (OWN_EVENTS.has(event)) {
        throw new TypeError(`"${event}" is an event of the socket itself`);
    }
    if (typeof data === "function") {
        throw new TypeError(`${event} takes no callback; see request()`);
    }
    return JSON.stringify({ event, id, data });
}

/**
 * @param {unknown} text
 * @returns {{ event: string, data: any, id?: number } | undefined}
 */
function decode(text) {
    try {
        const { event, data, id } = JSON.parse(String(text));
        return typeof event === "string" ? { event, data: data ?? {}, id } : undefined;
    } catch {
        return undefined;
    }
}
