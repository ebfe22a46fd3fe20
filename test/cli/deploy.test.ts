import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { createProgram } from "#src/cli/program.ts";
import { Writable } from "node:stream";

const FOLDER = "docs/deploy";
const text = (file: string) => readFile(`${FOLDER}/${file}`, "utf8");

/** The names of all commands there are. */
function commands(): readonly string[] {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const io = {
    stdout: nowhere,
    stderr: nowhere,
    stdin: process.stdin,
    env: {},
    cwd: ".",
    clock: { now: () => 0 },
    signal: new AbortController().signal,
  };
  return createProgram(io, () => undefined).commands.map((command) => command.name());
}

test("every unit runs a command that exists, with a program that a checkout has", async () => {
  const units = (await readdir(FOLDER)).filter((file) => file.endsWith(".service"));
  expect(units.length).toBeGreaterThan(2);
  for (const unit of units) {
    const [, main, command] = /^ExecStart=.*\bnode (\S+) (\w+)/m.exec(await text(unit)) ?? [];
    expect([unit, existsSync(main ?? "")]).toEqual([unit, true]);
    expect(commands()).toContain(command);
  }
});

test("the image copies what is there, starts what exists, and reads every variable the example names", async () => {
  const dockerfile = await text("Dockerfile");
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) =>
    (from ?? "").split(" "),
  );
  expect(copied).toContain("src");
  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  const [, main] = /^ENTRYPOINT \["node", "([^"]+)"\]/m.exec(dockerfile) ?? [];
  expect(existsSync(main ?? "")).toBe(true);
  const compose = await text("compose.yaml");
  const config = await readFile("src/app/config.ts", "utf8");
  for (const [, name] of (await text("letterpress.env.example")).matchAll(/^#?([A-Z_]+)=/gm)) {
    expect(config).toContain(`"${name}"`);
    expect([name, compose.includes(`${name}:`)]).toEqual([name, true]);
  }
});
