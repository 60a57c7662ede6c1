/**
 * The socket of the attendance server, for pages, workers and Node. It has the shape that clients
 * know from Socket.IO:
 *
 *     import { connect } from "/client.js";
 *     const socket = connect(undefined, { query: { token } });
 *     socket.on("ATTENDANCE_MARKED", ({ studentId, status }) => { … });
 *     socket.emit("MARK_ATTENDANCE", { classId, studentId });
 *
 * It reconnects by itself, and asks `WATCH` whenever it has connected: the `WATCHING` that answers
 * tells all that runs now, so whoever draws from it and from the frames behind it is never wrong.
 *
 * @module
 */

/** @typedef {"present" | "late" | "excused" | "absent"} Status */

/** @typedef {{ classId: string, studentId: string, status: Status, markedAt: string }} Marked */

/**
 * @typedef {object} Summary
 * @property {string} classId
 * @property {number} presentCount
 * @property {string[]} presentStudentIds in the order of their marks
 * @property {number} totalStudents
 * @property {number} lateCount of those who are present
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
 * @property {number} lateCount of those who are present
 * @property {number} excusedCount of those who are absent
 * @property {{ studentId: string, status: Status }[]} attendance the whole roster; a student's own
 *     line only, where `SHARE_MARKS` is `own`
 * @property {boolean} [discarded] it counts nowhere
 */

/**
 * @typedef {{ sessionId: string, classId: string, className: string, startedAt: string }} Started
 */

/** @typedef {{ classId: string, totalStudents: number, presentCount: number }} Counts */

/**
 * A session that runs. A teacher gets `marks`, in their order: who is not in them is not marked
 * yet. A student gets their own `status`.
 *
 * @typedef {Started & {
 *     totalStudents: number,
 *     presentCount: number,
 *     lateCount: number,
 *     excusedCount: number,
 *     marks?: { studentId: string, status: Status, markedAt: string }[],
 *     status?: Exclude<Status, "absent"> | null,
 * }} Running
 */

/**
 * All that runs now of what one teaches or attends; what is not in it has ended.
 *
 * @typedef {{ sessions: Running[] }} Watching
 */

/**
 * Why a connection that stood is gone, in Socket.IO's words: this side wanted it; the server sent
 * us away for good (4401); the connection broke or the server closed it; or it was silent.
 *
 * @typedef {"io client disconnect" | "io server disconnect" | "transport close" | "ping timeout"
 * } Reason
 */

/**
 * The WebSocket's close code, 1006 where there was none, and the reason that the server gave.
 *
 * @typedef {{ code: number, reason: string }} Details
 */

/**
 * What listeners are called with. The names in capitals are frames of the server.
 *
 * `connect`: the server has taken us. `disconnect`: it was connected and is no more.
 * `connect_error`: a try to connect has failed; `error.code` is the close code. After both, see
 * `socket.active`: whether it tries again by itself. It does not where `code` is 4401: the log-in is
 * missing or has run out.
 * `reconnect_attempt`: the `attempt`-th try, from 1 on, will be made in `delay` milliseconds.
 * `reconnect`: that try went well. `reconnect_failed`: `reconnectionAttempts` are used up.
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
 *     SESSION_COUNTS: [Counts],
 *     WATCHING: [Watching],
 *     ERROR: [{ message: string }],
 * }} Events
 */

/**
 * @template {string} N
 * @typedef {(...args: N extends keyof Events ? Events[N] : any[]) => void} Listener
 */

/**
 * What can be asked with `request`, and what it is answered with.
 *
 * @typedef {{
 *     MARK_ATTENDANCE: [
 *         {
 *             classId: string, sessionId?: string, studentId: string, status?: Status, at?: string,
 *         },
 *         Marked,
 *     ],
 *     GET_TODAY_SUMMARY: [{ classId: string }, Summary],
 *     CHECK_MY_STATUS: [{ classId: string }, MyStatus],
 *     DONE: [{ classId: string, sessionId?: string }, Ended],
 * }} Asks
 */

/** @typedef {string | null | undefined} Token */

