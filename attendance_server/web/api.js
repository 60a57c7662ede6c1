/**
 * The HTTP calls of the server.
 *
 * @module
 */

import { ServerClock } from "/server-clock.js";

/** Milliseconds after which a request is given up: the server itself answers much sooner. */
const PATIENCE = 40_000;

/** The same for one that brings a file, or makes many accounts. */
const LONG_PATIENCE = 120_000;

/** How often a request is made that the server is too busy for. */
const TRIES = 4;

/** Sessions that the server returns at a time, at most. */
const PAGE = 100;

/** @typedef {{ signal?: AbortSignal, token?: string, patience?: number, keepalive?: boolean }} Options */

/**
 * A request that was not done.
 *
 * `status` is that of HTTP, 0 where no answer came. `message` is the server's own, for `text.js`
 * to put into words; `details` tells what is wrong with which field.
 */
export class ApiError extends Error {
    /**
     * @param {number} status @param {string} message
     * @param {{ path: string, message: string }[]} [details]
     * @param {number} [retryAfter] seconds
     * @param {number} [sessions] that go with what was to be deleted
     */
    constructor(status, message, details = [], retryAfter, sessions) {
        super(message);
        this.name = "ApiError";
        this.status = status;
        this.details = details;
        this.retryAfter = retryAfter;
        this.sessions = sessions;
    }
}

/** Whether something is not there, or not for this user. @param {unknown} error */
export function isMissing(error) {
    return error instanceof ApiError && (error.status === 403 || error.status === 404);
}

export class Api {
    /** The server's, as its answers tell it. */
    clock = new ServerClock();
    #account;
    #expired;

    /**
     * @param {import("/account.js").Account} account
     * @param {() => void} expired called where the server takes the token no longer
     */
    constructor(account, expired) {
        this.#account = account;
        this.#expired = expired;
    }

    // Accounts

    /** @param {object} signup */
    signUp(signup) {
        return this.#call("POST", "/auth/signup", signup);
    }

    /**
     * Raises `ApiError`. Nothing is kept of it.
     *
     * @param {string} email @param {string} password
     * @returns {Promise<import("/account.js").LogIn>}
     */
    async logIn(email, password) {
        const { token } = await this.#call("POST", "/auth/login", { email, password });
        return this.logInWith(token);
    }

