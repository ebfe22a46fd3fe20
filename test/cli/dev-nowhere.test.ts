import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { tempProject } from "./temp-project.ts";

async function emptyFolder() {
  const project = await tempProject();
  await rm(project.path("newsletter.config.ts"));
  await rm(project.path("templates"), { recursive: true });
  return project;
}

test("dev in an empty folder says what is missing and the command that starts a newsletter, and writes nothing", async () => {
  const { run, root, path } = await emptyFolder();
  const { exit, stderr } = await run(["dev"]);
  expect(exit).toBe(2);
  expect(stderr).toContain(`There is no newsletter in ${root}: newsletter.config.ts is missing.`);
  expect(stderr).toContain("Start one with `npx letterpress init`");
  expect(existsSync(path(".letterpress"))).toBe(false);
});

test("at a terminal dev offers to start one, and takes any other word than yes for no", async () => {
  const { run, path } = await emptyFolder();
  const { exit, output } = await run(["dev"], { types: "n" });
  expect(exit).toBe(2);
  expect(output).toContain("config/missing");
  expect(existsSync(path("newsletter.config.ts"))).toBe(false);
});

test("a program that starts dev is asked nothing", async () => {
  const { run } = await emptyFolder();
  const { exit, stdout } = await run(["dev", "--json"], { types: "yes" });
  expect(exit).toBe(2);
  expect(stdout).toContain("config/missing");
});
