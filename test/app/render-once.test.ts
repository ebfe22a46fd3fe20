import { readdir, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { issue, tempProject, type TempProject } from "../cli/temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const CACHE = ".letterpress/cache";

/** A template that writes down each of its renderings, two for every time that it is rendered and checked. */
const COUNTED = `import { EmailHead, IssueBody, Preheader } from "letterpress";
const { appendFileSync } = process.getBuiltinModule("node:fs");

export default function Counted(input) {
  appendFileSync(COUNT, "x");
  return (
    <html lang={input.issue.lang} dir={input.issue.dir}>
      <head><EmailHead {...input} /></head>
      <body><div lang={input.issue.lang} dir={input.issue.dir}>
        <Preheader {...input} /><p>MARK</p><IssueBody {...input} />
        <a href={input.urls.unsubscribe}>Unsubscribe</a> {input.newsletter.postal_address}
      </div></body>
    </html>
  );
}
`;

async function counting(): Promise<
  TempProject & {
    readonly template: (mark: string) => Promise<void>;
    readonly rendered: () => Promise<number>;
  }
> {
  const project = await tempProject({ [FILE]: issue(["template: counted"]), count: "" });
  const template = (mark: string) =>
    project.write(
      "templates/counted.tsx",
      COUNTED.replace("COUNT", JSON.stringify(project.path("count"))).replace("MARK", mark),
    );
  await template("First");
  const rendered = async () => (await readFile(project.path("count"), "utf8")).length / 2;
  return { ...project, template, rendered };
}

test("check and build render an issue again only if its text, its template or the config has changed", async () => {
  const project = await counting();
  const { template, rendered, run, write, path } = project;
  const first = await run(["check"]);
  expect(first).toMatchObject({ exit: 0 });
  expect(await run(["check"])).toEqual(first);
  expect(await run(["build"])).toMatchObject({ exit: 0 });
  expect(await rendered()).toBe(1);
  const before = await readFile(path("out/hello/email.html"), "utf8");

  await template("Second");
  await run(["build"]);
  expect(await readFile(path("out/hello/email.html"), "utf8")).toBe(before.replace("First", "Second"));
  await write(FILE, issue(["template: counted"], "Another text, which is as long as it needs to be."));
  await run(["check"]);
  const config = await readFile(path("newsletter.config.ts"), "utf8");
  await write("newsletter.config.ts", config.replace("12 Press Street", "14 Press Street"));
  await run(["check"]);
  expect(await rendered()).toBe(4);
});

test("what is remembered may be damaged, missing or impossible to write: the issue is rendered all the same", async () => {
  const { rendered, run, path } = await counting();
  const first = await run(["check"]);
  const [name = ""] = (await readdir(path(CACHE))).filter((file) => file.endsWith(".json"));
  const kept = await readFile(path(CACHE, name), "utf8");
  for (const damaged of ["", "{", kept.slice(0, -20), kept.replace("First", "Forged")]) {
    await writeFile(path(CACHE, name), damaged);
    expect(await run(["check"])).toEqual(first);
  }
  expect(await rendered()).toBe(5);
  // Each of them was replaced by what is right.
  expect(await readFile(path(CACHE, name), "utf8")).toBe(kept);

  const other = await counting();
  await other.write(".letterpress/cache", "a file in the place of the folder");
  expect(await other.run(["check"])).toEqual(first);
  expect(await other.run(["check"])).toEqual(first);
  expect(await other.rendered()).toBe(2);
});

test("a template that is not pure, or fails, is found out at every check", async () => {
  const { run, template } = await counting();
  await template("{String(new Date())}");
  for (const _ of [1, 2]) expect((await run(["check"])).stdout).toContain("template/impure");
  await template("{input.nothing.here}");
  for (const _ of [1, 2]) expect((await run(["check"])).stdout).toContain("template/failed");
});
