/**
 * What a browser stores for all of its pages (IndexedDB). It survives a reload, a closed tab and a
 * crash of the browser.
 *
 * @module
 */

const NAME = "attendance";
const VERSION = 2;

/** The stores, and the fields that identify an entry. */
const STORES = {
    "waiting-marks": ["userId", "sessionId", "studentId"],
    "waiting-lessons": ["userId", "key"],
    "answers": ["userId", "path"],
};

/** @typedef {keyof typeof STORES} StoreName */

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

function open() {
    opened ??= new Promise((fulfil, reject) => {
        const request = indexedDB.open(NAME, VERSION);
        request.onupgradeneeded = () => {
            const database = request.result;
            for (const [name, keyPath] of Object.entries(STORES)) {
                if (!database.objectStoreNames.contains(name)) {
                    database.createObjectStore(name, { keyPath });
                }
            }
        };
        request.onsuccess = () => {
            const database = request.result;
            const forget = () => {
                opened = undefined;
            };
            database.onclose = forget;
            database.onversionchange = () => {
                // A page with a later version must not have to wait for this one.
                database.close();
                forget();
            };
            fulfil(database);
        };
        request.onerror = () => {
            opened = undefined;
            reject(request.error);
        };
    });
    return opened;
}

/** All entries of a user. @param {StoreName} name @param {string} userId */
export async function entriesOf(name, userId) {
    const database = await open();
    return done(database.transaction(name).objectStore(name).getAll(keysOf(userId)));
}

/** One entry. @param {StoreName} name @param {string[]} key @returns {Promise<any>} */
export async function entry(name, key) {
    const database = await open();
    return done(database.transaction(name).objectStore(name).get(key));
}

/**
 * Change a store in one transaction. Fulfilled once the changes are on disk.
 *
 * @param {StoreName} name @param {(store: IDBObjectStore) => Promise<unknown> | void} work
 */
export async function change(name, work) {
    const database = await open();
    const transaction = database.transaction(name, "readwrite", { durability: "strict" });
    const ended = new Promise((fulfil, reject) => {
        transaction.oncomplete = fulfil;
        transaction.onabort = () => reject(transaction.error);
    });
    // If a request fails first, nothing is waiting for this promise yet.
    ended.catch(() => {});
    await work(transaction.objectStore(name));
    await ended;
}

/** The keys of all entries of a user. @param {string} userId */
export function keysOf(userId) {
    return IDBKeyRange.bound([userId], [userId, []]);
}

/**
 * @template T
 * @param {IDBRequest<T>} request @returns {Promise<T>}
 */
export function done(request) {
    return new Promise((fulfil, reject) => {
        request.onsuccess = () => fulfil(request.result);
        request.onerror = () => reject(request.error);
    });
}
