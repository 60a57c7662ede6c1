/**
 * Keeps the pages on this device, so that they open at once, and without a network.
 *
 * It keeps one cache per build of the pages, and only whole ones: a cache that has the page has all
 * that the page needs. So no page ever gets files of two builds, and this script, which knows
 * nothing of any build, works with those of every version of the server. It keeps no data.
 *
 * The server joins this module and `builds.js` to one classic script, as not every browser takes
 * modules here.
 *
 * @module
 */

import { buildOf, filesOf, kindOf, moved } from "/worker/builds.js";

const PREFIX = "pages ";
const PAGE = "/";

/** Builds that are kept: the current one, and the one that other tabs may still show. */
const KEPT = 2;

const worker = /** @type {any} */ (globalThis);

/** @type {Promise<Response> | undefined} */
let refreshing;

worker.addEventListener("install", (/** @type {any} */ event) => {
    event.waitUntil(refresh().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
    event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const kind = kindOf(event.request, worker.location.origin);
    if (kind === "page") {
        event.respondWith(page(event));
    } else if (kind === "news") {
        event.respondWith(refresh());
    } else if (kind) {
        event.respondWith(file(event.request));
    }
});

// A page tells what it has loaded before this worker looked after it.
worker.addEventListener("message", (/** @type {any} */ event) => {
    event.waitUntil(Promise.all(event.data.files.map((/** @type {string} */ url) => keep(url))));
});

/** The names of the kept builds, the latest last. */
async function builds() {
    return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** The latest build that is whole, and its page. */
async function current() {
    for (const name of (await builds()).reverse()) {
        const cache = await caches.open(name);
        const kept = await cache.match(PAGE, { ignoreVary: true });
        if (kept) {
            return { name, cache, page: kept };
        }
    }
    return undefined;
}

/** @param {any} event */
async function page(event) {
    const kept = await current();
    if (!kept) {
        return fetch(event.request);
    }
    event.waitUntil(refresh().catch(() => {}));
    return kept.page;
}

/** @param {Request} request */
async function file(request) {
    const options = { ignoreSearch: true, ignoreVary: true };
    const latest = (await current())?.cache;
    const kept = (await latest?.match(request, options)) ?? (await caches.match(request, options));
    if (kept) {
        return kept;
    }
    const answer = await fetch(request);
    const name = PREFIX + buildOf(request.url);
    if (answer.ok && (await caches.has(name))) {
        await (await caches.open(name)).put(request.url.split("?")[0], answer.clone());
    }
    return answer;
}

/** Keep a file of a build that is kept. @param {string} url */
async function keep(url) {
    const name = PREFIX + buildOf(url);
    if ((await caches.has(name)) && !(await caches.match(url, { ignoreVary: true }))) {
        await (await caches.open(name)).add(url);
    }
}

/** The page as the server has it now, whose build is kept by then. */
function refresh() {
    refreshing ??= ask().finally(() => {
        refreshing = undefined;
    });
    return refreshing.then((answer) => answer.clone());
}

async function ask() {
    const answer = await fetch(PAGE, { cache: "no-cache" });
    const html = await answer.clone().text();
    const folder = buildOf(html);
    // A proxy may answer for a server that is down.
    if (!answer.ok || !folder) {
        return answer;
    }
    const before = await current();
    const name = PREFIX + folder;
    if (before?.name !== name) {
        await take(name, html, before?.cache);
    }
    await (await caches.open(name)).put(PAGE, answer.clone());
    if (before && before.name !== name) {
        await forgetOlder();
        for (const client of await worker.clients.matchAll({ includeUncontrolled: true })) {
            client.postMessage({ build: folder });
        }
    }
    return answer;
}

/**
 * Keep what a page needs, and what the pages of the build before had needed so far.
 *
 * @param {string} name @param {string} html @param {Cache} [before]
 */
async function take(name, html, before) {
    // A server may go back to an older build, which is the latest then.
    await caches.delete(name);
    const cache = await caches.open(name);
    const needed = filesOf(html);
    await cache.addAll(needed);
    const folder = name.slice(PREFIX.length);
    const urls = (await before?.keys())?.map(({ url }) => new URL(url).pathname) ?? [];
    const others = moved(urls, folder).filter((url) => !needed.includes(url));
    // One that this build does not have is not needed.
    await Promise.allSettled(others.map((url) => cache.add(url)));
}

async function forgetOlder() {
    const names = await builds();
    await Promise.all(names.slice(0, -KEPT).map((name) => caches.delete(name)));
}
