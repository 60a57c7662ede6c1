/**
 * Who is logged in at this browser.
 *
 * A log-in holds for all tabs until the user logs out or the token expires. School computers are
 * shared, so by default only the tabs store it, and it ends when the last of them is closed: a new
 * tab asks the others. Users may choose to stay logged in on a device, which then stores it, and
 * whose token is renewed before it expires (`renewal.js`).
 *
 * Tabs talk to each other through a `BroadcastChannel`. The latest decision counts: decisions are
 * numbered, and the numbers rise even if the clock is set back.
 *
 * @module
 */

const KEY = "attendance.account";

/** Stored while the server does not know yet that the user of this device has logged out. */
const LEAVING = "attendance.leaving";

/** Milliseconds in which other tabs may answer a new tab, which stays blank meanwhile. */
const ANSWER = 250;

/** The same if another tab may be about to get a new token: the server ends the old one first. */
const NEW_TOKEN = 1000;

/**
 * @typedef {{
 *     _id: string, name: string, givenName?: string | null, familyName?: string | null,
 *     email: string | null, studentNumber?: string,
 *     role: "TEACHER" | "STUDENT" | "ADMIN",
 *     passwordReset?: { way: string, issuedAt: string, at: string, by?: string },
 *     nameOrder?: import("/name-order.js").NameOrder,
 *     language?: string,
 * }} User
 */

/** @typedef {{ token: string, user: User }} LogIn */

/**
 * The latest decision: a log-in, or a log-out if there is none. `stay`: on this device.
 *
 * @typedef {{ logIn?: LogIn, stay: boolean, at: number }} Decision
 */

export class Account {
    /** @type {Decision} */
    #last = latest() ?? { stay: false, at: 0 };
    #channel = openChannel();
    /** @type {Set<(before: LogIn | undefined) => void>} */
    #listeners = new Set();

