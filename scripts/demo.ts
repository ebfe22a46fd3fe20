/**
 * The whole pipeline on the sample newsletter: 250 readers, an issue a few seconds ahead, node-cron, batches, events,
 * the report, and then the studio. Always on a ledger and a sandbox of its own, whatever the environment says.
 * `npm start -- --once` ends after the report.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { parseArgs, styleText } from "node:util";
import { applyBrake } from "#src/app/schedule/apply-brake.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { type App, openApp } from "#src/app/open-app.ts";
import { runJob } from "#src/app/job/run-job.ts";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { deliverHere } from "#src/app/studio/deliver-here.ts";
import { startDev } from "#src/cli/write/start-dev.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { loadProject } from "#src/project/load-project.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";
import { buildReport } from "#src/track/build-report.ts";
import { matchWaiting } from "#src/track/take-event.ts";
import { reportText } from "#src/track/report-text.ts";
import { sampleReaders } from "./sample-readers.ts";

const ROOT = resolve(import.meta.dirname, "..");
const SLUG = "from-markdown-to-inbox";
const READERS = 250;
/** How long the demonstration may take before it fails and says what it was waiting for. */
const PATIENCE_MS = 50_000;

const { values: flags } = parseArgs({
  options: { once: { type: "boolean", default: false }, port: { type: "string", default: "4400" } },
});
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

