/**
 * Keeps the pages of this device up to date, and where the browser can, keeps them for times
 * without a network (`worker/service-worker.js`).
 *
 * @module
 */

const WORKER = "/service-worker.js";

/** Milliseconds after which the worker is started even if the page is still busy. */
const SOON = 3000;

export class Updates {
    /** Whether the server has other pages than these. */
    #found = false;

    constructor() {
        navigator.serviceWorker?.addEventListener("message", ({ data }) => {
            this.#found ||= !ownAddress()?.startsWith(data.build);
        });
    }

    /** Ask the server whether it has other pages by now. */
    async look() {
        this.#found ||= await isOld();
    }

    /** Load the pages again if they are old. Returns whether it does. */
    reload() {
        if (this.#found) {
            location.reload();
        }
        return this.#found;
    }
}

/** Load the pages again if the server has others by now: it no longer has the rest of these. */
export async function leaveOldBuild() {
    if (await isOld()) {
        location.reload();
    }
}

/**
 * Have the pages kept on this device. A browser does so with TLS, or from the same machine; without,
 * everything else works as well.
 */
export async function keepPages() {
    const { serviceWorker } = navigator;
    if (!serviceWorker) {
        return;
    }
    await idle();
    try {
        await serviceWorker.register(WORKER);
        const { active } = await serviceWorker.ready;
        active?.postMessage({ files: loaded() });
    } catch {
        // The browser may store nothing, or the server may be away.
    }
}

/** What this page has loaded of its build. */
function loaded() {
    const folder = `${location.origin}${ownAddress()?.replace(/[^/]*$/, "")}`;
    const names = performance.getEntriesByType("resource").map(({ name }) => name.split("?")[0]);
    return [...new Set(names)].filter((name) => name.startsWith(folder));
}

function idle() {
    return new Promise((resolve) => {
        if ("requestIdleCallback" in globalThis) {
            requestIdleCallback(resolve, { timeout: SOON });
        } else {
            setTimeout(resolve, SOON);
        }
    });
}

async function isOld() {
    const own = ownAddress();
    try {
        const answer = await fetch("/", { cache: "no-store" });
        return Boolean(answer.ok && own && !(await answer.text()).includes(own));
    } catch {
        // The server is away, or the page is being left.
        return false;
    }
}

/** The address of the module of this build that a page loads first. */
function ownAddress() {
    return document.querySelector("link[rel=modulepreload]")?.getAttribute("href");
}
