import { setTimeout as wait } from "node:timers/promises";
import { startApart } from "#src/apart/run-apart.ts";

/** Asks twice, with a moment in between, and ends without ending what it asked. Takes `process` or `thread`. */
const kind = process.argv[2] === "thread" ? "thread" : "process";
const apart = startApart<string, { order: string }>({ script: new URL("./echo.ts", import.meta.url), kind });
const first = await apart.ask("one");
await wait(1);
const second = await apart.ask("print");
console.log(first.order, second.order);
