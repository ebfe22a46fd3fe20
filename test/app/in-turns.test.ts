import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { inTurns } from "#src/app/studio/source/in-turns.ts";

test("long work lets others in, keeps its order, and one fault keeps nothing else from being done", async () => {
  const done: string[] = [];
  const work = inTurns(
    (name: string) => {
      const end = performance.now() + 12;
      while (performance.now() < end) continue;
      if (name === "c") throw new Error("c is broken");
      done.push(name);
      return name;
    },
    async () => undefined,
  );
  const all = Promise.allSettled(["a", "b", "c", "d"].map(work));
  await setImmediate();
  await setImmediate();
  done.push("somebody else");
  const results = await all;
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(done.indexOf("somebody else")).toBeLessThan(done.indexOf("d"));
  expect(done.filter((name) => name.length === 1)).toEqual(["a", "b", "d"]);
});
