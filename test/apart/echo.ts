import { setImmediate as nextTurn } from "node:timers/promises";
import { takeOrders } from "#src/apart/take-orders.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { finding } from "./finding.ts";

let running = 0;

/** Does what it is told, each of the things that a plan, an import or a check may come to. */
takeOrders(async (order: string, onProgress: (done: number) => void): Promise<unknown> => {
  running += 1;
  const atOnce = running;
  await nextTurn();
  running -= 1;
  if (order === "ours")
    throw new LetterpressError("template/failed", "It fails.", { hint: "Fix it.", finding });
  if (order === "driver")
    throw Object.assign(new TypeError("database or disk is full"), { code: "SQLITE_FULL" });
  if (order === "thrown text") throw "a text"; // oxlint-disable-line no-throw-literal
  if (order === "die") process.exit(7);
  if (order === "uncloneable") return () => undefined;
  // oxlint-disable-next-line no-unmodified-loop-condition, no-empty -- what an author may write
  if (order === "never end") while (true) {}
  if (order === "print") console.log("a word of the author's");
  if (order === "leave a mine")
    setImmediate(() => {
      throw new Error("late");
    });
  for (const done of [1, 2]) onProgress(done);
  return { order, atOnce, at: new Date(0), nothing: undefined };
});
