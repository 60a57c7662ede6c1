/**
 * The HTTP calls of the server.
 *
 * @module
 */

import { ServerClock } from "/server-clock.js";
import { KeptAnswers, isKept } from "/waiting/answers.js";

/** @import { Account, LogIn, User } from "/account.js" */
/** @import { Ended, Watching } from "/client.js" */
/** @import { Status } from "/status.js" */
/**
 * @import {
 *     AuditEntry, ClassRoster, ClassTeacher, ClassView, CorrectedMark, Device, Discard, FoundFile, Import,
 *     Invitation, IssuedCode, Matrix, OwnReport, OwnSession, OwnSessionDetail, PendingStudent,
 *     Problem, RecentImport, ResetCode, RosterStudent, SchoolClass, Session, SessionDetail, SessionReport,
 *     StartedSession, Student, StudentReport, UserDetail, UserRecord,
 * } from "/api-types.js"
 */

/** Milliseconds without an answer after which a request is given up. */
const PATIENCE = 40_000;

/** The same for requests that send a file or create many accounts. */
const LONG_PATIENCE = 120_000;

/** The `code` of a request without an answer. */
const NO_ANSWER = "no_answer";

/** How often a request is made if the server is too busy. */
const TRIES = 4;

const UNAUTHORIZED = 401;

/** Instead of a token: the call needs none. */
const NO_TOKEN = "";

/** How the server is asked to remember this device: no script sees its refresh token. */
const COOKIE = "cookie";

/** Sessions that the server returns at a time, at most. */
const PAGE = 100;

/**
 * `patience`: milliseconds without an answer after which the request is given up.
 *
 * @typedef {{ signal?: AbortSignal, token?: string, patience?: number, keepalive?: boolean }}
 *     Options
 */

/**
 * `after`: the last `_id` of the previous page.
 *
 * @typedef {Options & { limit?: number, after?: string }} Page
 */

/** The filters of a report. @typedef {Record<string, string>} Query */

/**
 * A failed request. `code` names the error, and `language/errors.js` has the words for it.
 *
 * `status` is that of HTTP, or 0 without an answer. `details`: what is wrong with which field.
 */
export class ApiError extends Error {
    /**
     * @param {number} status @param {string} code
     * @param {{
     *     message?: string, details?: Problem[], retryAfter?: number,
     *     sessions?: number, limit?: number, file?: FoundFile | null,
     * }} [more] `retryAfter`: seconds; `sessions`: how many would be deleted too;
     *     `limit`: how many there may be; `file`: what was found in a file
     */
    constructor(status, code, { message = code, details = [], ...more } = {}) {
        super(message);
        this.name = "ApiError";
        this.status = status;
        this.code = code;
        this.details = details;
        this.retryAfter = more.retryAfter;
        this.sessions = more.sessions;
        this.limit = more.limit;
        this.file = more.file;
    }
}

/**
 * Whether the server has not answered, so that it may have done it or not.
 *
 * @param {unknown} error
 */
export function isNoAnswer(error) {
    return error instanceof ApiError && error.status === 0;
}

/** Whether something does not exist, or not for this user. @param {unknown} error */
export function isMissing(error) {
    return error instanceof ApiError && (error.status === 403 || error.status === 404);
}

export class Api {
    /** The server's time. */
    clock = new ServerClock();
    kept;
    #account;
    #refused;

    /**
     * @param {Account} account
     * @param {() => Promise<boolean>} refused called when the server refuses the token; fulfilled
     *     with whether the user has another one
     */
    constructor(account, refused) {
        this.#account = account;
        this.#refused = refused;
        this.kept = new KeptAnswers(() => account.user?._id, { isNoAnswer, isMissing });
    }

    // Accounts

    /** @param {Record<string, string>} signup @returns {Promise<User>} */
    signUp(signup) {
        return this.#call("POST", "/auth/signup", signup);
    }

    /**
     * Raises `ApiError`. The log-in is not stored.
     *
     * @param {string} loginName an e-mail address or a student number @param {string} password
     * @param {boolean} stay whether the server remembers this device
     * @returns {Promise<LogIn>}
     */
    logIn(loginName, password, stay) {
        // A student number has no @, which some keyboards write in full width.
        const kind = /[@＠﹫]/u.test(loginName) ? "email" : "studentNumber";
        const remember = stay ? COOKIE : false;
        return this.#call("POST", "/auth/login", { [kind]: loginName, password, remember });
    }