    /**
     * The token of an account whose code is used up by that. Raises `ApiError`.
     *
     * @param {string} code @param {string} password
     * @returns {Promise<string>}
     */
    async claim(code, password) {
        return (await this.#call("POST", "/auth/claim", { code, password })).token;
    }

    /** @param {string} token @returns {Promise<import("/account.js").LogIn>} */
    async logInWith(token) {
        return { token, user: await this.#call("GET", "/auth/me", undefined, { token }) };
    }

    /**
     * End a token at the server, also where the page is left meanwhile. Raises `ApiError`.
     *
     * @param {string | undefined} token @returns {Promise<void>}
     */
    async logOut(token) {
        await this.#call("POST", "/auth/logout", undefined, { token, keepalive: true });
    }

    /** @param {string} oldPassword @param {string} newPassword */
    changePassword(oldPassword, newPassword) {
        return this.#call("POST", "/auth/password", { oldPassword, newPassword });
    }

    /** @param {string} password */
    deleteAccount(password) {
        return this.#call("DELETE", "/auth/me", { password });
    }

    // Classes

    /**
     * Those in use, or those that are archived.
     *
     * @param {Options & { archived?: boolean }} [options]
     */
    classes({ archived = false, ...options } = {}) {
        const path = archived ? "/classes?archived=true" : "/classes";
        return this.#call("GET", path, undefined, options);
    }

    /** @param {string} id @param {Options} [options] */
    class(id, options) {
        return this.#call("GET", `/class/${id}`, undefined, options);
    }

    /** @param {string} className */
    makeClass(className) {
        return this.#call("POST", "/class", { className });
    }

    /**
     * @param {string} id
     * @param {{ className?: string, lateAfter?: number | null, archived?: boolean }} change
     */
    changeClass(id, change) {
        return this.#call("PATCH", `/class/${id}`, change);
    }

    /**
     * Raises `ApiError` with `sessions` where that many go with it, and `className` is not its name.
     *
     * @param {string} id @param {string} [className]
     */
    deleteClass(id, className) {
        return this.#call("DELETE", `/class/${id}`, className ? { className } : undefined);
    }

    /**
     * @param {string} id @param {{ studentId: string } | { email: string }} student
     * @param {Options} [options]
     */
    enrol(id, student, options) {
        return this.#patiently("POST", `/class/${id}/add-student`, student, options);
    }

    /** @param {string} id @param {string} studentId */
    unenrol(id, studentId) {
        return this.#call("DELETE", `/class/${id}/students/${studentId}`);
    }

    /** The classes that one is invited to. @param {Options} [options] */
    invitations(options) {
        return this.#call("GET", "/auth/me/invitations", undefined, options);
    }

    /** @param {string} classId @param {string} [code] where the invitation needs one */
    acceptInvitation(classId, code) {
        return this.#call("POST", `/class/${classId}/accept`, code ? { code } : undefined);
    }

    /** @param {string} classId */
    declineInvitation(classId) {
        return this.#call("POST", `/class/${classId}/decline`);
    }

    /** @param {string} classId */
    leaveClass(classId) {
        return this.#call("POST", `/class/${classId}/leave`);
    }

    /** @param {string} q @param {number} limit @param {Options} [options] */
    searchStudents(q, limit, options) {
        const query = new URLSearchParams({ q, limit: String(limit) });
        return this.#call("GET", `/students?${query}`, undefined, options);
    }

    // Rosters

    /** @param {string} classId @param {Options} [options] */
    roster(classId, options) {
        return this.#call("GET", `/class/${classId}/roster?format=json`, undefined, options);
    }

    /**
     * What a roster would bring about.
     *
     * @param {string} classId @param {Blob} file @param {Options} [options]
     */
    previewRoster(classId, file, options) {
        const path = `/class/${classId}/roster?dryRun=true`;
        return this.#patiently("POST", path, file, { ...options, patience: LONG_PATIENCE });
    }

    /**
     * Not made again by itself: where it has happened after all, the second answer has no codes.
     *
     * @param {string} classId @param {Blob} file
     */
    importRoster(classId, file) {
        const path = `/class/${classId}/roster`;
        return this.#call("POST", path, file, { patience: LONG_PATIENCE });
    }

    /** @param {string} classId @param {string} studentId */
    newCode(classId, studentId) {
        return this.#call("POST", `/class/${classId}/students/${studentId}/code`);
    }

    /** @param {string} classId */
    newCodes(classId) {
        const path = `/class/${classId}/codes`;
        return this.#call("POST", path, undefined, { patience: LONG_PATIENCE });
    }

    // Sessions

    /** @param {string} classId */
    start(classId) {
        return this.#call("POST", "/attendance/start", { classId });
    }

    /** What runs now, as `WATCHING` tells it. */
    running() {
        return this.#call("GET", "/attendance/running");
    }

    /**
     * Mark students of the running session. What came of each is in the answer, in the same order.
     *
     * @param {string} classId @param {string} sessionId
     * @param {{ studentId: string, status?: string, at: string }[]} marks
     * @returns {Promise<{
     *     status: import("/status.js").Status, markedAt: string, error?: string, code?: string,
     * }[]>}
     */
    mark(classId, sessionId, marks) {
        return this.#call("POST", `/attendance/${classId}/marks`, { sessionId, marks });
    }

    /** End the running session; the answer is as `SESSION_ENDED`. */
    end(classId, sessionId, options) {
        return this.#call("POST", "/attendance/end", { classId, sessionId }, options);
    }

    /**
     * Newest first: those that count, or those that were discarded.
     *
     * @param {string} classId
     * @param {Options & { limit?: number, after?: string, discarded?: boolean }} [page] `after`:
     *     the last `_id` of the page before
     */
    sessions(classId, { limit = 20, after, discarded = false, ...options } = {}) {
        const query = new URLSearchParams({
            ...{ limit: String(limit), ...(after && { after }) },
            ...(discarded && { discarded: "true" }),
        });
        return this.#call("GET", `/class/${classId}/sessions?${query}`, undefined, options);
    }

    /**
     * All ended sessions of a class, newest first.
     *
     * @param {string} classId @param {Options} [options]
     */
    async endedSessions(classId, options) {
        const sessions = [];
        for (let page; page === undefined || page.length === PAGE; sessions.push(...page)) {
            const after = sessions.at(-1)?._id;
            page = await this.sessions(classId, { limit: PAGE, after, ...options });
        }
        return sessions.filter(({ running }) => !running);
    }

    /** @param {string} classId @param {string} sessionId @param {Options} [options] */
    session(classId, sessionId, options) {
        return this.#call("GET", `/class/${classId}/sessions/${sessionId}`, undefined, options);
    }

    /**
     * @param {string} classId @param {string} sessionId @param {string} studentId
     * @param {{ status: string, reason: string }} correction
     */
    correct(classId, sessionId, studentId, correction) {
        const path = `/class/${classId}/sessions/${sessionId}/marks/${studentId}`;
        return this.#call("PATCH", path, correction);
    }

    /** @param {string} classId @param {string} sessionId @param {string} reason */
    discard(classId, sessionId, reason) {
        return this.#call("DELETE", `/class/${classId}/sessions/${sessionId}`, { reason });
    }

    /** @param {string} classId @param {string} sessionId */
    restore(classId, sessionId) {
        return this.#call("POST", `/class/${classId}/sessions/${sessionId}/restore`);
    }

    /** @param {string} classId @param {string} sessionId */
    reopen(classId, sessionId) {
        return this.#call("POST", `/class/${classId}/sessions/${sessionId}/reopen`);
    }

    // Reports

    /**
     * @param {string} path of the report @param {Record<string, string>} query
     * @param {Options} [options]
     */
    report(path, query, options) {
        const search = new URLSearchParams({ ...query, format: "json" });
        return this.#call("GET", `${path}?${search}`, undefined, options);
    }

    /**
     * A file, under the name that the server gives it. Raises `ApiError`, also where it breaks
     * off.
     *
     * @param {string} path
     * @param {(bytes: number) => void} received told how much is here
     * @returns {Promise<{ name: string, content: Blob }>}
     */
    async file(path, received) {
        const { token } = this.#account;
        const patience = new Patience();
        try {
            const response = await fetch(path, {
                headers: token ? { Authorization: `Bearer ${token}` } : {},
                signal: patience.signal,
            });
            if (!response.ok) {
                throw this.#refusal(await read(response), token);
            }
            const pieces = [];
            let size = 0;
            const reader = /** @type {ReadableStream} */ (response.body).getReader();
            for (let { done, value } = await reader.read(); !done; ) {
                pieces.push(value);
                size += value.length;
                received(size);
                patience.renew();
                ({ done, value } = await reader.read());
            }
            return {
                name: nameOf(response.headers.get("Content-Disposition") ?? ""),
                content: new Blob(pieces, {
                    type: response.headers.get("Content-Type") ?? undefined,
                }),
            };
        } catch (error) {
            throw error instanceof ApiError ? error : new ApiError(0, "No answer");
        } finally {
            patience.end();
        }
    }

    /**
     * As `#call`; made again where the server asks for some time.
     *
     * @param {string} method @param {string} path @param {object | Blob} [body]
     * @param {Options} [options]
     * @returns {Promise<any>}
     */
    async #patiently(method, path, body, options) {
        for (let left = TRIES; ; left -= 1) {
            try {
                return await this.#call(method, path, body, options);
            } catch (error) {
                if (!(error instanceof ApiError) || !error.retryAfter || left <= 1) {
                    throw error;
                }
                await pause(1000 * error.retryAfter, options?.signal);
            }
        }
    }

    /**
     * @param {string} method @param {string} path @param {object | Blob} [body] a file as it is
     * @param {Options} [options]
     * @returns {Promise<any>}
     */
    async #call(method, path, body, options = {}) {
        const { signal, patience, keepalive = false, token = this.#account.token } = options;
        const file = body instanceof Blob;
        const init = {
            method,
            keepalive,
            body: file ? body : body && JSON.stringify(body),
            headers: {
                ...(body && { "Content-Type": file ? body.type : "application/json" }),
                ...(token && { Authorization: `Bearer ${token}` }),
            },
        };
        const sent = Date.now();
        const response = await request(path, signal, init, patience);
        this.clock.heard(response.date, sent, Date.now());
        if (response.answer.success) {
            return response.answer.data;
        }
        throw this.#refusal(response, token);
    }

    /** @param {Awaited<ReturnType<typeof read>>} response @param {string} [token] */
    #refusal(response, token) {
        // Another tab, or a new log-in, may have been quicker than this answer.
        if (response.status === 401 && token && token === this.#account.token) {
            this.#expired();
        }
        const { error, details, sessions } = response.answer;
        return new ApiError(response.status, String(error), details, response.retryAfter, sessions);
    }
}

