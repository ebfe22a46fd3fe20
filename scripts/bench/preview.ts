/**
 * From `fs.writeFile` to the new email painted in an open browser: Letterpress, React Email's own `email dev` and Maizzle's
 * `serve`, on an equal letter, all three running, save by save in turn, so that a busy machine is busy for each of them.
 *
 *     node scripts/bench/preview.ts --react DIR --maizzle DIR [--saves 20] [--many 300] [--memory 5000]
 *
 * DIR is a folder where `npm install react-email @react-email/ui react react-dom`, or `npm install @maizzle/framework`, was run.
 * What is not named is left out. `--memory` saves that often without a browser and says how much memory that cost; exit 1 where it is
 * more than a fifth.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../../test/browser/open-browser.ts";
import { installInto, packInto } from "./pack-and-install.ts";
import { type Arm, letterpressArm, maizzleArm, reactArm, PARAGRAPHS } from "./preview-arms.ts";

const { values: flags } = parseArgs({
  options: {
    saves: { type: "string", default: "20" },
    many: { type: "string", default: "300" },
    memory: { type: "string", default: "0" },
    react: { type: "string" },
    maizzle: { type: "string" },
  },
});
const SAVES = Number(flags.saves);
/** The previews of the last start stay open for the saves. */
const STARTS = 4;

/** A preview that runs, with its page open. */
interface Open {
  readonly arm: Arm;
  readonly program: ChildProcess;
  readonly page: Page;
  /** From command to first painted preview, ms. */
  readonly opened: number;
}

// A signal that ends this script ends every program that it has started.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    for (const { pid } of started) if (pid !== undefined) process.kill(-pid, "SIGTERM");
    process.exit(1);
  });
const started: ChildProcess[] = [];

const work = await mkdtemp(join(tmpdir(), "letterpress-preview-"));
const browser = await openBrowser();
const running: Open[] = [];
try {
  await compare();
  if (Number(flags.memory) > 0) await remember(Number(flags.memory));
} finally {
  for (const program of started) await end(program);
  await browser.close();
  await rm(work, { recursive: true, force: true, maxRetries: 5 });
}

async function compare(): Promise<void> {
  const installed = join(work, "installed");
  await mkdir(installed);
  installInto(installed, [packInto(installed)]);
  const many = Number(flags.many);
  const arms = [
    await letterpressArm(join(work, "three"), { name: "Letterpress", issues: 3, installed }),
    await letterpressArm(join(work, "many"), {
      name: `Letterpress, ${many} issues`,
      issues: many,
      installed,
    }),
    ...(flags.react === undefined ? [] : [await reactArm(resolve(flags.react))]),
    ...(flags.maizzle === undefined ? [] : [await maizzleArm(resolve(flags.maizzle))]),
  ];
  console.log(
    `Load of the machine: ${loadavg()
      .map((one) => one.toFixed(1))
      .join(", ")}.`,
  );
  // One after the other: programs that start at the same time slow each other down. The first round fills the caches
  // that each of them keeps.
  const starts = new Map<Arm, number[]>(arms.map((arm) => [arm, []]));
  for (let round = 0; round < STARTS; round += 1)
    for (const arm of arms) {
      const one = await open(arm, browser);
      if (round > 0) starts.get(arm)?.push(one.opened);
      if (round === STARTS - 1) running.push(one);
      else await close(one);
    }
  const times = new Map<string, number[]>();
  for (const what of ["issue", "template"] as const)
    for (let save = -2; save < SAVES; save += 1)
      for (const one of running) {
        const took = await saveAndSee(one, what, `Seen${what}${save + 2}x`);
        // The first saves load what the later ones find loaded.
        if (save >= 0)
          times.set(`${one.arm.name} ${what}`, [...(times.get(`${one.arm.name} ${what}`) ?? []), took]);
      }
  const rows = await Promise.all(
    running.map(async ({ arm, program }) => ({
      preview: arm.name,
      "first painted, ms": median(starts.get(arm) ?? []),
      "issue, ms": median(times.get(`${arm.name} issue`) ?? []),
      "template, ms": median(times.get(`${arm.name} template`) ?? []),
      "RSS, MB": await memoryOf(program),
    })),
  );
  console.table(rows);
  console.log(
    `Load of the machine: ${loadavg()
      .map((one) => one.toFixed(1))
      .join(", ")}.`,
  );
}

