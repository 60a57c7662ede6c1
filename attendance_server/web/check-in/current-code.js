/**
 * The code of an open check-in, for as long as it is accepted. The server alone has a clock: it sends
 * each code, and for how many seconds it holds.
 *
 * @module
 */

/** @import { App } from "/app.js" */
/** @import { CheckInCode } from "/client.js" */

/** Milliseconds that the next code may be late before the last one is taken away. */
const SLACK = 2000;

export class CurrentCode {
    /** @type {CheckInCode | undefined} the latest; `undefined`: not known yet */
    #latest;
    /** Whether the latest code is out of date, because no new one has arrived. */
    #outdated = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    #app;
    #classId;
    #changed;

    /**
     * @param {App} app @param {string} classId @param {AbortSignal} signal
     * @param {() => void} changed
     */
    constructor(app, classId, signal, changed) {
        this.#app = app;
        this.#classId = classId;
        this.#changed = changed;
        app.live.listen(
            "CHECK_IN_CODE",
            (/** @type {CheckInCode} */ code) => code.classId === classId && this.#take(code),
            signal,
        );
        app.store.subscribe(({ classId: changed, ended }) => {
            // That check-in was closed meanwhile is known from its absence in `WATCHING`.
            const closed = changed === undefined && app.store.ready && !this.#isOpen;
            if (this.open && (closed || (changed === classId && ended))) {
                this.#take({ classId, open: false });
            }
        }, signal);
        signal.addEventListener("abort", () => clearTimeout(this.#timer));
        // It follows the answer to `WATCH`.
        void app.live.catchUp();
    }

    /** Whether students can check in; `undefined`: not known yet. */
    get open() {
        return this.#latest?.open;
    }

    /** What to show, unless it is out of date. */
    get shown() {
        return this.#latest?.open && !this.#outdated ? this.#latest : undefined;
    }

    /** As the server's last `WATCHING` has it. */
    get #isOpen() {
        return this.#app.store.session(this.#classId)?.checkIn ?? false;
    }

    /** Open or close check-in. Raises `SocketError`. @param {boolean} open */
    async set(open) {
        const event = open ? "OPEN_CHECK_IN" : "CLOSE_CHECK_IN";
        await this.#app.live.request(event, { classId: this.#classId });
    }

    /** @param {CheckInCode} code */
    #take(code) {
        clearTimeout(this.#timer);
        this.#latest = code;
        this.#outdated = false;
        if (code.open) {
            this.#timer = setTimeout(() => {
                this.#outdated = true;
                this.#changed();
            }, (code.step ?? 0) * 1000 + SLACK);
        }
        this.#changed();
    }
}