    /**
     * Log in after single sign-on. Raises `ApiError`.
     *
     * @param {boolean} stay whether the server remembers this device
     * @returns {Promise<LogIn>}
     */
    signOn(stay) {
        return this.#call("POST", "/auth/sign-on/token", { remember: stay ? COOKIE : false });
    }

    /**
     * Claim an account with a code, which is then used up, and log in. Raises `ApiError`.
     *
     * @param {string} code @param {string} password
     * @param {boolean} stay whether the server remembers this device
     * @returns {Promise<LogIn>}
     */
    claim(code, password, stay) {
        const remember = stay ? COOKIE : false;
        return this.#call("POST", "/auth/claim", { code, password, remember });
    }

    /**
     * A new token for the user of this device, whom the server knows by a cookie. Raises
     * `ApiError`.
     *
     * @returns {Promise<LogIn>}
     */
    refresh() {
        return this.#call("POST", "/auth/refresh", undefined, { token: NO_TOKEN });
    }

    /** The devices on which the user stays logged in. @returns {Promise<Device[]>} */
    devices() {
        return this.#call("GET", "/auth/devices");
    }

    /** End one of these devices. @param {string} id @returns {Promise<Device>} */
    endDevice(id) {
        return this.#call("DELETE", `/auth/devices/${id}`);
    }

    /** End all of these devices but this one. @returns {Promise<Device[]>} */
    endOtherDevices() {
        return this.#call("DELETE", "/auth/devices");
    }

    /**
     * Revoke a token, even if the page is left meanwhile. Raises `ApiError`.
     *
     * @param {string | undefined} token @returns {Promise<void>}
     */
    async logOut(token) {
        await this.#call("POST", "/auth/logout", undefined, { token, keepalive: true });
    }

    /**
     * @param {string} oldPassword @param {string} newPassword
     * @returns {Promise<{ token: string }>}
     */
    changePassword(oldPassword, newPassword) {
        return this.#call("POST", "/auth/password", { oldPassword, newPassword });
    }

    /**
     * Change the own account.
     *
     * @param {Record<string, string | null>} change @returns {Promise<User>}
     */
    changeAccount(change) {
        return this.#call("PATCH", "/auth/me", change);
    }

    /** @param {string} password @returns {Promise<unknown>} */
    deleteAccount(password) {
        return this.#call("DELETE", "/auth/me", { password });
    }

    /** Have a link mailed. @param {string} email @returns {Promise<unknown>} */
    forgot(email) {
        return this.#call("POST", "/auth/forgot", { email });
    }

    /** The user's account, with how its password was reset. @returns {Promise<User>} */
    me() {
        return this.#call("GET", "/auth/me");
    }

    // Classes

    /**
     * The classes that are in use, or the archived ones.
     *
     * @param {Options & { archived?: boolean }} [options] @returns {Promise<ClassView[]>}
     */
    classes({ archived = false, ...options } = {}) {
        const path = archived ? "/classes?archived=true" : "/classes";
        return this.#call("GET", path, undefined, options);
    }

    /** @param {string} id @param {Options} [options] @returns {Promise<ClassRoster>} */
    class(id, options) {
        return this.#call("GET", `/class/${id}`, undefined, options);
    }

    /** @param {string} className @returns {Promise<ClassView>} */
    createClass(className) {
        return this.#call("POST", "/class", { className });
    }

    /**
     * @param {string} id
     * @param {{ className?: string, lateAfter?: number | null, archived?: boolean }} change
     * @returns {Promise<ClassView>}
     */
    changeClass(id, change) {
        return this.#call("PATCH", `/class/${id}`, change);
    }

    /**
     * Raises `ApiError` with `sessions` if the class has sessions and `className` is not its name.
     *
     * @param {string} id @param {string} [className] @returns {Promise<unknown>}
     */
    deleteClass(id, className) {
        return this.#call("DELETE", `/class/${id}`, className ? { className } : undefined);
    }

    /**
     * @param {string} id @param {{ studentId: string } | { email: string }} student
     * @param {Options} [options] @returns {Promise<ClassView>}
     */
    enrol(id, student, options) {
        return this.#patiently("POST", `/class/${id}/add-student`, student, options);
    }

    /** @param {string} id @param {string} studentId @returns {Promise<ClassView>} */
    unenrol(id, studentId) {
        return this.#call("DELETE", `/class/${id}/students/${studentId}`);
    }

