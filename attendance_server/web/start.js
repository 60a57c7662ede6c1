/**
 * Loads the pages, and says so where that fails.
 *
 * A browser remembers that it could not have a module for as long as the document lasts, so what
 * was lost is had again by loading the document again. This module imports nothing, and has its
 * own words: `text.js` may be what is missing.
 *
 * @module
 */

/** Milliseconds until the page is loaded again by itself, each time that it has failed. */
const DELAYS = [500, 2000, 5000];

/** Milliseconds between two questions whether the server is there. */
const PAUSE = 3000;

const WORDS = {
    heading: "This page did not load",
    body: "A part of it was lost on the way, or this browser cannot run it. Check the network. If this stays, try another browser, or tell whoever runs this server.",
    again: "Try again",
};

mendStyles();
try {
    await import("/app.js");
    document.getElementById("loading")?.remove();
    tell(0);
} catch (error) {
    reportError(error);
    showProblem();
    const failed = failures();
    if (failed < DELAYS.length) {
        setTimeout(() => void reload(failed + 1), DELAYS[failed]);
    }
}

/** How often in a row this page has failed to load. The entry of the history keeps it. */
function failures() {
    return Number(history.state?.failures ?? 0);
}

/** @param {number} count of failures */
function tell(count) {
    if (count !== failures()) {
        history.replaceState({ ...history.state, failures: count }, "");
    }
}

/** @param {number} failed how often it has */
async function reload(failed) {
    // Without a network, the browser would put a page of its own in place of this one.
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
    const heading = document.createElement("h1");
    heading.textContent = WORDS.heading;
    const body = document.createElement("p");
    body.textContent = WORDS.body;
    const again = document.createElement("button");
    again.className = "button is-primary";
    again.textContent = WORDS.again;
    again.addEventListener("click", () => void reload(0));
    const alert = document.createElement("div");
    alert.className = "narrow";
    alert.setAttribute("role", "alert");
    alert.append(heading, body, again);
    const main = document.createElement("main");
    main.append(alert);
    document.title = WORDS.heading;
    document.body.replaceChildren(main);
}

/** Ask again for a style that was lost: without it all is there, and hard to use. */
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
        // Chromium puts an empty one in its place, which it lets nobody read.
        return true;
    }
}

/** @param {HTMLLinkElement} lost @param {number} failed how often it was asked for again */
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
