/**
 * The time at the server, as its answers tell it: a tap is sent with its time, and the clock of
 * this device may be wrong.
 *
 * @module
 */

export class ServerClock {
    /** Bounds of how far the server's clock is ahead of this one, in milliseconds. */
    #least = -Infinity;
    #most = Infinity;

    /**
     * An answer has arrived.
     *
     * @param {string | null} date its header `Date`, which has whole seconds
     * @param {number} sent when the request was sent, in milliseconds of this device's clock
     * @param {number} received when the answer arrived, likewise
     */
    heard(date, sent, received) {
        const told = Date.parse(date ?? "");
        if (Number.isNaN(told)) {
            return;
        }
        const least = told - received;
        const most = told + 1000 - sent;
        // Where the bounds contradict those before, one of the clocks has been set.
        const agree = least <= this.#most && most >= this.#least;
        this.#least = agree ? Math.max(least, this.#least) : least;
        this.#most = agree ? Math.min(most, this.#most) : most;
    }

    /** Milliseconds since 1970. The clock of this device is corrected no further than is known. */
    now() {
        return Date.now() + Math.min(Math.max(0, this.#least), this.#most);
    }
}
