/**
 * What the service worker decides: which requests it answers, and what a build consists of. Pure.
 *
 * A build is what one version of the page loads, from a folder of its own.
 *
 * @module
 */

const FOLDER = /\/build\/[A-Za-z-]+-[0-9a-f]{16}\//;

/** The files of a build that a page names. */
const OWN = /(?<=")\/build\/[^"]+(?=")/g;

/** Files beside those of a build that every page names. */
const BESIDE = /(?<=(?:href|src)=")\/[\w/-]+\.(?:svg|png|webmanifest)(?=")/g;

/**
 * `page`: it is kept, and looked after whenever it is loaded. `news`: a page asks whether there is
 * another version. `file`: it never changes under its address. `beside`: it changes rarely.
 *
 * @typedef {"page" | "news" | "file" | "beside"} Kind
 */

/**
 * What kind of request the worker answers; `undefined`: it leaves it to the browser, as all calls
 * of the server and all sockets.
 *
 * @param {{ method: string, mode: string, url: string }} request @param {string} origin
 * @returns {Kind | undefined}
 */
export function kindOf({ method, mode, url }, origin) {
    const { origin: asked, pathname } = new URL(url);
    if (method !== "GET" || asked !== origin) {
        return undefined;
    }
    if (pathname === "/") {
        return mode === "navigate" ? "page" : "news";
    }
    if (FOLDER.test(pathname)) {
        return "file";
    }
    return /^\/[\w/-]+\.(?:svg|png|webmanifest)$/.test(pathname) ? "beside" : undefined;
}

/** The folder of the build that a page or an address names. @param {string} text */
export function buildOf(text) {
    return FOLDER.exec(text)?.[0];
}

/** The addresses of the files without which a page does not work. @param {string} html */
export function filesOf(html) {
    return [...new Set([...(html.match(OWN) ?? []), ...(html.match(BESIDE) ?? [])])];
}

/**
 * The addresses that files of one build have in another, as far as it has them.
 *
 * @param {string[]} urls @param {string} folder of the other build
 */
export function moved(urls, folder) {
    return urls.filter((url) => buildOf(url)).map((url) => url.replace(FOLDER, folder));
}
