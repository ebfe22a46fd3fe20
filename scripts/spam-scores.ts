/**
 * The score that a real SpamAssassin gives every sample in both template families: the issues of this repository and those of
 * test/preflight/sound. `node scripts/spam-scores.ts` starts `spamd` for itself with its local tests (`apt-get install spamassassin
 * spamd`), or asks the one that SPAMD names. Exit code 1 where a score is MOST or more.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { makeEmail } from "#src/app/compose/make-email.ts";
import { readSpamd } from "#src/app/config.ts";
import { askSpamd, type SpamdAddress } from "#src/app/facts/ask-spamd.ts";
import { sampleMail } from "#src/app/facts/sample-mail.ts";
import { messageOf } from "#src/model/errors.ts";
import { loadProject } from "#src/project/load-project.ts";
import { soundIssues } from "./preflight/corpora.ts";

const MOST = 0.5;
const NOW = Date.now();
/** How long spamd may take to start: it reads its rules once, which takes a busy machine a while. */
const START_MS = 600_000;
const ANSWER_MS = 120_000;
const FAMILIES = ["interview", "digest"] as const;
const CONFIG = (template: string) => `export default {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  reply_to: "letters@news.example.org",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  template: "${template}",
};\n`;

const server =
  process.env["SPAMD"] === undefined ? await startSpamd() : { at: readSpamd(process.env), child: null };
let worst = -Infinity;
let unscored = 0;
try {
  await score(process.cwd(), "");
  for (const family of FAMILIES) await scoreSound(family);
} finally {
  server.child?.kill();
}
console.log(
  `The highest score is ${worst.toFixed(1)}; it should stay below ${MOST}. ${unscored} made no email.`,
);
process.exitCode = worst < MOST && unscored === 0 ? 0 : 1;

async function scoreSound(family: string): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "letterpress-spam-"));
  try {
    await cp("templates", join(root, "templates"), { recursive: true });
    await writeFile(join(root, "newsletter.config.ts"), CONFIG(family));
    await mkdir(join(root, "issues"));
    for (const { name, text, pictures } of await soundIssues()) {
      const folder = join(root, "issues", `2026-12-01-${name}`);
      if (pictures !== null) await cp(pictures, folder, { recursive: true });
      const file = pictures === null ? `${folder}.md` : join(folder, "index.md");
      await writeFile(file, text.replace(/^template: .*\n/m, ""));
    }
    await score(root, `${family}: `);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function score(root: string, label: string): Promise<void> {
  const project = await loadProject(root);
  for (const parsed of project.issues) {
    const { email, findings } = await makeEmail(project, parsed, { ledger: null });
    const { slug } = parsed.source;
    if (email === null) {
      console.log(`     –  ${label}${slug}: ${findings[0]?.message ?? "no email"}`);
      unscored += 1;
      continue;
    }
    const sample = { email, newsletter: project.newsletter, slug, now: NOW };
    const { score: points, rules } = await askSpamd(server.at, () => sampleMail(sample), ANSWER_MS);
    worst = Math.max(worst, points);
    console.log(`${points.toFixed(1).padStart(6)}  ${label}${slug}  ${rules.join(",")}`);
  }
}

/**
 * Starts spamd with local tests alone: a test that depends on the network says nothing about the letter, and its result
 * differs from day to day.
 */
async function startSpamd(): Promise<{ at: SpamdAddress; child: ChildProcess }> {
  const at = { host: "127.0.0.1", port: await freePort() };
  const local = ["--local", "--nouser-config", "--max-children=1", "--min-children=1"];
  const noMemory = ["--cf=use_bayes 0", "--cf=use_auto_welcomelist 0"];
  const child = spawn("spamd", [...local, ...noMemory, `--listen=${at.host}:${at.port}`], {
    stdio: "ignore",
  });
  let fault: string | null = null;
  child.on("error", (error) => (fault = messageOf(error)));
  child.on("exit", (code) => (fault ??= `spamd ended with ${code}`));
  for (const end = Date.now() + START_MS; Date.now() < end;) {
    if (fault !== null) break;
    await wait(500);
    try {
      await askSpamd(at, async () => Buffer.from("Subject: hello\r\n\r\nHello.\r\n"), ANSWER_MS);
      return { at, child };
    } catch {
      // spamd is still reading its rules.
    }
  }
  child.kill();
  throw new Error(`spamd does not start (${fault ?? "no answer"}): apt-get install spamassassin spamd`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