    /**
     * @param {string} id @param {string} email
     * @param {string} [until] when the time of a substitute is over
     * @returns {Promise<{ teachers: ClassTeacher[] }>}
     */
    addTeacher(id, email, until) {
        return this.#call("POST", `/class/${id}/teachers`, { email, until });
    }

    /** @param {string} id @param {string} teacherId @returns {Promise<unknown>} */
    removeTeacher(id, teacherId) {
        return this.#call("DELETE", `/class/${id}/teachers/${teacherId}`);
    }

    /**
     * The student's open invitations.
     *
     * @param {Options} [options] @returns {Promise<Invitation[]>}
     */
    invitations(options) {
        return this.#call("GET", "/auth/me/invitations", undefined, options);
    }

    /**
     * @param {string} classId @param {string} [code] if the invitation needs one
     * @returns {Promise<unknown>}
     */
    acceptInvitation(classId, code) {
        return this.#call("POST", `/class/${classId}/accept`, code ? { code } : undefined);
    }

    /** @param {string} classId @returns {Promise<unknown>} */
    declineInvitation(classId) {
        return this.#call("POST", `/class/${classId}/decline`);
    }

    /**
     * The students who are invited to a class and not in it yet.
     *
     * @param {string} classId @param {Options} [options] @returns {Promise<PendingStudent[]>}
     */
    pendingStudents(classId, options) {
        return this.#call("GET", `/class/${classId}/invitations`, undefined, options);
    }

    /** @param {string} classId @param {string} studentId @returns {Promise<unknown>} */
    confirmStudent(classId, studentId) {
        return this.#patiently("POST", `/class/${classId}/invitations/${studentId}/confirm`);
    }

    /** @param {string} classId @param {string} studentId @returns {Promise<unknown>} */
    withdrawInvitation(classId, studentId) {
        return this.#call("DELETE", `/class/${classId}/invitations/${studentId}`);
    }

    /** @param {string} classId @returns {Promise<unknown>} */
    leaveClass(classId) {
        return this.#call("POST", `/class/${classId}/leave`);
    }

    /**
     * @param {string} q @param {number} limit @param {Options} [options]
     * @returns {Promise<Student[]>}
     */
    searchStudents(q, limit, options) {
        const query = new URLSearchParams({ q, limit: String(limit) });
        return this.#call("GET", `/students?${query}`, undefined, options);
    }

    // Rosters

    /** @param {string} classId @param {Options} [options] @returns {Promise<RosterStudent[]>} */
    roster(classId, options) {
        return this.#call("GET", `/class/${classId}/roster?format=json`, undefined, options);
    }

    /**
     * What an import would do.
     *
     * @param {string} classId @param {Blob} file @param {Query} query how the file is read
     * @param {Options} [options] @returns {Promise<Import>}
     */
    previewRoster(classId, file, query, options) {
        const path = `/class/${classId}/roster?${filled({ dryRun: "true", ...query })}`;
        return this.#patiently("POST", path, file, { ...options, patience: LONG_PATIENCE });
    }

    /**
     * Not repeated automatically: if the first attempt succeeded, the answer to a second has no
     * codes.
     *
     * @param {string} classId @param {Blob} file @param {Query} query how the file is read
     * @returns {Promise<Import>}
     */
    importRoster(classId, file, query) {
        const path = `/class/${classId}/roster?${filled(query)}`.replace(/\?$/, "");
        return this.#call("POST", path, file, { patience: LONG_PATIENCE });
    }

    /** @param {string} classId @param {string} studentId @returns {Promise<IssuedCode>} */
    newCode(classId, studentId) {
        return this.#call("POST", `/class/${classId}/students/${studentId}/code`);
    }

    /** @param {string} classId @returns {Promise<IssuedCode[]>} */
    newCodes(classId) {
        const path = `/class/${classId}/codes`;
        return this.#call("POST", path, undefined, { patience: LONG_PATIENCE });
    }

    /** @param {string} studentId @param {string} name @returns {Promise<Student>} */
    renameStudent(studentId, name) {
        return this.#call("PATCH", `/students/${studentId}`, { name });
    }

    /** @param {string} studentId @returns {Promise<ResetCode>} */
    resetStudent(studentId) {
        return this.#call("POST", `/students/${studentId}/reset-code`);
    }

