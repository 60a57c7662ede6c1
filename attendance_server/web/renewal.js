/**
 * Renews the token of a user who stays logged in on this device, before it expires.
 *
 * The device has a refresh token in a cookie that only the server reads. It is good for one use, so
 * only one tab renews at a time; the others find the new token on the device.
 *
 * @module
 */

import { ApiError } from "/api.js";

/** @import { Account } from "/account.js" */
/** @import { Api } from "/api.js" */

const LOCK = "attendance.renewal";

/** The share of a token's life after which it is renewed, at the earliest and at the latest. */
const DUE = [0.7, 0.9];

/** The least and the most milliseconds until it is looked at again whether renewal is due. */
const LOOK = [1000, 60_000];

/** Milliseconds until the next attempt if the server did not answer. */
const RETRY = 5000;

/**
 * `renewed`: there is another token. `refused`: this device is no longer logged in. `unknown`: the
 * server could not be asked.
 *
 * @typedef {"renewed" | "refused" | "unknown"} Outcome
 */

export class Renewal {
    #account;
    #api;
    #renewed;
    /** @type {Promise<Outcome> | undefined} */
    #running;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    /** The token that is watched, and when it is to be renewed. @type {[string?, number?]} */
    #watched = [];

    /**
     * @param {Account} account
     * @param {Api} api
     * @param {() => void} renewed called after this tab has renewed the token
     */
    constructor(account, api, renewed) {
        this.#account = account;
        this.#api = api;
        this.#renewed = renewed;
        for (const event of ["online", "pageshow"]) {
            addEventListener(event, () => this.watch());
        }
        document.addEventListener("visibilitychange", () => this.watch());
    }

    /** Renew the current token when it is due. Called again for each new one. */
    watch() {
        clearTimeout(this.#timer);
        const { token, stays } = this.#account;
        if (!token || !stays) {
            return;
        }
        if (token !== this.#watched[0]) {
            const [least, most] = DUE;
            const { from, until } = life(token);
            // At a random time, so that a school which logged in at once does not return at once.
            const share = least + Math.random() * (most - least);
            this.#watched = [token, from + share * (until - from)];
        }
        const wait = (this.#watched[1] ?? 0) - this.#api.clock.now();
        if (wait <= 0) {
            void this.#renewWhenDue();
        } else {
            this.#lookAgain(Math.min(Math.max(wait, LOOK[0]), LOOK[1]));
        }
    }

    /** The token, renewed if it has expired. @returns {Promise<string | undefined>} */
    async token() {
        const { token, stays } = this.#account;
        if (token && stays && life(token).until <= this.#api.clock.now()) {
            await this.renew();
        }
        return this.#account.token;
    }

    /** Renew the token now. Calls at the same time share one renewal. @returns {Promise<Outcome>} */
    renew() {
        this.#running ??= this.#renew().finally(() => {
            this.#running = undefined;
        });
        return this.#running;
    }

    async #renewWhenDue() {
        // If it is refused, the log-in ends with its token.
        if ((await this.renew()) === "unknown") {
            this.#lookAgain(RETRY);
        }
    }

    /** @param {number} delay */
    #lookAgain(delay) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.watch(), delay);
    }

    /** @returns {Promise<Outcome>} */
    async #renew() {
        const { token } = this.#account;
        return alone(async () => {
            this.#account.lookAtDevice();
            if (this.#account.token !== token) {
                return "renewed";
            }
            try {
                const logIn = await this.#api.refresh();
                // The user may have logged out meanwhile.
                if (this.#account.token === token) {
                    this.#account.renew(logIn);
                    this.watch();
                    this.#renewed();
                }
                return "renewed";
            } catch (error) {
                const refused = error instanceof ApiError && [401, 403].includes(error.status);
                return refused ? "refused" : "unknown";
            }
        });
    }
}

/**
 * Do work while no other tab of this server does. Without locks, as where there is no TLS, the
 * server lets two tabs renew at the same time.
 *
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
async function alone(work) {
    return navigator.locks ? await navigator.locks.request(LOCK, work) : work();
}

/** From when until when a token is valid, in milliseconds. @param {string} token a JWT */
function life(token) {
    try {
        const [, claims] = token.split(".");
        const { iat = 0, exp } = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/")));
        return { from: 1000 * iat, until: 1000 * exp };
    } catch {
        return { from: 0, until: Infinity };
    }
}
