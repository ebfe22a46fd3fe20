import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { startAuthorThread, TooLate } from "#src/apart/author-thread.ts";
import { runApart, startApart } from "#src/apart/run-apart.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { finding } from "./finding.ts";

const script = new URL("./echo.ts", import.meta.url);
const parent = fileURLToPath(new URL("./parent.ts", import.meta.url));
/** Only what hangs takes this long. */
const HANGING_MS = 120_000;

describe.each(["process", "thread"] as const)("in a %s", (kind) => {
  test("hands over progress and the result, dates and what is undefined included", async () => {
    const progress: number[] = [];
    const result = await runApart<string, unknown, number>({ script, kind }, "hello", (n) =>
      progress.push(n),
    );
    expect(result).toStrictEqual({ order: "hello", atOnce: 1, at: new Date(0), nothing: undefined });
    expect(progress).toEqual([1, 2]);
  });

  test("an error of ours keeps its class, code, exit code, hint, finding and stack", async () => {
    const error: unknown = await runApart({ script, kind }, "ours").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LetterpressError);
    expect(error).toMatchObject({
      code: "template/failed",
      exit: 1,
      message: "It fails.",
      hint: "Fix it.",
      finding,
      stack: expect.stringContaining("echo.ts"),
    });
  });

  test("an error that is not ours keeps its name, message, code and stack", async () => {
    await expect(runApart({ script, kind }, "driver")).rejects.toMatchObject({
      name: "TypeError",
      message: "database or disk is full",
      code: "SQLITE_FULL",
      stack: expect.stringContaining("echo.ts"),
    });
    await expect(runApart({ script, kind }, "thrown text")).rejects.toThrow("a text");
  });

  test("a death without an answer and a result that cannot be copied are errors", async () => {
    await expect(runApart({ script, kind }, "die")).rejects.toThrow("echo.ts ended with 7");
    await expect(runApart({ script, kind }, "uncloneable")).rejects.toThrow("could not be cloned");
    const missing = new URL("./no-such-file.ts", import.meta.url);
    await expect(runApart({ script: missing, kind }, "hello")).rejects.toThrow(/ended with 1|Cannot find/);
  });

  test("takes one order after the other, and starts again after its death", async () => {
    const apart = startApart<string, { order: string; atOnce: number }>({ script, kind });
    const both = await Promise.all([apart.ask("one"), apart.ask("two")]);
    expect(both.map(({ order, atOnce }) => [order, atOnce])).toEqual([
      ["one", 1],
      ["two", 1],
    ]);
    const [dead, behind] = await Promise.allSettled([apart.ask("die"), apart.ask("three")]);
    expect([dead.status, behind.status]).toEqual(["rejected", "rejected"]);
    expect(await apart.ask("four")).toMatchObject({ order: "four" });
    await apart.end();
  });

  test("keeps its parent from ending while it owes an answer, and no longer; what it prints is on stderr", async () => {
    const ended = promisify(execFile)(process.execPath, [parent, kind], { timeout: HANGING_MS });
    await expect(ended).resolves.toMatchObject({
      stdout: "one print\n",
      stderr: expect.stringContaining("a word of the author's"),
    });
  });
});

describe("a thread for an author's code", () => {
  test("ends what never ends, and takes the next order", async () => {
    const ask = startAuthorThread<string, { order: string }>(script, 3_000);
    const [hung, next] = await Promise.allSettled([ask("never end"), ask("next")]);
    expect(hung).toMatchObject({ status: "rejected", reason: expect.any(TooLate) as TooLate });
    expect(next).toMatchObject({ value: { order: "next" } });
  });

  test("an answer that was given before the thread died is not lost", async () => {
    // Where many threads die at once, one error in four overtakes the answer before it.
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        startApart<string, { order: string }>({ script, kind: "thread" }).ask("leave a mine"),
      ),
    );
    expect(answers.map(({ order }) => order)).toEqual(Array.from({ length: 20 }, () => "leave a mine"));
  });

  test("blames no order for what an earlier one has left behind, and each for its own", async () => {
    const ask = startAuthorThread<string, { order: string }>(script, HANGING_MS);
    const answers = await Promise.allSettled([ask("leave a mine"), ask("innocent"), ask("die"), ask("last")]);
    expect(answers).toMatchObject([
      { value: { order: "leave a mine" } },
      { value: { order: "innocent" } },
      { status: "rejected", reason: { message: "echo.ts ended with 7 before it answered." } },
      { value: { order: "last" } },
    ]);
  });
});
