/**
 * Who is logged in at this browser.
 *
 * A log-in lives as long as its tab: school computers are shared. Whoever asks to stay logged in
 * on a device is remembered there, in all of its tabs, until the token runs out or they log out.
 *
 * @module
 */

const KEY = "attendance.account";

/** @typedef {{ _id: string, name: string, email: string, role: "TEACHER" | "STUDENT" }} User */

/** @typedef {{ token: string, user: User }} LogIn */

export class Account {
    /** @type {LogIn | undefined} */
    #logIn;
    #stay = false;

    constructor() {
        this.reread();
    }

    get token() {
        return this.#logIn?.token;
    }

    get user() {
        return this.#logIn?.user;
    }

    get isTeacher() {
        return this.user?.role === "TEACHER";
    }

    /** @param {LogIn} logIn @param {boolean} stay remember it on this device */
    set(logIn, stay) {
        this.clear();
        this.#logIn = logIn;
        this.#stay = stay;
        write(stay, logIn);
    }

    /** The same user goes on with another token. @param {string} token */
    renew(token) {
        if (this.#logIn) {
            this.set({ ...this.#logIn, token }, this.#stay);
        }
    }

    clear() {
        for (const stay of [false, true]) {
            // Another tab may have stored a newer one, which is not ours to take away.
            if (read(stay)?.token === this.token) {
                write(stay, undefined);
            }
        }
        this.#logIn = undefined;
        this.#stay = false;
    }

    /** Take over what another tab has done. */
    reread() {
        const own = read(false);
        this.#logIn = own ?? read(true);
        this.#stay = own === undefined && this.#logIn !== undefined;
    }

    /** Hear of log-ins and log-outs in other tabs. @param {() => void} changed */
    onOtherTab(changed) {
        addEventListener("storage", (event) => {
            if (event.key === KEY || event.key === null) {
                changed();
            }
        });
    }
}

// A browser may refuse storage: then a log-in lasts until the page is loaded again.

/** @param {boolean} stay */
function storage(stay) {
    return stay ? localStorage : sessionStorage;
}

/** @param {boolean} stay @returns {LogIn | undefined} */
function read(stay) {
    try {
        const logIn = JSON.parse(storage(stay).getItem(KEY) ?? "null");
        return logIn?.token && logIn.user?._id ? logIn : undefined;
    } catch {
        return undefined;
    }
}

/** @param {boolean} stay @param {LogIn | undefined} logIn */
function write(stay, logIn) {
    try {
        if (logIn) {
            storage(stay).setItem(KEY, JSON.stringify(logIn));
        } else {
            storage(stay).removeItem(KEY);
        }
    } catch {
        // See above.
    }
}
