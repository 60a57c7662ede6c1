/**
 * The HTTP calls of the server.
 *
 * @module
 */

/** Milliseconds after which a request is given up: the server itself answers much sooner. */
const PATIENCE = 40_000;

/** How often a request is made that the server is too busy for. */
const TRIES = 4;

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
     */
    constructor(status, message, details = [], retryAfter) {
        super(message);
        this.name = "ApiError";
        this.status = status;
        this.details = details;
        this.retryAfter = retryAfter;
    }
}

export class Api {
    #account;
    #expired;

    /**
     * @param {import("./account.js").Account} account
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
     * @returns {Promise<import("./account.js").LogIn>}
     */
    async logIn(email, password) {
        const { token } = await this.#call("POST", "/auth/login", { email, password });
        return { token, user: await this.#call("GET", "/auth/me", undefined, { token }) };
    }

    changePassword(oldPassword, newPassword) {
        return this.#call("POST", "/auth/password", { oldPassword, newPassword });
    }

    deleteAccount(password) {
        return this.#call("DELETE", "/auth/me", { password });
    }

    // Classes

    classes(options) {
        return this.#call("GET", "/classes", undefined, options);
    }

    class(id, options) {
        return this.#call("GET", `/class/${id}`, undefined, options);
    }

    makeClass(className) {
        return this.#call("POST", "/class", { className });
    }

    /** @param {string} id @param {{ className?: string, lateAfter?: number | null }} change */
    changeClass(id, change) {
        return this.#call("PATCH", `/class/${id}`, change);
    }

    deleteClass(id) {
        return this.#call("DELETE", `/class/${id}`);
    }

    /** @param {string} id @param {{ studentId: string } | { email: string }} student */
    enrol(id, student, options) {
        return this.#patiently("POST", `/class/${id}/add-student`, student, options);
    }

    unenrol(id, studentId) {
        return this.#call("DELETE", `/class/${id}/students/${studentId}`);
    }

    searchStudents(q, limit, options) {
        const query = new URLSearchParams({ q, limit: String(limit) });
        return this.#call("GET", `/students?${query}`, undefined, options);
    }

    // Sessions

    start(classId) {
        return this.#call("POST", "/attendance/start", { classId });
    }

    sessions(classId, { limit = 20, after, ...options } = {}) {
        const query = new URLSearchParams({ limit: String(limit), ...(after && { after }) });
        return this.#call("GET", `/class/${classId}/sessions?${query}`, undefined, options);
    }

    session(classId, sessionId, options) {
        return this.#call("GET", `/class/${classId}/sessions/${sessionId}`, undefined, options);
    }

    /** @param {{ status: string, reason: string }} correction */
    correct(classId, sessionId, studentId, correction) {
        const path = `/class/${classId}/sessions/${sessionId}/marks/${studentId}`;
        return this.#call("PATCH", path, correction);
    }

    reopen(classId, sessionId) {
        return this.#call("POST", `/class/${classId}/sessions/${sessionId}/reopen`);
    }

    /** As `#call`; made again where the server asks for some time. */
    async #patiently(method, path, body, options) {
        for (let left = TRIES; ; left -= 1) {
            try {
                return await this.#call(method, path, body, options);
            } catch (error) {
                if (!error.retryAfter || left <= 1) {
                    throw error;
                }
                await pause(1000 * error.retryAfter, options?.signal);
            }
        }
    }

    /**
     * @param {string} method @param {string} path @param {object} [body]
     * @param {{ signal?: AbortSignal, token?: string }} [options]
     * @returns {Promise<any>}
     */
    async #call(method, path, body, { signal, token = this.#account.token } = {}) {
        const response = await request(path, signal, {
            method,
            body: body && JSON.stringify(body),
            headers: {
                ...(body && { "Content-Type": "application/json" }),
                ...(token && { Authorization: `Bearer ${token}` }),
            },
        });
        if (response.answer.success) {
            return response.answer.data;
        }
        // Another tab, or a new log-in, may have been quicker than this answer.
        if (response.status === 401 && token && token === this.#account.token) {
            this.#expired();
        }
        const { error, details } = response.answer;
        throw new ApiError(response.status, String(error), details, response.retryAfter);
    }
}

/**
 * @param {string} path @param {AbortSignal | undefined} signal @param {RequestInit} init
 */
async function request(path, signal, init) {
    const patience = new AbortController();
    const stop = () => patience.abort();
    const timer = setTimeout(stop, PATIENCE);
    signal?.addEventListener("abort", stop);
    try {
        signal?.throwIfAborted();
        const response = await fetch(path, { ...init, signal: patience.signal });
        return {
            status: response.status,
            retryAfter: Number(response.headers.get("Retry-After")) || undefined,
            answer: await response.json(),
        };
    } catch (error) {
        signal?.throwIfAborted();
        // A proxy's own page where the server is down is as good as no answer.
        throw new ApiError(0, "No answer");
    } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", stop);
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
