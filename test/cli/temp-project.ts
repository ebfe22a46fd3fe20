import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Readable, Writable } from "node:stream";
import { onTestFinished } from "vitest";
import type { Network } from "#src/app/connect/network.ts";
import type { Sites } from "#src/app/fetch/sites.ts";
import { isPublicIp } from "#src/model/address/public-ip.ts";
import type { Clock } from "#src/model/clock.ts";
import { main } from "#src/cli/main.ts";
import { expectDocument } from "./expect-document.ts";

/** Secrets of a newsletter that mails through Resend, none of them real. */
export const REAL_ENV = {
  RESEND_API_KEY: "re_wrong",
  LETTERPRESS_SECRET: "0123456789abcdef0123456789abcdef",
  SUPPRESSION_KEY: "0123456789abcdef0123456789abcdef",
};

const silence = () => Promise.reject(new Error("no network"));
const OFFLINE: Network = { texts: silence, mailHosts: silence, addresses: silence, get: silence };
const NOWHERE: Sites = { addresses: silence, mayReach: isPublicIp };

/** Tuesday, 24 November 2026, 12:00 UTC. */
export const NOW = Date.UTC(2026, 10, 24, 12);

const CONFIG = `import { defineNewsletter } from "letterpress";

export default defineNewsletter({
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  reply_to: "letters@news.example.org",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/New_York",
  lists: { weekly: { title: "Weekly" }, extra: { title: "Extra" } },
  sections: { corner: { title: "The corner", template: "interview", slot: "Tue 09:00" } },
  attributes: { city: { type: "string" } },
});
`;

export interface TempProject {
  readonly root: string;
  readonly path: (...parts: string[]) => string;
  readonly write: (path: string, text: string | Buffer) => Promise<void>;
  /** Run one command in this process, with the project as its working folder. */
  readonly run: (
    args: readonly string[],
    options?: {
      readonly env?: Record<string, string>;
      readonly signal?: AbortSignal;
      readonly clock?: Clock;
      /** How commands wait that go by `clock`; without it by the machine's timers. */
      readonly wait?: (ms: number) => Promise<void>;
      /** Called by a command that a person leaves running; without it memory is as it is. */
      readonly spareMemory?: () => void;
      /** What a person at a terminal types at the first question; without it nobody sits there. */
      readonly types?: string;
      /** A terminal shows what is written. */
      readonly watches?: boolean;
      /** What is seen of addresses and DNS; without it no network answers. */
      readonly network?: Network;
      /** Where links lead; without it no name is known. */
      readonly sites?: Sites;
    },
  ) => Promise<Result>;
}

/** Run a command as a person does: a process of its own, with nothing of ours in its environment. */
export function runProcess(cwd: string, args: readonly string[]): Promise<Result> {
  const main = resolve("src/cli/main.ts");
  const { promise, resolve: done } = Promise.withResolvers<Result>();
  const { PATH = "" } = process.env;
  execFile(process.execPath, [main, ...args], { cwd, env: { PATH } }, (error, stdout, stderr) => {
    const exit = error === null ? 0 : Number(error.code);
    done({ exit, stdout, stderr, output: stdout + stderr });
  });
  return promise;
}

export interface Result {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a person sees them. */
  readonly output: string;
}

/** A project in a folder of its own with this repository's templates, removed when the test is over. */
export async function tempProject(files: Readonly<Record<string, string>> = {}): Promise<TempProject> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-cli-"));
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  const write = async (path: string, text: string | Buffer) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await cp(resolve("templates"), join(root, "templates"), { recursive: true });
  await write("newsletter.config.ts", CONFIG);
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return {
    root,
    path: (...parts) => join(root, ...parts),
    write,
    run: (args, options) => run(root, args, options),
  };
}

/** An issue with nothing to find; `lines` are further lines of front matter. */
export function issue(lines: readonly string[] = [], body = BODY): string {
  const matter = lines.some((line) => line.startsWith("title:")) ? [] : ["title: How a letter is made"];
  return ["---", ...matter, PREVIEW, ...lines, "---", "", body, ""].join("\n");
}

const PREVIEW = "preview_text: From the first line to the last reader, with all that can go wrong between.";
const BODY = "A letter begins with a line that somebody wants to read.\n\nIt ends with a name.";

/** What a progress bar asks of a terminal. */
const TERMINAL = {
  isTTY: true,
  columns: 80,
  cursorTo: () => true,
  clearLine: () => true,
  moveCursor: () => true,
};

async function run(
  root: string,
  args: readonly string[],
  {
    env = {},
    signal = new AbortController().signal,
    clock = { now: () => NOW },
    wait,
    spareMemory,
    types,
    watches = false,
    network = OFFLINE,
    sites = NOWHERE,
  }: Parameters<TempProject["run"]>[1] = {},
): Promise<Result> {
  const written: { to: "stdout" | "stderr"; text: string }[] = [];
  const sink = (to: "stdout" | "stderr") =>
    new Writable({
      write(chunk, _, done) {
        written.push({ to, text: String(chunk) });
        done();
      },
    });
  const exit = await main(args, {
    stdout: sink("stdout"),
    stderr: watches ? Object.assign(sink("stderr"), TERMINAL) : sink("stderr"),
    stdin:
      types === undefined ? process.stdin : Object.assign(Readable.from([`${types}\n`]), { isTTY: true }),
    // A SpamAssassin of the machine would have its own opinion; nothing listens at this port.
    env: { SPAMD: "127.0.0.1:9", ...env },
    cwd: root,
    clock,
    ...(wait === undefined ? {} : { wait }),
    ...(spareMemory === undefined ? {} : { spareMemory }),
    network,
    sites,
    signal,
  });
  const of = (to: string) =>
    written
      .filter((one) => one.to === to)
      .map(({ text }) => text)
      .join("");
  expectDocument(args, exit, of("stdout"));
  return {
    exit,
    stdout: of("stdout"),
    stderr: of("stderr"),
    output: written.map(({ text }) => text).join(""),
  };
}