    /** Delete an unclaimed account. @param {string} studentId @returns {Promise<unknown>} */
    deleteStudent(studentId) {
        return this.#call("DELETE", `/students/${studentId}`);
    }

    /**
     * The user's imports into a class that can still be undone, latest first.
     *
     * @param {string} classId @param {Options} [options] @returns {Promise<RecentImport[]>}
     */
    recentImports(classId, options) {
        return this.#call("GET", `/class/${classId}/imports`, undefined, options);
    }

    /** @param {string} importId @returns {Promise<RecentImport & { deleted: number }>} */
    undoImport(importId) {
        return this.#call("DELETE", `/imports/${importId}`, undefined, { patience: LONG_PATIENCE });
    }

    // School office

    /**
     * @param {Record<string, string | undefined>} query @param {AbortSignal} signal
     * @returns {Promise<UserRecord[]>}
     */
    users(query, signal) {
        return this.#call("GET", `/users?${filled(query)}`, undefined, { signal });
    }

    /** @param {string} id @param {Options} [options] @returns {Promise<UserDetail>} */
    user(id, options) {
        return this.#call("GET", `/users/${id}`, undefined, options);
    }

    /** @param {string} id @param {Record<string, unknown>} change @returns {Promise<UserRecord>} */
    changeUser(id, change) {
        return this.#call("PATCH", `/users/${id}`, change);
    }

    /** @param {string} id @returns {Promise<ResetCode>} */
    resetUser(id) {
        return this.#call("POST", `/users/${id}/reset-code`);
    }

    /** @param {string} id @param {string} into @returns {Promise<UserRecord>} */
    mergeUser(id, into) {
        return this.#call("POST", `/users/${id}/merge`, { into }, { patience: LONG_PATIENCE });
    }

    /** @param {string} id @returns {Promise<unknown>} */
    deleteUser(id) {
        return this.#call("DELETE", `/users/${id}`);
    }

    /**
     * @param {Record<string, string | undefined>} query @param {AbortSignal} signal
     * @returns {Promise<SchoolClass[]>}
     */
    schoolClasses(query, signal) {
        return this.#call("GET", `/classes?${filled(query)}`, undefined, { signal });
    }

    /** @param {string} classId @param {string} teacherId @returns {Promise<ClassView>} */
    moveClass(classId, teacherId) {
        return this.#call("POST", `/class/${classId}/owner`, { teacherId });
    }

