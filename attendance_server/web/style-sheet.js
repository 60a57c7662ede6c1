/** Style sheets of parts that few pages show. @module */

/**
 * Fulfilled once the style sheet is there. Without it, what it styles is plain, and works.
 *
 * @param {string} href @returns {Promise<void>}
 */
export function styleSheet(href) {
    return new Promise((resolve) => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = href;
        link.addEventListener("load", () => resolve());
        link.addEventListener("error", () => resolve());
        document.head.append(link);
    });
}
