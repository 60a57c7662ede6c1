// Plays the scenario that it receives as JSON, against the server at the address in its first
// argument, and writes Artillery's counters.

import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";

import core from "@artilleryio/int-core";

const script = JSON.parse(readFileSync(0, "utf-8"));
script.config.target = process.argv[2];
await core.updateGlobalObject({ version: "2" });
const { handleScriptHook } = core.runner.runnerFuncs;
const captured = await handleScriptHook("before", script, new EventEmitter());
const events = await core.runner.runner(script, undefined, {});
const done = new Promise((resolve) => { events.on("done", resolve); });
events.run(captured);
process.stdout.write(JSON.stringify((await done).counters));
process.exit();