    constructor() {
        this.#channel?.addEventListener("message", ({ data }) => this.#hear(data));
        addEventListener("storage", (event) => {
            if (event.key === KEY || event.key === null) {
                this.lookAtDevice();
            }
        });
        // A restored or frozen tab may have missed messages.
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") {
                this.#channel?.postMessage({ ask: this.#last.at });
            }
        });
    }

    get token() {
        return this.#last.logIn?.token;
    }

    get user() {
        return this.#last.logIn?.user;
    }

    /** Whether the user stays logged in on this device. */
    get stays() {
        return this.#last.stay && Boolean(this.#last.logIn);
    }

    /** Whether the user has logged out, but this device may still be remembered by the server. */
    get leaving() {
        try {
            return localStorage.getItem(LEAVING) !== null;
        } catch {
            return false;
        }
    }

    set leaving(leaving) {
        try {
            if (leaving) {
                localStorage.setItem(LEAVING, "");
            } else {
                localStorage.removeItem(LEAVING);
            }
        } catch {
            // The device stays remembered, and the user can end it elsewhere.
        }
    }

    get isTeacher() {
        return this.user?.role === "TEACHER";
    }

    get isAdmin() {
        return this.user?.role === "ADMIN";
    }

    /** The user's account has changed, in all tabs. @param {User} user */
    change(user) {
        const { logIn, stay } = this.#last;
        if (logIn) {
            this.#decide({ logIn: { ...logIn, user }, stay });
        }
    }

    /** Log in, in all tabs. @param {LogIn} logIn @param {boolean} stay store it on this device */
    set(logIn, stay) {
        // The cookie of the one who has left was replaced.
        this.leaving &&= !stay;
        this.#decide({ logIn, stay });
    }

    /** Replace the user's token, in all tabs. @param {{ token: string, user?: User }} renewed */
    renew({ token, user }) {
        const { logIn, stay } = this.#last;
        if (logIn) {
            // What the server leaves out has its usual value.
            const before = user ? { ...logIn.user, nameOrder: undefined, language: undefined } : logIn.user;
            this.#decide({ logIn: { token, user: { ...before, ...user } }, stay });
        }
    }

    /** Log out, in all tabs. */
    clear() {
        this.#decide({ stay: false });
    }

    /** The token has expired. Other tabs find out for themselves. */
    expire() {
        const { token } = this;
        this.#last = { stay: false, at: this.#last.at };
        write("sessionStorage", undefined);
        // Another tab may have stored a newer one since, which must stay.
        if (read("localStorage")?.logIn?.token === token) {
            write("localStorage", undefined);
        }
    }

    /**
     * Ask the other tabs who is logged in. Fulfilled once one of them has answered with a later
     * decision, which is then adopted, or the time for answers is over.
     *
     * @param {{ expired?: boolean }} [why] `expired`: the server refuses the token
     * @returns {Promise<void>}
     */
    ask({ expired = false } = {}) {
        // Without a channel, the device may still have stored a newer one.
        this.lookAtDevice();
        const channel = this.#channel;
        if (!channel) {
            return Promise.resolve();
        }
        const { at } = this.#last;
        return new Promise((resolve) => {
            const done = () => {
                clearTimeout(timer);
                channel.removeEventListener("message", resolveIfLater);
                resolve();
            };
            // Added after the listener that adopts the decision.
            const resolveIfLater = () => this.#last.at > at && done();
            const timer = setTimeout(done, expired ? NEW_TOKEN : ANSWER);
            channel.addEventListener("message", resolveIfLater);
            channel.postMessage({ ask: at });
        });
    }

    /**
     * Listen for log-ins, log-outs and new tokens in other tabs.
     *
     * @param {(before: LogIn | undefined) => void} listener is passed who was logged in before
     */
    onOtherTab(listener) {
        this.#listeners.add(listener);
    }

    /** @param {Omit<Decision, "at">} decision */
    #decide(decision) {
        // Higher than the last one, even if the clock was set back.
        const at = Math.max(Date.now(), this.#last.at + 1);
        this.#last = { ...decision, at };
        this.#storeInTab();
        write("localStorage", decision.stay ? this.#last : undefined);
        this.#channel?.postMessage({ decision: this.#last });
    }

    /** @param {{ ask?: number, decision?: Decision }} message from another tab */
    #hear({ ask, decision }) {
        if (ask !== undefined && this.#last.at > ask) {
            this.#channel?.postMessage({ decision: this.#last });
        } else if (decision && decision.at > this.#last.at) {
            this.#adopt(decision);
        }
    }

    /** Adopt what the device has stored if it is newer, or was removed. */
    lookAtDevice() {
        const stored = read("localStorage");
        if (stored && stored.at > this.#last.at) {
            this.#adopt(stored);
        } else if (!stored && this.#last.stay && !this.#channel) {
            this.#adopt({ stay: false, at: this.#last.at + 1 });
        }
    }

    /** @param {Decision} decision of another tab, which has stored it on the device */
    #adopt(decision) {
        const before = this.#last.logIn;
        this.#last = decision;
        this.#storeInTab();
        if (before?.token !== this.token) {
            this.#listeners.forEach((listener) => listener(before));
        }
    }

    #storeInTab() {
        const { logIn, stay } = this.#last;
        write("sessionStorage", logIn && !stay ? this.#last : undefined);
    }
}

/** The later decision of those stored in this tab and on this device. */
function latest() {
    const [own, device] = [read("sessionStorage"), read("localStorage")];
    return own && device ? (device.at > own.at ? device : own) : (own ?? device);
}

function openChannel() {
    try {
        return new BroadcastChannel(KEY);
    } catch {
        // Without channels, tabs know of each other only what the device stores.
        return undefined;
    }
}

// A browser may refuse to store anything: a log-in then lasts until the page is reloaded, or as
// long as there is another tab.

/** @typedef {"localStorage" | "sessionStorage"} Place */

/** @param {Place} place @returns {Decision | undefined} */
function read(place) {
    try {
        const { token, user, at = 0 } = JSON.parse(globalThis[place].getItem(KEY) ?? "{}");
        const stay = place === "localStorage";
        return token && user?._id ? { logIn: { token, user }, stay, at } : undefined;
    } catch {
        return undefined;
    }
}

/** @param {Place} place @param {Decision | undefined} decision */
function write(place, decision) {
    try {
        if (decision?.logIn) {
            const { logIn, at } = decision;
            globalThis[place].setItem(KEY, JSON.stringify({ ...logIn, at }));
        } else {
            globalThis[place].removeItem(KEY);
        }
    } catch {
        // See above.
    }
}
