/**
 * The server's time, estimated from its answers. Marks carry the time of the tap, and the clock of
 * this device may be wrong.
 *
 * @module
 */

export class ServerClock {
    /** Bounds of how far the server's clock is ahead of this device's, in milliseconds. */
    #least = -Infinity;
    #most = Infinity;

    /**
     * Narrow the estimate with an answer.
     *
     * @param {string | null} date the `Date` header of the answer, which has whole seconds
     * @param {number} sent when the request was sent, in milliseconds of this device's clock
     * @param {number} received when the answer arrived, likewise
     */
    observe(date, sent, received) {
        const serverTime = Date.parse(date ?? "");
        if (Number.isNaN(serverTime)) {
            return;
        }
        const least = serverTime - received;
        const most = serverTime + 1000 - sent;
        // If the new bounds contradict the old ones, one of the clocks has been set.
        const agree = least <= this.#most && most >= this.#least;
        this.#least = agree ? Math.max(least, this.#least) : least;
        this.#most = agree ? Math.min(most, this.#most) : most;
    }

    /** Milliseconds since 1970. This device's clock is corrected only as far as is certain. */
    now() {
        return Date.now() + Math.min(Math.max(0, this.#least), this.#most);
    }
}