/**
 * All times are milliseconds. The names are Socket.IO's, but for `watch`.
 *
 * @typedef {object} Options
 * @property {{ token?: Token | (() => Token | Promise<Token>) }} [query] `token`: that of the
 *     log-in. A function is called before every try to connect, so that a new token is taken.
 * @property {typeof WebSocket} [WebSocket] the class to connect with; default: the global one.
 * @property {boolean} [autoConnect] connect at once (default), or when `connect()` is called.
 * @property {boolean} [reconnection] come back after a lost connection (default).
 * @property {number} [reconnectionAttempts] tries in a row until it gives up; default: never.
 * @property {number} [reconnectionDelay] how long the first try waits at most, 1000; every further
 *     one twice as long as the one before.
 * @property {number} [reconnectionDelayMax] how long any try waits at most, 5000.
 * @property {number} [randomizationFactor] how much of that wait is drawn by lot, from 0 to 1
 *     (default): a whole class that has lost its server does not come back in one moment.
 * @property {number} [timeout] how long a try to connect, or a `request`, may take, 20000.
 * @property {number} [pingInterval] after how long a silence the server is asked whether it is
 *     still there, 25000; after `pingTimeout` where something that was sent has no answer.
 * @property {number} [pingTimeout] how long it then has for a sign of life, 10000; for one that
 *     may wait behind an answer, until `timeout` after what was sent.
 * @property {boolean} [watch] ask `WATCH` by itself (default): when it has connected and after a
 *     silence. Without it, `connect` comes before the server has looked at the token, `WATCHING`
 *     and `SESSION_STARTED` do not come, and a connection that died silently is not noticed.
 */

const PROTOCOL = "attendance";
const BEARER = "bearer.";
const PATH = "/ws";

const NORMAL = 1000;
const ABNORMAL = 1006;
/** The server's own close code: the token is missing, wrong, has run out or was ended. */
const UNAUTHORIZED = 4401;
/**
 * Policy violation and message too big (RFC 6455, section 7.4.1): it was something that we did, so
 * coming back soon would only do it again.
 */
const OUR_FAULT = [1008, 1009];

/** Milliseconds in which all who are online again come back. */
const SOON = 1000;

const OWN_EVENTS = new Set([
    "connect",
    "disconnect",
    "connect_error",
    "reconnect_attempt",
    "reconnect",
    "reconnect_failed",
]);

/** @type {Record<keyof Asks, string>} */
const ANSWERS = {
    MARK_ATTENDANCE: "ATTENDANCE_MARKED",
    GET_TODAY_SUMMARY: "TODAY_SUMMARY",
    CHECK_MY_STATUS: "MY_STATUS",
    DONE: "SESSION_ENDED",
};

/** What a student may be who is marked without a status. */
const HERE = new Set(["present", "late"]);

/**
 * What went wrong with a connection or a request.
 *
 * With `connect_error`, `code` is the close code, and `data` holds it with the server's reason.
 *
 * With a `request` that failed, `code` says what is known of it. `"refused"`: it was not done;
 * `message` is the server's. `"offline"`: it was never sent. `"lost"` and `"timeout"`: it was sent,
 * and the connection, or our patience, ended before the answer came: it may be done or not, which
 * the next `WATCHING` tells. A mark may simply be sent again, with the same `at`.
 */
export class SocketError extends Error {
    /**
     * @param {string} message
     * @param {number | "refused" | "offline" | "lost" | "timeout"} code
     * @param {Details} [data]
     */
    constructor(message, code, data) {
        super(message);
        this.name = "SocketError";
        this.code = code;
        this.data = data;
    }
}

/** Listeners by the name of what they listen to. */
class Listeners {
    /** @type {Map<string, { fn: Function, once: boolean }[]>} */
    #by = new Map();

    /** @param {string} name @param {Function} fn @param {boolean} once */
    add(name, fn, once) {
        if (typeof fn !== "function") {
            throw new TypeError(`the listener of ${name} is not a function`);
        }
        this.#by.set(name, [...(this.#by.get(name) ?? []), { fn, once }]);
    }

