/**
 * Who is logged in at this browser.
 *
 * A log-in holds for all tabs until it is ended or its token has run out. School computers are
 * shared, so by default it is written nowhere but in the tabs themselves, and ends with the last of
 * them: a new tab asks the others. Whoever asks to stay logged in on a device is remembered there.
 *
 * Tabs tell one another through a `BroadcastChannel`. What was decided last counts, by a number that
 * rises with each decision and does not depend on the clock alone.
 *
 * @module
 */

const KEY = "attendance.account";

/** Milliseconds that another tab has to answer a new one, which is blank meanwhile. */
const ANSWER = 250;

/** The same where a new token may be on its way to it: the server ends the old one first. */
const NEW_TOKEN = 1000;

/** @typedef {{ _id: string, name: string, email: string, role: "TEACHER" | "STUDENT" }} User */

/** @typedef {{ token: string, user: User }} LogIn */

/**
 * What was decided last: a log-in, or, without one, a log-out. `stay`: on this device.
 *
 * @typedef {{ logIn?: LogIn, stay: boolean, at: number }} Decision
 */

export class Account {
    /** @type {Decision} */
    #last = stored() ?? { stay: false, at: 0 };
    #channel = openChannel();
    /** @type {Set<(before: LogIn | undefined) => void>} */
    #listeners = new Set();

    constructor() {
        this.#channel?.addEventListener("message", ({ data }) => this.#hear(data));
        addEventListener("storage", (event) => {
            if (event.key === KEY || event.key === null) {
                this.#lookAtDevice();
            }
        });
        // A tab that was restored or frozen may have missed something.
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

    get isTeacher() {
        return this.user?.role === "TEACHER";
    }

    /** In all tabs. @param {LogIn} logIn @param {boolean} stay remember it on this device */
    set(logIn, stay) {
        this.#decide({ logIn, stay });
    }

    /** The same user goes on with another token, in all tabs. @param {string} token */
    renew(token) {
        const { logIn, stay } = this.#last;
        if (logIn) {
            this.#decide({ logIn: { ...logIn, token }, stay });
        }
    }

    /** Nobody is logged in any longer, in any tab. */
    clear() {
        this.#decide({ stay: false });
    }

    /** The token is no good any longer; each tab finds that out for itself. */
    expire() {
        const { token } = this;
        this.#last = { stay: false, at: this.#last.at };
        write("sessionStorage", undefined);
        // Another tab may have stored a newer one, which is not ours to take away.
        if (read("localStorage")?.logIn?.token === token) {
            write("localStorage", undefined);
        }
    }

    /**
     * Ask the other tabs who is logged in. Fulfilled once one of them knows of a later decision,
     * which has been taken over then, or none has answered in time.
     *
     * @param {{ expired?: boolean }} [why] `expired`: the server refuses the token
     * @returns {Promise<void>}
     */
    ask({ expired = false } = {}) {
        // Without a channel, the device may still have a newer one.
        this.#lookAtDevice();
        const channel = this.#channel;
        if (!channel) {
            return Promise.resolve();
        }
        const { at } = this.#last;
        return new Promise((resolve) => {
            const done = () => {
                clearTimeout(timer);
                channel.removeEventListener("message", heard);
                resolve();
            };
            // After the listener that takes it over.
            const heard = () => this.#last.at > at && done();
            const timer = setTimeout(done, expired ? NEW_TOKEN : ANSWER);
            channel.addEventListener("message", heard);
            channel.postMessage({ ask: at });
        });
    }

    /**
     * Hear of log-ins, log-outs and new tokens in other tabs.
     *
     * @param {(before: LogIn | undefined) => void} listener told who was logged in here before
     */
    onOtherTab(listener) {
        this.#listeners.add(listener);
    }

    /** @param {Omit<Decision, "at">} decision */
    #decide(decision) {
        // The clock may have been set back.
        const at = Math.max(Date.now(), this.#last.at + 1);
        this.#last = { ...decision, at };
        this.#keepInTab();
        write("localStorage", decision.stay ? this.#last : undefined);
        this.#channel?.postMessage({ decision: this.#last });
    }

    /** @param {{ ask?: number, decision?: Decision }} message of another tab */
    #hear({ ask, decision }) {
        if (ask !== undefined && this.#last.at > ask) {
            this.#channel?.postMessage({ decision: this.#last });
        } else if (decision && decision.at > this.#last.at) {
            this.#takeOver(decision);
        }
    }

    /** Where there is no channel, the device tells of those who stay logged in on it. */
    #lookAtDevice() {
        const there = read("localStorage");
        if (there && there.at > this.#last.at) {
            this.#takeOver(there);
        } else if (!there && this.#last.stay && !this.#channel) {
            this.#takeOver({ stay: false, at: this.#last.at + 1 });
        }
    }

    /** @param {Decision} decision of another tab, which has written it to the device */
    #takeOver(decision) {
        const before = this.#last.logIn;
        this.#last = decision;
        this.#keepInTab();
        if (before?.token !== this.token) {
            this.#listeners.forEach((listener) => listener(before));
        }
    }

    #keepInTab() {
        const { logIn, stay } = this.#last;
        write("sessionStorage", logIn && !stay ? this.#last : undefined);
    }
}

/** The later one of what this tab and this device remember. */
function stored() {
    const [own, device] = [read("sessionStorage"), read("localStorage")];
    return own && device ? (device.at > own.at ? device : own) : (own ?? device);
}

function openChannel() {
    try {
        return new BroadcastChannel(KEY);
    } catch {
        // The browser has none, or grants none: then tabs know of each other what the device tells.
        return undefined;
    }
}

// A browser may refuse storage: then a log-in lasts until the page is loaded again, or as long as
// there is another tab.

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
