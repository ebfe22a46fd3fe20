import { takeEnvironment } from "#src/app/take-environment.ts";
import { runApart } from "#src/apart/run-apart.ts";

/** Prints what a process or thread that runs apart sees of the environment. Takes `process` or `thread`. */
const kind = process.argv[2] === "thread" ? "thread" : "process";
takeEnvironment(process.env);
const script = new URL("./environment-echo-process.ts", import.meta.url);
console.log(JSON.stringify(await runApart({ script, kind }, null)));