    /**
     * @param {Record<string, string | undefined>} query @param {AbortSignal} signal
     * @returns {Promise<AuditEntry[]>}
     */
    audit(query, signal) {
        return this.#call("GET", `/audit?${filled({ ...query, format: "json" })}`, undefined, {
            signal,
        });
    }

    // Sessions

    /** @param {string} classId @param {Options} [options] @returns {Promise<StartedSession>} */
    start(classId, options) {
        return this.#call("POST", "/attendance/start", { classId }, options);
    }

    /** The running sessions, as in `WATCHING`. @returns {Promise<Watching>} */
    running() {
        return this.#call("GET", "/attendance/running");
    }

    /**
     * Mark students of the running session. The answer has a result per mark, in the same order.
     *
     * @param {string} classId @param {string} sessionId
     * @param {{ studentId: string, status?: string, at: string }[]} marks
     * @returns {Promise<
     *     { status: Status, markedAt: string, error?: string, code?: string }[]
     * >}
     */
    mark(classId, sessionId, marks) {
        return this.#call("POST", `/attendance/${classId}/marks`, { sessionId, marks });
    }

    /**
     * End the running session.
     *
     * @param {string} classId @param {string | undefined} sessionId @param {Options} [options]
     * @returns {Promise<Ended>}
     */
    end(classId, sessionId, options) {
        return this.#call("POST", "/attendance/end", { classId, sessionId }, options);
    }

    /**
     * A page of the sessions of a teacher's class, newest first.
     *
     * @param {string} classId @param {Page} [page] @returns {Promise<Session[]>}
     */
    sessions(classId, page) {
        return this.#sessions(classId, page);
    }

    /**
     * The same of the discarded sessions.
     *
     * @param {string} classId @param {Page} [page]
     * @returns {Promise<(Session & { discarded: Discard })[]>}
     */
    discardedSessions(classId, page) {
        return this.#sessions(classId, page, { discarded: "true" });
    }

    /**
     * A page of the sessions of a student's class, newest first.
     *
     * @param {string} classId @param {Page} [page] @returns {Promise<OwnSession[]>}
     */
    ownSessions(classId, page) {
        return this.#sessions(classId, page);
    }

    /** @param {string} classId @param {Page} [page] @param {Query} [query] */
    #sessions(classId, { limit = 20, after, ...options } = {}, query = {}) {
        const search = new URLSearchParams({ limit: String(limit), ...query });
        if (after) {
            search.set("after", after);
        }
        return this.#call("GET", `/class/${classId}/sessions?${search}`, undefined, options);
    }

    /**
     * All ended sessions of a student's class, newest first.
     *
     * @param {string} classId @param {Options} [options] @returns {Promise<OwnSession[]>}
     */
    async endedSessions(classId, options) {
        /** @type {OwnSession[]} */
        const sessions = [];
        /** @type {OwnSession[] | undefined} */
        let page;
        while (page === undefined || page.length === PAGE) {
            const after = sessions.at(-1)?._id;
            page = await this.ownSessions(classId, { limit: PAGE, after, ...options });
            sessions.push(...page);
        }
        return sessions.filter(({ running }) => !running);
    }

    /**
     * A session of a teacher's class.
     *
     * @param {string} classId @param {string} sessionId @param {Options} [options]
     * @returns {Promise<SessionDetail>}
     */
    session(classId, sessionId, options) {
        return this.#call("GET", `/class/${classId}/sessions/${sessionId}`, undefined, options);
    }

    /**
     * A session of a student's class.
     *
     * @param {string} classId @param {string} sessionId @param {Options} [options]
     * @returns {Promise<OwnSessionDetail>}
     */
    ownSession(classId, sessionId, options) {
        return this.#call("GET", `/class/${classId}/sessions/${sessionId}`, undefined, options);
    }

    /**
     * @param {string} classId @param {string} sessionId @param {string} studentId
     * @param {{ status: string, reason: string }} correction @returns {Promise<CorrectedMark>}
     */
    correct(classId, sessionId, studentId, correction) {
        const path = `/class/${classId}/sessions/${sessionId}/marks/${studentId}`;
        return this.#call("PATCH", path, correction);
    }

    /**
     * @param {string} classId @param {string} sessionId @param {string} reason
     * @returns {Promise<Session & { discarded: Discard }>}
     */
    discard(classId, sessionId, reason) {
        return this.#call("DELETE", `/class/${classId}/sessions/${sessionId}`, { reason });
    }

    /** @param {string} classId @param {string} sessionId @returns {Promise<Session>} */
    restore(classId, sessionId) {
        return this.#call("POST", `/class/${classId}/sessions/${sessionId}/restore`);
    }

    /** @param {string} classId @param {string} sessionId @returns {Promise<StartedSession>} */
    reopen(classId, sessionId) {
        return this.#call("POST", `/class/${classId}/sessions/${sessionId}/reopen`);
    }

    // Reports

    /**
     * The students of a class.
     *
     * @param {string} classId @param {Query} query @param {Options} [options]
     * @returns {Promise<StudentReport[]>}
     */
    classReport(classId, query, options) {
        return this.#report(`/class/${classId}/report`, query, options);
    }

    /**
     * The sessions of a class, oldest first.
     *
     * @param {string} classId @param {Query} query @param {Options} [options]
     * @returns {Promise<SessionReport[]>}
     */
    sessionReport(classId, query, options) {
        return this.#report(`/class/${classId}/report/sessions`, query, options);
    }

    /**
     * @param {string} classId @param {Query} query @param {Options} [options]
     * @returns {Promise<Matrix>}
     */
    matrix(classId, query, options) {
        return this.#report(`/class/${classId}/report/matrix`, query, options);
    }

    /**
     * A student's own report.
     *
     * @param {Query} query @param {Options} [options] @returns {Promise<OwnReport>}
     */
    ownReport(query, options) {
        return this.#report("/auth/me/report", query, options);
    }

    /** @param {string} path @param {Query} query @param {Options} [options] */
    #report(path, query, options) {
        const search = new URLSearchParams({ ...query, format: "json" });
        return this.#call("GET", `${path}?${search}`, undefined, options);
    }

    /**
     * A file, with the name that the server gives it. Raises `ApiError`, also if it is interrupted.
     *
     * @param {string} path
     * @param {(bytes: number) => void} received is called with the bytes so far
     * @returns {Promise<{ name: string, content: Blob }>}
     */
    async file(path, received) {
        const patience = new Patience();
        const get = () => {
            const { token } = this.#account;
            const headers = { ...(token && { Authorization: `Bearer ${token}` }) };
            return fetch(path, { headers, signal: patience.signal });
        };
        try {
            let response = await get();
            if (response.status === UNAUTHORIZED && (await this.#refused())) {
                response = await get();
            }
            if (!response.ok) {
                throw failure(await read(response));
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
            throw error instanceof ApiError ? error : new ApiError(0, NO_ANSWER);
        } finally {
            patience.end();
        }
    }

    /**
     * A call of a module beside this one. Raises `ApiError`.
     *
     * @param {string} method @param {string} path @param {object | Blob} [body] sent as JSON unless
     *     it is a file
     * @param {Options} [options]
     * @returns {Promise<any>}
     */
    call(method, path, body, options) {
        return this.#call(method, path, body, options);
    }

    /**
     * Like `#call`, but repeated if the server asks to try again later.
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
     * @param {string} method @param {string} path @param {object | Blob} [body] sent as JSON unless
     *     it is a file
     * @param {Options} [options]
     * @returns {Promise<any>}
     */
    #call(method, path, body, options = {}) {
        const ask = () => this.#ask(method, path, body, options);
        return isKept(method, path) ? this.kept.answer(path, ask) : ask();
    }

    /**
     * @param {string} method @param {string} path @param {object | Blob | undefined} body
     * @param {Options} options
     * @returns {Promise<any>}
     */
    async #ask(method, path, body, options) {
        const { token } = this.#account;
        let response = await this.#request(method, path, body, { token, ...options });
        const again = response.status === UNAUTHORIZED && token && options.token === undefined;
        // The token may have been replaced since, by another tab or a new log-in.
        if (again && (token !== this.#account.token || (await this.#refused()))) {
            const renewed = { ...options, token: this.#account.token };
            response = await this.#request(method, path, body, renewed);
        }
        if (response.ok) {
            return dataOf(response.answer);
        }
        throw failure(response);
    }

    /**
     * @param {string} method @param {string} path @param {object | Blob | undefined} body
     * @param {Options} options
     */
    async #request(method, path, body, { signal, patience, keepalive = false, token }) {
        const file = body instanceof Blob;
        /** @type {RequestInit} */
        const init = {
            method,
            keepalive,
            // Without a referrer some browsers send no origin either, which cookies depend on.
            referrerPolicy: "same-origin",
            body: file ? body : body && JSON.stringify(body),
            headers: {
                ...(body && { "Content-Type": file ? body.type : "application/json" }),
                ...(token && { Authorization: `Bearer ${token}` }),
            },
        };
        const sent = Date.now();
        const response = await request(path, signal, init, patience);
        this.clock.observe(response.date, sent, Date.now());
        return response;
    }
}