say("Letterpress", "from Markdown to the inbox, on a sandbox: nobody is mailed.");
await mkdir(join(ROOT, ".letterpress"), { recursive: true, mode: 0o700 });
const folder = await mkdtemp(join(ROOT, ".letterpress", "demo-"));
try {
  await demonstrate(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function demonstrate(root: string): Promise<void> {
  for (const part of ["issues", "templates", "newsletter.config.ts"]) {
    await cp(join(ROOT, part), join(root, part), { recursive: true });
  }
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  await using sandbox = await startSandbox();
  const webhook = sandbox.webhooks.add({ endpoint: `${publicUrl}/webhooks/resend` });
  await using app = await openApp({
    root,
    env: {},
    sandbox: true,
    create: true,
    clock: { now: Date.now },
    config: {
      ledgerUrl: "sqlite:ledger.db",
      apiKey: sandbox.sendingKey,
      baseUrl: sandbox.url,
      webhookSecrets: [webhook.signingSecret],
      publicUrl,
    },
  });
  const { newsletter } = await loadProject(root, { url: publicUrl });
  const pages = createWeb({
    ledger: app.ledger,
    newsletter,
    tokenKeys: app.config.tokenKeys,
    webhookSecrets: app.config.webhookSecrets,
    suppressionKey: app.config.suppressionKey,
    onEvent: (sendId) => void applyBrake(app, sendId),
  });
  const web = await listen(pages, { port, host: "127.0.0.1" });
  try {
    await prepare(app, publicUrl);
    await send(app);
    await report(app, sandbox);
    if (!flags.once && !stop.signal.aborted) await keepStudioOpen(app, sandbox);
  } finally {
    await web.close();
  }
}

/** Imports readers from a CSV, then gives the interview a time a few seconds ahead. */
async function prepare(app: App, publicUrl: string): Promise<void> {
  const { root } = app.config;
  const { newsletter } = await loadProject(root, { url: publicUrl });
  const csv = join(root, "readers.csv");
  await writeFile(csv, sampleReaders(READERS));
  const list = Object.keys(newsletter.lists)[0] ?? "";
  const imported = await importSubscribers(app.ledger, csv, {
    list,
    newsletter,
    suppressionKey: app.config.suppressionKey,
    source: "readers.csv",
    // The readers are made up for the demo, so there is nobody whose consent could be missing.
    unstated: "active",
  });
  say("Readers", `${imported.new} imported from readers.csv into the list ${list}; nobody was mailed.`);

  const path = join(
    root,
    (await loadProject(root)).issues.find(({ source }) => source.slug === SLUG)?.source.path ?? "",
  );
  // The file's own date would contradict a time that is a few seconds from now.
  const ready = (await readFile(path, "utf8"))
    .replace(/^date: .*\n/m, "")
    .replace(/^draft: true$/m, "draft: false");
  await writeFile(path, ready);
  const project = await loadProject(root, { url: publicUrl });
  for (const parsed of project.issues) {
    const { email, findings } = await composeIssue(project, parsed, { now: Date.now(), ledger: app.ledger });
    const errors = findings.filter(({ severity }) => severity === "error").length;
    const warnings = findings.filter(({ severity }) => severity === "warning").length;
    say(
      "Check",
      `${parsed.source.path}: ${errors} errors, ${warnings} warnings, ${email === null ? "not rendered" : `digest ${email.digest.slice(0, 12)}`}`,
    );
    for (const { severity, line, message } of findings.filter((finding) => finding.severity === "error"))
      say("", `line ${line}: ${severity}: ${message}`);
  }
  // This comes last: on a slow machine the checks above would use up the seconds, and the issue would be missed.
  const dueAt = Math.ceil((Date.now() + 4000) / 1000) * 1000;
  await writeFile(path, ready.replace(/^draft: false$/m, `$&\nsend_at: ${new Date(dueAt).toISOString()}`));
  say("Schedule", `“${SLUG}” says it is to be sent ${instantInWords(dueAt, newsletter.timezone)}.`);
}

/** Runs the scheduled job until the send is over. */
async function send(app: App): Promise<void> {
  const done = new AbortController();
  const late = setTimeout(() => done.abort(new Error("The demonstration took too long.")), PATIENCE_MS);
  await runJob(app, {
    signal: AbortSignal.any([stop.signal, done.signal]),
    pattern: "* * * * * *",
    onTick: ({ changes, started }) => {
      for (const { slug, change, findings } of changes) {
        say("Job", `${slug}: ${change}.`);
        for (const { message } of findings.filter(({ severity }) => severity === "error")) say("", message);
        if (change === "refused" || change === "missed") done.abort(new Error(`The issue was ${change}.`));
      }
      for (const { send: due } of started)
        say("Job", `node-cron fired, the audience is frozen: send ${due.public_id}.`);
    },
    onFinished: ({ state }) => {
      say(
        "Job",
        `every batch was handed to the sandbox through Resend's SDK: ${state.replaceAll("_", " ")}.`,
      );
      done.abort();
    },
    onError: (error) => done.abort(error),
  });
  clearTimeout(late);
  if (done.signal.reason instanceof Error && done.signal.reason.name !== "AbortError")
    throw done.signal.reason;
}

/** Wait for the signed events, then read the books. */
async function report(app: App, sandbox: Sandbox): Promise<void> {
  if (stop.signal.aborted) return;
  await sandbox.webhooks.flush();
  await matchWaiting(app.ledger);
  say("Events", "signed webhooks came back; some bounced, one complained; all are recorded.");
  console.log(`\n${reportText(await buildReport(app.ledger, SLUG))}`);
}

/** Shows your issues, beside the readers, sends and mail of the demonstration. */
async function keepStudioOpen(app: App, sandbox: Sandbox): Promise<void> {
  const hosted = () => {
    throw new Error("The readers of the demonstration are in its own ledger.");
  };
  const { signal } = stop;
  await using dev = await startDev({
    root: ROOT,
    port: Number(flags.port),
    hasInbox: true,
    beside: { app, sandbox, mailer: { destination: "sandbox", app, hosted } },
    // The address of the pictures in the mailed issue.
    url: app.config.publicUrl,
  });
  const delivering = deliverHere(app, { signal, onError: console.error });
  say("Studio", `${dev.url}  your issues, live as you save`);
  say("Inbox", `${sandbox.url}  what ${READERS} readers received`);
  say("", "Stop with Ctrl-C.");
  await once(signal, "abort");
  await delivering;
}

function say(label: string, text: string): void {
  console.log(`${styleText("bold", label.padEnd(12))}${text}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
