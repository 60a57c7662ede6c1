/**
 * Loads the pages, or says that they failed to load.
 *
 * A browser does not load a failed module again within the same document, so the document has to
 * be reloaded. This module imports nothing, because anything may be missing; its words are in the
 * document.
 *
 * @module
 */

/** Milliseconds until the page is reloaded automatically, after each failure. */
const DELAYS = [500, 2000, 5000];

/** Milliseconds between attempts to reach the server. */
const PAUSE = 3000;

const entry = /** @type {HTMLLinkElement} */ (
    document.querySelector("link[rel=modulepreload]")
);

loadViewsEarly();
mendStyles();
try {
    await import(entry.href);
    tell(0);
} catch (error) {
    reportError(error);
    showProblem();
    const failed = failures();
    if (failed < DELAYS.length) {
        setTimeout(() => void reload(failed + 1), DELAYS[failed]);
    }
}

/**
 * Load the files of the views that this browser's user sees, together with the first module: it
 * would ask for them later. Which files those are stands beside its address.
 */
function loadViewsEarly() {
    const doors = JSON.parse(entry.dataset.doors ?? "{}");
    for (const name of doors[lastDoor()] ?? []) {
        const link = document.createElement("link");
        link.rel = "modulepreload";
        link.href = new URL(`${name}.js`, entry.href).href;
        document.head.append(link);
    }
}

/** The door of whoever is logged in, by `doors/`. */
function lastDoor() {
    try {
        const key = "attendance.account";
        const stored = sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? "{}";
        const role = JSON.parse(stored).user?.role ?? "visitor";
        return role === "ADMIN" ? "office" : role.toLowerCase();
    } catch {
        return "visitor";
    }
}

/** How often in a row this page has failed to load, as stored in the history entry. */
function failures() {
    return Number(history.state?.failures ?? 0);
}

/** @param {number} count of failures */
function tell(count) {
    if (count !== failures()) {
        history.replaceState({ ...history.state, failures: count }, "");
    }
}

/** @param {number} failed the number of failures so far */
async function reload(failed) {
    // Offline, the browser would replace this page with an error page of its own.
    while (!(await isServerThere())) {
        await new Promise((resolve) => {
            setTimeout(resolve, PAUSE);
        });
    }
    tell(failed);
    location.reload();
}

async function isServerThere() {
    try {
        return (await fetch("/start.js", { cache: "no-store" })).ok;
    } catch {
        return false;
    }
}

function showProblem() {
    const problem = /** @type {HTMLTemplateElement} */ (document.getElementById("problem"));
    const alert = document.createElement("div");
    alert.className = "narrow";
    alert.setAttribute("role", "alert");
    alert.append(problem.content.cloneNode(true));
    alert.querySelector("button")?.addEventListener("click", () => void reload(0));
    const main = document.createElement("main");
    main.append(alert);
    document.title = alert.querySelector("h1")?.textContent ?? "";
    document.body.replaceChildren(main);
}

/** Load lost style sheets again. */
function mendStyles() {
    for (const link of document.querySelectorAll("link")) {
        if (link.rel === "stylesheet" && isLost(link)) {
            askAgain(link, 0);
        }
    }
}

/** @param {HTMLLinkElement} link */
function isLost({ sheet }) {
    try {
        return !sheet?.cssRules.length;
    } catch {
        // Chromium replaces a lost sheet with an empty one that cannot be read.
        return true;
    }
}

/** @param {HTMLLinkElement} lost @param {number} failed how often it was loaded again */
function askAgain(lost, failed) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = lost.href;
    link.addEventListener("error", () => {
        if (failed < DELAYS.length) {
            setTimeout(() => askAgain(link, failed + 1), DELAYS[failed]);
        }
    });
    lost.replaceWith(link);
}

export {};
