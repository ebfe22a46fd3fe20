import { validate } from "node-cron";
import type { Config } from "#src/app/config.ts";
import { type Log, createLog, secretsOf } from "#src/app/create-log.ts";
import { followBranch } from "#src/app/job/follow-branch.ts";
import { createMetrics } from "#src/app/job/metrics.ts";
import { lastNewsletter } from "#src/app/last-newsletter.ts";
import { mailRemark } from "#src/app/share/mail-remark.ts";
import type { ScheduleChange } from "#src/app/schedule/read-schedule.ts";
import { hearSandbox } from "#src/app/job/hear-sandbox.ts";
import { runJob } from "#src/app/job/run-job.ts";
import { scrub } from "#src/app/job/scrub.ts";
import type { TickReport } from "#src/app/job/tick.ts";
import { watchBrake } from "#src/app/schedule/watch-brake.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { asLedgerError } from "#src/store/database/open-ledger.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject, textsOf } from "#src/cli/open-project.ts";
import { print, printNote, style } from "#src/cli/print/print.ts";
import { printChanges } from "#src/cli/send/print-changes.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { ServeOptions } from "./options.ts";

/** Run the scheduled job, and answer webhooks, images and readers' pages, until stopped. */
export async function serve(options: ServeOptions, io: Io): Promise<number> {
  const every = options.every.trim();
  if (!validate(every)) {
    const message = `Expected --every to be a cron pattern such as "*/5 * * * *", got ${options.every}.`;
    throw new LetterpressError("usage/invalid", message);
  }
  const files = options.from === undefined ? undefined : await followBranch(options.project, options.from);
  const read = await openProject({ ...options, project: files?.root ?? options.project }, io).catch(
    (error: unknown) => {
      if (isConfigFault(error)) return null;
      throw error;
    },
  );
  const format = options.json ? "json" : options.log;
  const json = (format ?? (io.stdout.isTTY === true ? "text" : "json")) === "json";
  return withApp(
    {
      ...options,
      mails: true,
      files,
      log: (config) => (json ? createLog(io.stdout, config) : createTextLog(io, config)),
      metrics: createMetrics,
    },
    io,
    async (app) => {
      const { config, ledger } = app;
      const onError = (error: unknown) => app.log("error", factsOf(asLedgerError(error, ledger)));
      using brakes = watchBrake(app, { onError });
      const pagesOf = (newsletter: Newsletter) =>
        createWeb({
          ledger,
          newsletter,
          tokenKeys: config.tokenKeys,
          webhookSecrets: config.webhookSecrets,
          suppressionKey: config.suppressionKey,
          trustProxy: config.trustProxy,
          onEvent: brakes.event,
          onRemark: (remark) => mailRemark(app, newsletter, remark),
          ...(app.metrics === null ? {} : { metrics: app.metrics }),
          onError,
        });
      // Readers leave and Resend reports events, whatever state the config is in; the first pass says what is wrong with it.
      const newsletter = read?.newsletter ?? withUrl(await lastNewsletter(ledger), config);
      let pages = pagesOf(newsletter);
      let isStale = read === null;
      // The sandbox's readers are on this machine; readers of a real newsletter are not.
      const host = options.host ?? (config.destination === "sandbox" ? "127.0.0.1" : "0.0.0.0");
      const web = await listen(
        { fetch: (...request) => pages.fetch(...request) },
        { port: options.port, host },
      );
      try {
        // The sandbox stops reporting to this port before the server closes: another program may get the port next.
        await using ear = hearSandbox(config, web.url);
        const sandbox = (await ear?.register()) ?? null;
        if (json) {
          app.log("serve.started", { url: web.url, public_url: newsletter.url, every });
        } else {
          const { name, url } = newsletter;
          const when = `The project is read at "${every}" (cron).`;
          print(io, `Serving ${name} at ${style(io.stdout, "strong", web.url)}, for ${url}.`);
          print(io, `Set Resend's webhook to ${url}/webhooks/resend. ${when}`);
          if (config.destination === "sandbox") print(io, hearsOf(ear !== null, sandbox, web.url));
        }
        const printChange = json ? null : createChangePrinter(io);
        const onTick = (report: TickReport): void => {
          if (isStale && report.project !== null) {
            pages = pagesOf(report.project.newsletter);
            isStale = false;
          }
          printChange?.(report);
          void ear?.register();
        };
        await runJob(app, { signal: io.signal, pattern: every, onTick, onError });
      } finally {
        await web.close();
      }
      if (json) app.log("serve.stopped");
      else print(io, "Stopped. Batches in flight are settled, or wait with their keys for the next start.");
      return 0;
    },
  );
}

/** Says from which sandbox the server hears what becomes of mail, or how it will hear from one. */
function hearsOf(canHear: boolean, sandbox: string | null, served: string): string {
  if (!canHear)
    return `It hears of deliveries, bounces and clicks from a sandbox started with \`letterpress sandbox --webhook ${served}/webhooks/resend\`.`;
  return sandbox === null
    ? "No sandbox answers yet. Once `letterpress sandbox` runs, it hears of deliveries, bounces and clicks at the next reading."
    : `It hears of deliveries, bounces and clicks from the sandbox at ${sandbox}.`;
}

/** Whether the config is missing, cannot be read or throws an error of its own; a wrong environment is a different error. */
function isConfigFault(error: unknown): boolean {
  return (
    !(error instanceof LetterpressError) || error.code === "config/invalid" || error.code === "config/missing"
  );
}

function withUrl(newsletter: Newsletter, { publicUrl }: Config): Newsletter {
  return publicUrl === null ? newsletter : { ...newsletter, url: publicUrl };
}

/** The same log as text, for people at a terminal. */
function createTextLog(io: Io, config: Config): Log {
  const secrets = secretsOf(config);
  return (event, facts = {}) => {
    // The changes of issues are printed with their findings, once and not every minute.
    if (event.startsWith("issue.")) return;
    const line = scrub(lineOf(io.clock.now(), event, facts), secrets);
    if (event === "error") printNote(io, line);
    else print(io, line);
  };
}

/** Prints what a pass changed, and what it refused if that differs from the pass before. */
function createChangePrinter(io: Io): (report: TickReport) => void {
  let before = new Map<string, string>();
  return ({ project, changes }) => {
    const now = new Map(changes.map((change) => [change.slug, keyOf(change)]));
    const fresh = changes.filter((change) => before.get(change.slug) !== keyOf(change));
    before = now;
    printChanges(io, fresh, project === null ? new Map() : textsOf(project));
  };
}

function keyOf({ change, send, findings }: ScheduleChange): string {
  return JSON.stringify([change, send?.due_at, send?.email_digest, findings.map(({ message }) => message)]);
}

function lineOf(now: number, event: string, facts: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(facts).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [`${name}=${wordOf(value)}`],
  );
  return [new Date(now).toISOString(), event, ...words].join(" ");
}

function wordOf(value: unknown): string {
  return typeof value === "string" && /^[\w.:/@-]+$/.test(value) ? value : JSON.stringify(value);
}

function factsOf(error: unknown): { message: string; code?: string; next?: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof LetterpressError && error.hint !== "")
    return { message, code: error.code, next: error.hint };
  return error instanceof Error && "code" in error ? { message, code: String(error.code) } : { message };
}
