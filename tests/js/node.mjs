// Runs the code of each line of JSON that it receives, and answers with the result.

import { createInterface } from "node:readline";

const AsyncFunction = (async () => {}).constructor;
const write = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

// The client is passed a WebSocket class, as in versions of Node without one.
globalThis.Passed = globalThis.WebSocket;
delete globalThis.WebSocket;
// A package of this folder, by its name.
globalThis.load = (name) => import(name);
globalThis.report = (event) => write({ event });
for (const kind of ["warn", "error"]) {
    console[kind] = (...args) => write({ console: args.map(String).join(" ") });
}

for await (const line of createInterface({ input: process.stdin })) {
    const { id, code, values } = JSON.parse(line);
    new AsyncFunction("values", code)(values).then(
        (value) => write({ id, value }),
        (error) => write({ id, error: String(error) }),
    );
}
process.exit();
