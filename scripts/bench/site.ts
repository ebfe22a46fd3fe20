/**
 * `build --site` of many issues, as a person types it: from nothing, again unchanged, and after a save of one issue. Half of the
 * issues have a picture. Medians of wall time, beside a Node that only imports the template family. Then the folder is
 * looked at: the same bytes from nothing as after the edits, every link leads somewhere, html-validate finds nothing, and
 * axe-core finds nothing on a page of each kind. Exit 1 where one of them does not hold, or a time is above its bar.
 *
 *   node scripts/bench/site.ts [--issues 300] [--runs 5]
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { median } from "./bench-ledger.ts";
import { bytesOfSite, deadLinks, invalidPages } from "./look-at-site.ts";

const FIRST_BAR_S = 60;
const SAVE_BAR_S = 2;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WEEK_MS = 7 * 24 * 3_600_000;

const NOISE = { type: "gaussian", mean: 128, sigma: 20 } as const;

const IMPORT_FAMILY = `await import("${import.meta.resolve("react-email")}"); await import("${import.meta.resolve("@react-email/render")}");`;
const SENTENCE =
  "A letter begins with a line that somebody wants to read, and it ends with a name that somebody trusts, in issue";

const { values } = parseArgs({
  options: { issues: { type: "string", default: "300" }, runs: { type: "string", default: "5" } },
});
const folder = mkdtempSync(join(tmpdir(), "letterpress-site-"));
try {
  process.exitCode = (await compare(Number(values.issues), Number(values.runs))) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare(issues: number, runs: number): Promise<boolean> {
  cpSync(join(ROOT, "templates"), join(folder, "templates"), { recursive: true });
  cpSync(join(ROOT, "newsletter.config.ts"), join(folder, "newsletter.config.ts"));
  for (let n = 0; n < issues; n += 1) await writeIssue(n, "");
  const first = build("public");
  const [same, edited, family]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < runs; run += 1) {
    family.push(timed(["--input-type=module", "--eval", IMPORT_FAMILY]));
    same.push(build("public"));
    await writeIssue(issues - 1 - (run % issues), `Edit ${run}.`);
    edited.push(build("public"));
  }
  rmSync(join(folder, ".letterpress"), { recursive: true });
  build("again");
  const [site, again] = [await bytesOfSite(join(folder, "public")), await bytesOfSite(join(folder, "again"))];
  const checks = {
    "other bytes from nothing": Object.keys({ ...site, ...again }).filter(
      (path) => site[path] !== again[path],
    ),
    "dead links": await deadLinks(join(folder, "public"), "https://news.imposingstone.example"),
    "html-validate": await invalidPages(join(folder, "public")),
  };
  console.log(`${issues} issues, ${Object.keys(site).length} files`);
  const rows = [
    ["from nothing", first, FIRST_BAR_S],
    ["unchanged", median(same), null],
    ["one issue saved", median(edited), SAVE_BAR_S],
    ["import of React's family", median(family), null],
  ] as const;
  for (const [name, seconds, bar] of rows) {
    const limit = bar === null ? "" : `  (bar ${bar} s)`;
    console.log(`${name.padEnd(26)}${seconds.toFixed(2).padStart(7)} s${limit}`);
  }
  for (const [name, found] of Object.entries(checks))
    console.log(`${name.padEnd(26)}${String(found.length).padStart(7)}  ${found.slice(0, 3).join("; ")}`);
  return (
    Object.values(checks).every(({ length }) => length === 0) &&
    rows.every(([, seconds, bar]) => bar === null || seconds <= bar)
  );
}

function build(to: string): number {
  return timed([join(ROOT, "src/cli/letterpress.js"), "build", "--site", to, "--offline"]);
}

/** Returns seconds. */
function timed(args: readonly string[]): number {
  const from = performance.now();
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return (performance.now() - from) / 1000;
}

async function writeIssue(n: number, more: string): Promise<void> {
  const date = new Date(Date.UTC(2020, 0, 7) + n * WEEK_MS).toISOString().slice(0, 10);
  const at = join(folder, "issues", `${date}-issue-${n}`);
  mkdirSync(at, { recursive: true });
  const hasPicture = n % 2 === 0;
  if (hasPicture && more === "") {
    const background = { r: n % 256, g: (n * 7) % 256, b: (n * 31) % 256 };
    const plain = sharp({ create: { width: 1600, height: 900, channels: 3, background, noise: NOISE } });
    await plain.jpeg().toFile(join(at, "picture.jpg"));
  }
  writeFileSync(
    join(at, "index.md"),
    textOf(n, date, hasPicture ? "\n\n![A press at work](picture.jpg)" : "", more),
  );
}

function textOf(n: number, date: string, picture: string, more: string): string {
  const words = Array.from({ length: 12 }, (_, at) => `${SENTENCE} ${n}.${at}. ${SENTENCE} again.`);
  return `---
title: "Letter ${n}: what the week brought"
preview_text: What the week brought, in a line that is long enough for an inbox to show.
issue: ${n + 1}
section: ${n % 2 === 0 ? "weekly-digest" : "insiders-corner"}
send_at: ${date} 09:00
draft: false
aliases: [/p/old-letter-${n}]
---

Good morning, {{ subscriber.first_name | default: "reader" }}. ${more}${picture}

${words.map((text, at) => (at % 4 === 0 ? `## Part ${at / 4 + 1}\n\n${text}` : text)).join("\n\n")}

| What | How many |
|:--|--:|
| Letters | ${n} |
`;
}
