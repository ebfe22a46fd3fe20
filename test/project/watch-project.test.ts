import { once } from "node:events";
import { EventEmitter } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { watchProject } from "#src/project/watch-project.ts";
import { tempProject } from "./temp-project.ts";

test("saving an issue, a picture, a part or the config is reported, a burst once", async () => {
  await using project = await tempProject({
    "issues/2026-12-01-a/index.md": "one",
    "templates/parts/x.mjml": "one",
  });
  const changes = new EventEmitter();
  let count = 0;
  await using watch = watchProject(project.root, () => {
    count += 1;
    changes.emit("change");
  });
  await watch.ready;
  const after = async (work: () => Promise<unknown>) => {
    const change = once(changes, "change");
    await work();
    await change;
  };
  await after(() =>
    Promise.all([1, 2, 3].map((n) => project.write(`issues/2026-12-01-a/${n}.png`, String(n)))),
  );
  expect(count).toBe(1);
  await after(() => project.write("issues/2026-12-01-a/index.md", "two"));
  await after(() => project.write("templates/parts/x.mjml", "two"));
  await after(() => project.write("issues/2026-12-02-b/index.md", "new"));
  await after(() => rm(join(project.root, "issues/2026-12-02-b"), { recursive: true }));
  await after(async () =>
    project.write(
      "newsletter.config.ts",
      `${await readFile(join(project.root, "newsletter.config.ts"), "utf8")}\n`,
    ),
  );
});

test("what lies beside the project's own files is not watched, and a closed watch is silent", async () => {
  await using project = await tempProject({ "issues/a.md": "one" });
  let count = 0;
  const watch = watchProject(project.root, () => (count += 1));
  await watch.ready;
  await project.write(".letterpress/sandbox.db", "x");
  await project.write("notes.md", "x");
  await project.write("issues/a.md", "two");
  await watch[Symbol.asyncDispose]();
  expect(count).toBe(0);
});
