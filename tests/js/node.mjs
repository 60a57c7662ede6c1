// Runs what it is sent, a line of JSON each, and tells what comes of it.

import { createInterface } from "node:readline";

const AsyncFunction = (async () => {}).constructor;
const write = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

// The client is passed a class, as where Node has none of its own.
globalThis.Passed = globalThis.WebSocket;
delete globalThis.WebSocket;
globalThis.tell = (heard) => write({ heard });
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