/** @param {Awaited<ReturnType<typeof read>>} response */
function failure({ status, retryAfter, answer }) {
    const { error: message, code, ...more } = answer;
    return new ApiError(status, code, { message, retryAfter, ...more });
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
        // The error page of a proxy, when the server is down, is no answer either.
        throw new ApiError(0, NO_ANSWER);
    } finally {
        patience.end();
        signal?.removeEventListener("abort", stop);
    }
}

/** @param {Response} response */
async function read(response) {
    return {
        ok: response.ok,
        status: response.status,
        date: response.headers.get("Date"),
        retryAfter: Number(response.headers.get("Retry-After")) || undefined,
        answer: await response.json(),
    };
}

/**
 * The data of a successful answer: the server's `ANSWERS` says whether it is in an envelope. Both
 * are read, since the setting may change while the page is open.
 *
 * @param {any} answer
 */
function dataOf(answer) {
    return answer?.success ? answer.data : answer;
}

/** The file name in a `Content-Disposition` header (RFC 6266). @param {string} disposition */
function nameOf(disposition) {
    const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
    if (encoded) {
        return decodeURIComponent(encoded);
    }
    return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? "attendance";
}

/** Gives a request up after a time without progress. */
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

    /** Start the time again, after progress. */
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

/** A query without its empty values. @param {Record<string, string | undefined>} query */
function filled(query) {
    const values = Object.entries(query).flatMap(([key, value]) => (value ? [[key, value]] : []));
    return new URLSearchParams(values);
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
