/**
 * Parts of pages that few users need: they are loaded when they are needed.
 *
 * @module
 */

import { ApiError } from "/api.js";

/** @import { App } from "/app.js" */

/**
 * A part of a page did not arrive. A browser does not load it again within the same document, so the
 * page has to be reloaded.
 */
export class PartMissing extends ApiError {
    constructor() {
        super(0, "no_answer");
    }
}

/**
 * Load a module. Raises `PartMissing`.
 *
 * @template T @param {() => Promise<T>} load @returns {Promise<T>}
 */
export async function part(load) {
    try {
        return await load();
    } catch (error) {
        reportError(error);
        throw new PartMissing();
    }
}

/**
 * Add a part to a page that works without it.
 *
 * @template T
 * @param {App} app @param {AbortSignal} signal @param {() => Promise<T>} load
 * @param {(module: T) => unknown} use is called unless the page was left meanwhile
 */
export async function addPart(app, signal, load, use) {
    try {
        const module = await part(load);
        if (!signal.aborted) {
            await use(module);
        }
    } catch (error) {
        app.fail(error, signal);
    }
}