async function open(arm: Arm, inBrowser: Browser): Promise<Open> {
  const before = performance.now();
  const [command = "", ...args] = arm.command;
  const program = spawn(command, args, {
    cwd: arm.folder,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  started.push(program);
  const url = await arm.url(program);
  const page = await (await inBrowser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(300_000);
  for (;;) {
    const found = await page.goto(url).catch(() => null);
    if (found?.ok() === true) break;
    await wait(50);
  }
  await painted(page, PARAGRAPHS[0] ?? "");
  return { arm, program, page, opened: performance.now() - before };
}

/** ms from the call of `writeFile` to the frame in which the browser shows the new words. */
async function saveAndSee({ arm, page }: Open, what: "issue" | "template", words: string): Promise<number> {
  const { path, marker } = arm[what];
  const whole = await readFile(path, "utf8");
  const next = whole.replace(marker, words);
  if (next === whole) throw new Error(`${path} has no ${String(marker)}.`);
  await page.bringToFront();
  await wait(250);
  const seen = painted(page, words);
  // The page watches by now, before the file is written.
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => done(null)))");
  const before = performance.timeOrigin + performance.now();
  await writeFile(path, next);
  return (await seen) - before;
}

/** Returns when the words are on the screen, by the browser's clock: in the page, or in a visible frame. */
async function painted(page: Page, words: string): Promise<number> {
  return page.evaluate<number>(`new Promise((done) => {
    const wanted = ${JSON.stringify(words)};
    const isThere = () => {
      // What a script of the page holds is seen by nobody.
      if (document.body.textContent?.includes(wanted) && document.body.innerText.includes(wanted)) return true;
      return [...document.querySelectorAll("iframe")].some(
        (frame) =>
          getComputedStyle(frame).visibility !== "hidden" && frame.contentDocument?.body?.textContent?.includes(wanted),
      );
    };
    const look = () => {
      if (!isThere()) return void requestAnimationFrame(look);
      // This frame is being made; the next one begins when it has been painted.
      requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
    };
    look();
  })`);
}

/** Saves without a browser, and requests the issue after each save, as a page would. */
async function remember(saves: number): Promise<void> {
  const one = running[0];
  if (one === undefined) return;
  const { origin } = new URL(one.page.url());
  await one.page.goto("about:blank");
  const look = async () => (await fetch(`${origin}/api/issues/peru`)).text();
  const save = async (at: number) => {
    const { path, marker } = one.arm[at % 10 === 0 ? "template" : "issue"];
    await writeFile(path, (await readFile(path, "utf8")).replace(marker, `Seenmemory${at}x`));
    await wait(15);
    await look();
  };
  for (let at = 0; at < Math.min(200, saves / 5); at += 1) await save(at);
  const before = await memoryOf(one.program);
  for (let at = 0; at < saves; at += 1) await save(at);
  const after = await memoryOf(one.program);
  const more = Math.round((after / before - 1) * 100);
  console.log(
    `${saves} saves, one in ten of the template: ${before} MB before, ${after} MB after: ${more} % more.`,
  );
  if (after > before * 1.2) process.exitCode = 1;
}

/** Returns the resident memory of a program and of all programs that it has started, MB. */
async function memoryOf({ pid = 0 }: ChildProcess): Promise<number> {
  const pages = spawn("ps", ["-e", "-o", "pgid=,rss="], { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  pages.stdout.on("data", (some: Buffer) => (text += some.toString()));
  await once(pages, "close");
  const own = text.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  return Math.round(own.reduce((sum, [group, rss = 0]) => sum + (group === pid ? rss : 0), 0) / 1024);
}

async function close({ page, program }: Open): Promise<void> {
  await page.context().close();
  await end(program);
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null || program.pid === undefined) return;
  const over = once(program, "exit");
  process.kill(-program.pid, "SIGTERM");
  await over;
}

function median(all: readonly number[]): number {
  return Math.round(all.toSorted((a, b) => a - b)[all.length >> 1] ?? Number.NaN);
}