    /** @param {string} [name] @param {Function} [fn] */
    remove(name, fn) {
        if (name === undefined) {
            this.#by.clear();
        } else if (fn === undefined) {
            this.#by.delete(name);
        } else {
            const kept = (this.#by.get(name) ?? []).filter((listener) => listener.fn !== fn);
            this.#by.set(name, kept);
        }
    }

    /**
     * What one of them throws is reported, and stops neither the others nor the socket.
     *
     * @param {string} name @param {unknown[]} args
     */
    call(name, args) {
        const listeners = this.#by.get(name) ?? [];
        if (listeners.some((listener) => listener.once)) {
            this.#by.set(
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

/** How long to wait before a try to connect: twice as long every time, and a part of it by lot. */
class Backoff {
    /** Tries since the last connection that held. */
    tries = 0;
    #first;
    #most;
    #byLot;

    /** @param {number} first @param {number} most @param {number} byLot a share, from 0 to 1 */
    constructor(first, most, byLot) {
        this.#first = first;
        this.#most = most;
        this.#byLot = byLot;
    }

    next() {
        // Bounded, since 2 ** 1024 is infinite and infinity times no delay is no number.
        const longest = Math.min(this.#most, this.#first * 2 ** Math.min(this.tries, 30));
        this.tries += 1;
        return this.#draw(longest);
    }

    /** The wait of who is not welcome: never less than the longest of the others. */
    nextOfUnwelcome() {
        this.tries += 1;
        return 2 * this.#most - this.#draw(this.#most);
    }

    /** A try that only has to keep out of the way of others. */
    soon() {
        return this.#draw(SOON);
    }

    /** @param {number} longest */
    #draw(longest) {
        return longest * (1 - this.#byLot * Math.random());
    }
}

/**
 * A frame that was sent, or will be, and what its sender waits for.
 *
 * @typedef {object} Request
 * @property {keyof Asks} name
 * @property {string} classId
 * @property {string} [studentId]
 * @property {Status} [status]
 * @property {boolean} timed the mark tells its time, so that a newer one may stay in its place
 * @property {any} [seen] a frame that may be the answer, as long as nothing says otherwise
 * @property {any} [other] the last frame that said something else of the student
 * @property {number} watches how many `WATCH` had been sent before it on its connection
 * @property {(data: any) => void} resolve
 * @property {(error: SocketError) => void} reject
 */

/**
 * Requests that were sent and have no answer yet, in the order in which they were sent.
 *
 * The server answers every frame once, in the order in which a socket sent them. But a frame does
 * not say what it answers, and in between come frames that somebody else has caused, who may do the
 * same as we do: the same teacher at another window. So two things are relied on. A frame that
 * says of class, student and status what was asked for fulfils the request, whoever caused it: it
 * is so, and it is saved. (Without a status it was asked that the student has come, late or not.)
 * And an `ERROR`, which could be anything's, only makes us ask `WATCH`: `WATCHING` answers nothing
 * else, so when it comes, whatever was sent before it has been answered, and what has not been
 * fulfilled by then was refused. The same is asked where a mark tells its time and a frame says
 * something else of the student: that may be a newer mark, which stays, and then is the answer.
 */
class Requests {
    /** @type {Request[]} */
    #sent = [];
    /** @type {string[]} */
    #errors = [];

    /** @param {Request} request */
    add(request) {
        this.#sent.push(request);
    }

    /** @param {Request} request */
    remove(request) {
        this.#sent = this.#sent.filter((other) => other !== request);
    }

    /**
     * A frame has arrived; returned is whether `WATCH` has to be asked.
     *
     * @param {string} event @param {any} data
     * @param {number} watches how many were sent on this connection
     */
    heard(event, data, watches) {
        const asked = this.#sent.filter(
            ({ name, classId, studentId }) =>
                ANSWERS[name] === event &&
                classId === data.classId &&
                (studentId === undefined || studentId === data.studentId),
        );
        if (event !== "ATTENDANCE_MARKED") {
            this.#fulfil(asked.slice(0, 1), data);
            return false;
        }
        for (const request of asked) {
            const { status } = request;
            const so = status === undefined ? HERE.has(data.status) : status === data.status;
            request.seen = so ? data : undefined;
            request.other = so ? request.other : data;
        }
        // A mark of a student's is not fulfilled before the one that was sent before it.
        const open = asked.findIndex((request) => !request.seen);
        this.#fulfil(open < 0 ? asked : asked.slice(0, open), data);
        return asked.some(({ timed, seen, watches: before }) => timed && !seen && before >= watches);
    }

    /**
     * An `ERROR` has come; back comes whether `WATCH` has to be asked.
     *
     * @param {string} message @param {number} watches how many were sent on this connection
     */
    heardError(message, watches) {
        const [oldest] = this.#sent;
        if (oldest === undefined) {
            return false;
        }
        this.#errors.push(message);
        return oldest.watches >= watches;
    }

    /**
     * `WATCHING` has come: what was sent before its `WATCH` has been answered.
     *
     * @param {number} watchings how many have come on this connection
     */
    heardWatching(watchings) {
        const answered = this.#sent.filter((request) => request.watches < watchings);
        for (const request of answered.filter((request) => request.seen)) {
            this.#fulfil([request], request.seen);
        }
        const open = answered.filter((request) => !request.seen);
        const newer = open.filter(({ timed, other }) => timed && other);
        // As many as there were errors were refused.
        for (const request of newer.slice(0, Math.max(0, open.length - this.#errors.length))) {
            this.#fulfil([request], request.other);
        }
        const refused = open.filter((request) => this.#sent.includes(request));
        // Those of frames that were only emitted may be among them: then it is the best guess.
        const messages = this.#errors.slice(-refused.length);
        this.#errors = [];
        refused.forEach((request, place) => {
            this.remove(request);
            const message = messages[place] ?? messages.at(-1) ?? "No answer";
            request.reject(new SocketError(message, "refused"));
        });
    }

    /** The connection is gone. */
    lost() {
        const sent = this.#sent;
        this.#sent = [];
        this.#errors = [];
        for (const request of sent) {
            request.reject(new SocketError("Connection lost before the answer came", "lost"));
        }
    }

    /** @param {Request[]} requests @param {any} data */
    #fulfil(requests, data) {
        for (const request of requests) {
            this.remove(request);
            request.resolve(data);
        }
    }
}

/**
 * A connection to the server that is kept up until `disconnect()` is called or the log-in has run
 * out. Made by `connect`.
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
    #pingTimeout;
    #watch;

    #listeners = new Listeners();
    #requests = new Requests();
    #backoff;

    /**
     * `idle`: it does nothing by itself. `opening`: from the question for the token until the
     * server has taken us. `waiting`: for the next try.
     *
     * @type {"idle" | "opening" | "connected" | "waiting"}
     */
    #state = "idle";
    /** Counts the tries and disconnects: what a former one still does is of no interest. */
    #turn = 0;
    /** @type {WebSocket | undefined} */
    #ws;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    /**
     * What waits for a connection.
     *
     * @type {{ name: string, text: string, ask?: Request }[]}
     */
    #unsent = [];
    /** What the server has said while it had not taken us yet. */
    #refusal = "";
    /** Which try in a row this is; 0: the first connection, or one that stands. */
    #attempt = 0;
    #unwelcome = false;
    #checking = false;
    #connectedAt = 0;
    #heardAt = 0;
    /** Since when something that was sent is without an answer; see `#unanswered`. */
    #sentAt = 0;
    // On this connection: `WATCH` that were sent, and `WATCHING` that came.
    #watches = 0;
    #watchings = 0;

    /**
     * @param {string | URL | undefined} url
     * @param {Options} options
     */
    constructor(url, options) {
        const { address, token } = endpoint(url);
        this.#url = address;
        this.#token = options.query?.token ?? token;
        const given = options.WebSocket ?? globalThis.WebSocket;
        if (typeof given !== "function") {
            throw new TypeError("no WebSocket here: pass a class for it as the option WebSocket");
        }
        this.#WebSocket = given;
        this.#reconnection = options.reconnection ?? true;
        this.#reconnectionAttempts = options.reconnectionAttempts ?? Infinity;
        this.#delayMax = options.reconnectionDelayMax ?? 5000;
        this.#timeout = options.timeout ?? 20_000;
        this.#pingInterval = options.pingInterval ?? 25_000;
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

    /** Whether the server has taken us and the connection stands. */
    get connected() {
        return this.#state === "connected";
    }

    get disconnected() {
        return !this.connected;
    }

    /** Whether it is connected or will try to be by itself. */
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
            /** @param {string} name @param {object} [data] */
            emit: (name, data) => {
                const text = encode(name, data);
                if (this.connected) {
                    this.#send(name, text);
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
     * Listen for the next one only.
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
     * Take away one listener, all of an event, or all.
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
     * Send a frame. What is sent without a connection waits for the next one, however long that
     * takes; `disconnect()` and the end of the log-in throw it away, so nobody sends for who was
     * here before. Where a late mark would do harm use `volatile`, or `request`, which waits for
     * `timeout` at most; and say which class is meant, since another session may run by then.
     *
     * @param {string} name @param {object} [data]
     * @returns {this}
     */
    emit(name, data) {
        const text = encode(name, data);
        if (this.connected) {
            this.#send(name, text);
        } else {
            this.#unsent.push({ name, text });
        }
        return this;
    }

    /**
     * Send a frame and wait for what comes of it: the data of the frame that says so. It rejects
     * with a `SocketError`, whose `code` tells whether it was done. `ERROR` listeners hear a
     * refusal too. `classId` is needed; it tells the answers of many sessions apart. A mark with a
     * time, `at`, is also fulfilled by a newer mark of the student: see the `status` of the answer.
     *
     * @template {keyof Asks} N
     * @param {N} name @param {Asks[N][0]} data
     * @param {{ timeout?: number, signal?: AbortSignal }} [options] `timeout`: milliseconds;
     *     default: the socket's own. `signal`: withdraws what has not been sent when it is aborted,
     *     and waits no longer for an answer to what has; it rejects with the signal's reason.
     * @returns {Promise<Asks[N][1]>}
     */
    request(name, data, { timeout = this.#timeout, signal } = {}) {
        if (!Object.hasOwn(ANSWERS, name)) {
            throw new TypeError(`${name} is not something that is answered`);
        }
        /** @type {{ classId?: string, studentId?: string, status?: Status, at?: string }} */
        const { classId, studentId, status, at } = data ?? {};
        if (typeof classId !== "string") {
            throw new TypeError(`${name} needs a classId, to know its answer by`);
        }
        const marks = name === "MARK_ATTENDANCE";
        if (marks && typeof studentId !== "string") {
            throw new TypeError(`${name} needs a studentId`);
        }
        const text = encode(name, data);
        if (signal?.aborted) {
            return Promise.reject(signal.reason);
        }
        return new Promise((resolve, reject) => {
            /** @type {Request} */
            const ask = {
                name,
                // The server tells ids in small letters.
                classId: classId.toLowerCase(),
                studentId: marks ? studentId?.toLowerCase() : undefined,
                status: marks ? status : undefined,
                timed: marks && at !== undefined,
                watches: 0,
                resolve: (answer) => {
                    settled();
                    resolve(answer);
                },
                reject: (error) => {
                    settled();
                    reject(error);
                },
            };
            const timer = setTimeout(() => {
                const code = this.#forget(ask) ? "offline" : "timeout";
                const message = code === "offline" ? "Not connected" : "No answer in time";
                ask.reject(new SocketError(message, code));
            }, timeout);
            const withdraw = () => {
                this.#forget(ask);
                settled();
                reject(signal?.reason);
            };
            const settled = () => {
                clearTimeout(timer);
                signal?.removeEventListener("abort", withdraw);
            };
            signal?.addEventListener("abort", withdraw);
            if (this.connected) {
                this.#send(name, text, ask);
            } else if (this.active) {
                this.#unsent.push({ name, text, ask });
            } else {
                ask.reject(new SocketError("Not connected", "offline"));
            }
        });
    }

    /**
     * Connect; where the next try is waited for, make it now.
     *
     * @returns {this}
     */
    connect() {
        if (this.#state === "idle") {
            this.#heedPage(true);
            this.#attempt = 0;
            this.#backoff.tries = 0;
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
     * Disconnect, and stay so until `connect()` is called.
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
        this.#refusal = "";
        this.#setTimer(this.#timeout, () => this.#end(ABNORMAL, "no answer in time"));
        // Nothing happens at once: who connects has yet to add their listeners.
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
            // The address has been looked at, so it is the token that cannot be one.
            this.#end(name === "SyntaxError" ? UNAUTHORIZED : ABNORMAL, message);
            return;
        }
        this.#ws = ws;
        this.#watches = this.#watchings = this.#sentAt = 0;
        ws.onopen = () => {
            if (this.#watch) {
                this.#sendWatch();
            } else {
                this.#accept();
            }
        };
        ws.onmessage = ({ data }) => this.#hear(data);
        // `close` follows at once, but not in Node 20. The package `ws` throws without a listener.
        ws.onerror = () =>
            setTimeout(() => {
                if (this.#ws === ws) {
                    this.#end(ABNORMAL, "");
                }
            });
        ws.onclose = ({ code, reason }) => this.#end(code, String(reason));
    }

    /** The server has taken us. */
    #accept() {
        this.#state = "connected";
        this.#connectedAt = this.#heardAt = Date.now();
        const attempt = this.#attempt;
        this.#attempt = 0;
        this.#awaitSilence();
        const unsent = this.#unsent;
        this.#unsent = [];
        for (const { name, text, ask } of unsent) {
            this.#send(name, text, ask);
        }
        this.#tell("connect");
        if (attempt) {
            this.#tell("reconnect", attempt);
        }
    }

    /** @param {unknown} text */
    #hear(text) {
        this.#heardAt = Date.now();
        if (this.#checking) {
            // There it is, the sign of life.
            this.#awaitSilence();
        }
        const frame = decode(text);
        if (frame === undefined) {
            console.warn("attendance: a frame that cannot be read is left out");
            return;
        }
        const { event, data } = frame;
        if (!this.connected) {
            if (event === "ERROR") {
                // We are turned away: `connect_error` tells it once the socket closes.
                this.#refusal = data.message;
                return;
            }
            const turn = this.#turn;
            this.#accept();
            // A listener of `connect` may have disconnected.
            if (turn !== this.#turn) {
                return;
            }
        }
        if (event === "WATCHING") {
            this.#watchings += 1;
            this.#requests.heardWatching(this.#watchings);
        } else if (event === "ERROR") {
            if (this.#requests.heardError(data.message, this.#watches)) {
                this.#sendWatch();
            }
        } else if (this.#requests.heard(event, data, this.#watches)) {
            this.#sendWatch();
        }
        this.#tell(event, data);
    }

    /**
     * The connection, or the try to make one, has come to its end.
     *
     * @param {number} code @param {string} reason @param {Reason} [why]
     */
    #end(code, reason, why = "transport close") {
        const connected = this.connected;
        if (connected && Date.now() - this.#connectedAt >= this.#delayMax) {
            this.#backoff.tries = 0;
        }
        this.#letGo();
        const spent = this.#attempt >= this.#reconnectionAttempts;
        const again = this.#reconnection && !spent && code !== UNAUTHORIZED;
        const details = { code, reason };
        const delay = again ? this.#wait(OUR_FAULT.includes(code)) : 0;
        if (!again) {
            this.#rest();
        }
        const turn = this.#turn;
        if (connected) {
            const final = code === UNAUTHORIZED ? "io server disconnect" : why;
            this.#tell("disconnect", final, details);
        } else {
            const message = this.#refusal || reason || "The server cannot be reached";
            this.#tell("connect_error", new SocketError(message, code, details));
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
     * Wait for the next try; the milliseconds come back.
     *
     * @param {boolean} unwelcome
     */
    #wait(unwelcome) {
        this.#turn += 1;
        this.#state = "waiting";
        this.#attempt += 1;
        this.#unwelcome = unwelcome;
        const delay = unwelcome ? this.#backoff.nextOfUnwelcome() : this.#backoff.next();
        this.#setTimer(delay, () => this.#open());
        return delay;
    }

    /** Do nothing more by itself, and send nothing that has not been sent. */
    #rest() {
        this.#turn += 1;
        this.#state = "idle";
        this.#heedPage(false);
        const unsent = this.#unsent;
        this.#unsent = [];
        for (const { ask } of unsent) {
            ask?.reject(new SocketError("Not connected", "offline"));
        }
    }

    /** Have nothing more to do with the WebSocket, whatever it still does. */
    #letGo() {
        clearTimeout(this.#timer);
        this.#checking = false;
        const ws = this.#ws;
        this.#ws = undefined;
        if (ws) {
            ws.onopen = ws.onmessage = ws.onclose = null;
            ws.close();
        }
        this.#requests.lost();
    }

    /** @param {string} name @param {string} text @param {Request} [ask] */
    #send(name, text, ask) {
        if (ask) {
            ask.watches = this.#watches;
            this.#requests.add(ask);
        }
        this.#ws?.send(text);
        if (name === "WATCH") {
            this.#watches += 1;
        } else if (!this.#unanswered) {
            this.#sentAt = Date.now();
            if (!this.#checking) {
                this.#awaitSilence();
            }
        }
    }

    #sendWatch() {
        this.#send("WATCH", encode("WATCH"));
    }

    /** Wait no longer for an answer. @param {Request} ask @returns {boolean} it was never sent */
    #forget(ask) {
        const unsent = this.#unsent.filter((waiting) => waiting.ask !== ask);
        const withdrawn = unsent.length < this.#unsent.length;
        this.#unsent = unsent;
        this.#requests.remove(ask);
        return withdrawn;
    }

    // A page hears nothing of pings, which the browser answers by itself: a connection that died
    // with the network, or while the machine slept, looks as good as any until something is asked.

    /** Whether something was sent and nothing has come since. */
    get #unanswered() {
        return this.#sentAt > this.#heardAt;
    }

    #awaitSilence() {
        this.#checking = false;
        if (!this.#watch) {
            return;
        }
        const due = this.#unanswered
            ? this.#sentAt + this.#pingTimeout
            : this.#heardAt + this.#pingInterval;
        // Bounded, since the clock may have been set back.
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
        // The answer waits behind those to what was sent before, as marks wait for a database that
        // is away.
        const rest = this.#unanswered ? this.#sentAt + this.#timeout - Date.now() : 0;
        this.#sendWatch();
        this.#setTimer(Math.max(this.#pingTimeout, rest), () =>
            this.#end(ABNORMAL, "the server is silent", "ping timeout"),
        );
    }

