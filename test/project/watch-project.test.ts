import { EventEmitter, once } from "node:events";
import { appendFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { watchProject } from "#src/project/watch-project.ts";
import { tempProject } from "./temp-project.ts";

test("saving an issue, a picture, a part or the config is reported, a burst far less often than its files", async () => {
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
  const pictures = Array.from({ length: 50 }, (_, n) => `issues/2026-12-01-a/${n}.png`);
  await after(() => Promise.all(pictures.map((path) => project.write(path, path))));
  await after(() => project.write("issues/2026-12-01-a/index.md", "two"));
  expect(count).toBeLessThan(10);
  await after(() => project.write("templates/parts/x.mjml", "two"));
  await after(() => project.write("issues/2026-12-02-b/index.md", "new"));
  await after(() => rm(join(project.root, "issues/2026-12-02-b"), { recursive: true }));
  await after(() => appendFile(join(project.root, "newsletter.config.ts"), "\n"));
  await after(() => project.write("images/logo.png", "new"));
  // As many editors save: another file takes the place of the old one. A second time the watched file is not the one of the start.
  for (const text of ["three", "four"])
    await after(async () => {
      await project.write("newsletter.config.ts~", text);
      await rename(join(project.root, "newsletter.config.ts~"), join(project.root, "newsletter.config.ts"));
    });
});

test("a closed watch reports nothing more, not even what it has already seen", async () => {
  await using project = await tempProject({ "issues/a.md": "one" });
  let count = 0;
  const watch = watchProject(project.root, () => (count += 1));
  await watch.ready;
  await project.write("issues/a.md", "two");
  await watch[Symbol.asyncDispose]();
  await project.write("issues/a.md", "three");
  expect(count).toBe(0);
});
