import { readdir, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { issue, NOW, tempProject } from "../cli/temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const CACHE = ".letterpress/cache";
const GENERIC = "Read about the pier [here](https://museum.example/pier), if you have a minute for it.";

test("check finds the same again without asking, until a byte of the issue changes", async () => {
  const project = await tempProject({ [FILE]: issue([], GENERIC) });
  const first = await project.run(["check"]);
  expect(first.output).toContain("link/generic-text");
  expect(await project.run(["check"])).toEqual(first);
  // What is kept is what is said: a rule that was asked again would find the word.
  await rewrite(project.path(CACHE), (text) => text.replace("“here”", "“kept”"));
  expect((await project.run(["check"])).output).toContain("“kept”");
  await project.write(FILE, issue([], `${GENERIC} It is short.`));
  expect((await project.run(["check"])).output).toContain("“here”");
});

test("what the clock decides is asked each time", async () => {
  const project = await tempProject({ [FILE]: issue(["send_at: 2026-12-01 09:00"]) });
  expect((await project.run(["check"])).output).not.toContain("schedule/past");
  const clock = { now: () => NOW + 30 * 86_400_000 };
  expect((await project.run(["check"], { clock })).output).toContain("schedule/past");
});

/** Each file of the cache that holds findings, with its hash made again. */
async function rewrite(folder: string, change: (text: string) => string): Promise<void> {
  const { createHash } = await import("node:crypto");
  for (const name of await readdir(folder)) {
    const path = `${folder}/${name}`;
    const text = await readFile(path, "utf8");
    const body = change(text.slice(text.indexOf("\n") + 1));
    if (body.startsWith('{"inputs":') && body.includes('"findings":['))
      await writeFile(path, `${createHash("sha256").update(body).digest("hex")}\n${body}`);
  }
}