    /** The network is back or has changed, or somebody looks at the page again. @param {Event} event */
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
        } else if (this.#state === "waiting" && !this.#unwelcome && event.type !== "offline") {
            // A whole school may be online again in the same moment.
            const delay = event.type === "online" ? this.#backoff.soon() : 0;
            this.#setTimer(delay, () => this.#open());
        }
    };

    /** The page was frozen: what its connection had to tell meanwhile may be lost, and it as well. */
    #thaw() {
        if (this.connected) {
            this.#end(ABNORMAL, "the page was frozen");
        } else if (this.#state === "opening") {
            this.#letGo();
            void this.#open();
        }
        // Those who listen to the end may have disconnected.
        if (this.#state === "waiting" && !this.#unwelcome) {
            this.#setTimer(0, () => this.#open());
        }
    }

    /** @param {boolean} heed */
    #heedPage(heed) {
        const change = heed ? "addEventListener" : "removeEventListener";
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
 * Connect to the server at `url`, `http(s)://` or `ws(s)://`; by default that of the page. The
 * token travels as a WebSocket subprotocol, also where it stands in the URL, so no log on the way
 * shows it. Raises `TypeError` where the URL, or the class for a WebSocket, is missing or none.
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
        throw new TypeError(`${address.protocol}// is no address of a server`);
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
 * @param {string} name @param {object} [data]
 * @returns {string}
 */
function encode(name, data) {
    if (OWN_EVENTS.has(name)) {
        throw new TypeError(`"${name}" is an event of the socket itself`);
    }
    if (typeof data === "function") {
        throw new TypeError(`${name} takes no callback; see request()`);
    }
    return JSON.stringify({ event: name, data });
}

/**
 * @param {unknown} text
 * @returns {{ event: string, data: any } | undefined}
 */
function decode(text) {
    try {
        const { event, data } = JSON.parse(String(text));
        return typeof event === "string" ? { event, data: data ?? {} } : undefined;
    } catch {
        return undefined;
    }
}
