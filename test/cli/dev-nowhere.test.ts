import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { PassThrough, Writable } from "node:stream";
import { expect, test } from "vitest";
import { main } from "#src/cli/main.ts";
import { NOW, tempProject } from "./temp-project.ts";

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

test("at a terminal yes asks what init asks, and opens the studio on the newsletter that comes of it", async () => {
  const { root, path } = await emptyFolder();
  const stop = new AbortController();
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const answers: (readonly [RegExp, string])[] = [
    [/newsletter\.config\.ts is missing[^]*Start one here\?/, "yes\n"],
    [/called\?/, "The Letter\r"],
    [/Who sends it\?/, "The Letter <desk@news.example.org>\r"],
    [/postal address/, "12 Press Street, Lima\r"],
    [/time zone/, "\x15Europe/Madrid\r"],
    ...[/be online\?/, /Which colours/, /A logo/, /subscribers live\?/, /Where does it run\?/].map(
      (asked) => [asked, "\r"] as const,
    ),
  ];
  let seen = "";
  let shown = "";
  /** What a person sees, on either stream. */
  const screen = () =>
    new Writable({
      write(chunk, _, done) {
        seen += String(chunk);
        shown += String(chunk);
        const [next] = answers;
        if (next?.[0].test(seen)) {
          answers.shift();
          seen = "";
          setImmediate(() => stdin.write(next[1]));
        }
        if (seen.includes("Stop with Ctrl-C.")) stop.abort();
        done();
      },
    });
  const exit = await main(["dev", "--port", "0", "--sandbox-port", "0"], {
    stdout: screen(),
    stderr: screen(),
    stdin,
    env: {},
    cwd: root,
    clock: { now: () => NOW },
    signal: stop.signal,
  });
  expect(answers).toEqual([]);
  expect(exit).toBe(0);
  expect(shown).toMatch(/Studio {3}http:\S+ {2}1 issue/);
  expect(existsSync(path("newsletter.config.ts"))).toBe(true);
});

test("a program that starts dev is asked nothing", async () => {
  const { run } = await emptyFolder();
  const { exit, stdout } = await run(["dev", "--json"], { types: "yes" });
  expect(exit).toBe(2);
  expect(stdout).toContain("config/missing");
});
