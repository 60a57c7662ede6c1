/**
 * How the roll shows its students: as tiles, as small tiles, or as a list. It is kept on the device.
 *
 * @module
 */

/** @typedef {"tiles" | "dense" | "list"} Layout */

const KEY = "attendance.roll-layout";

/** @type {Layout[]} */
export const LAYOUTS = ["tiles", "dense", "list"];

/** @returns {Layout} */
export function layout() {
    try {
        const kept = localStorage.getItem(KEY);
        return LAYOUTS.find((each) => each === kept) ?? "tiles";
    } catch {
        return "tiles";
    }
}

/** @param {Layout} chosen */
export function keepLayout(chosen) {
    try {
        localStorage.setItem(KEY, chosen);
    } catch {
        // The browser stores nothing, so it lasts as long as the page.
    }
}