/**
 * @param {string} path @param {AbortSignal | undefined} signal @param {RequestInit} init
 * @param {number} [milliseconds] after which it is given up
 */
async function request(path, signal, init, milliseconds) {
    const patience = new Patience(milliseconds);
    const stop = () => patience.stop();
    signal?.addEventListener("abort", stop);
    try {
        signal?.throwIfAborted();
        return await read(await fetch(path, { ...init, signal: patience.signal }));
    } catch {
        signal?.throwIfAborted();
        // A proxy's own page where the server is down is as good as no answer.
        throw new ApiError(0, "No answer");
    } finally {
        patience.end();
        signal?.removeEventListener("abort", stop);
    }
}

/** @param {Response} response */
async function read(response) {
    return {
        status: response.status,
        date: response.headers.get("Date"),
        retryAfter: Number(response.headers.get("Retry-After")) || undefined,
        answer: await response.json(),
    };
}

/** The name of a file, as an answer tells it (RFC 6266). @param {string} disposition */
function nameOf(disposition) {
    const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
    if (encoded) {
        return decodeURIComponent(encoded);
    }
    return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? "attendance";
}

/** Gives a request up when nothing has come for a while. */
class Patience {
    #control = new AbortController();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    signal = this.#control.signal;
    #milliseconds;

    constructor(milliseconds = PATIENCE) {
        this.#milliseconds = milliseconds;
        this.renew();
    }

    /** Something has come. */
    renew() {
        this.end();
        this.#timer = setTimeout(() => this.stop(), this.#milliseconds);
    }

    stop() {
        this.#control.abort();
    }

    end() {
        clearTimeout(this.#timer);
    }
}

/** @param {number} delay milliseconds @param {AbortSignal} [signal] */
function pause(delay, signal) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, delay);
        signal?.addEventListener("abort", () => {
            clearTimeout(timer);
            reject(signal.reason);
        });
    });
}
