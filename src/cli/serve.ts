import { applyBrake } from "#src/app/apply-brake.ts";
import type { Log } from "#src/app/open-app.ts";
import type { ScheduleChange } from "#src/app/read-schedule.ts";
import { runJob } from "#src/app/run-job.ts";
import type { TickReport } from "#src/app/tick.ts";
import { createWeb } from "#src/web/create-web.ts";
import { listen } from "#src/web/listen.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { openProject, textsOf } from "./open-project.ts";
import { print, printNote, style } from "./print.ts";
import { printChanges } from "./print-changes.ts";
import { withApp } from "./with-app.ts";

export interface ServeOptions extends GlobalOptions {
  readonly port: number;
  readonly host?: string;
  /** A cron pattern; six fields count seconds. */
  readonly every: string;
}

/** The scheduled job with the webhook, images and readers' own pages beside it, until stopped. */
export async function serve(options: ServeOptions, io: Io): Promise<number> {
  const { newsletter } = await openProject(options, io);
  const log: Log = (event, facts = {}) => {
    // What becomes of issues is printed with its findings, once and not every minute.
    if (!event.startsWith("issue.")) print(io, lineOf(io.clock.now(), event, facts));
  };
  const onError = (error: unknown) =>
    printNote(io, lineOf(io.clock.now(), "error", { message: textOf(error) }));
  return withApp(
    options,
    io,
    async (app) => {
      const { config, ledger } = app;
      const pages = createWeb({
        ledger,
        newsletter,
        tokenKeys: config.tokenKeys,
        webhookSecrets: config.webhookSecrets,
        suppressionKey: config.suppressionKey,
        onEvent: (sendId) => void applyBrake(app, sendId).catch(onError),
        onError,
      });
      // The sandbox's readers are on this machine; a real newsletter's are not.
      const host = options.host ?? (config.destination === "sandbox" ? "127.0.0.1" : "0.0.0.0");
      const web = await listen(pages, { port: options.port, host });
      try {
        print(
          io,
          `Serving ${newsletter.name} at ${style(io.stdout, "strong", web.url)}, for ${newsletter.url}.`,
        );
        print(
          io,
          `Resend's webhook belongs at ${newsletter.url}/webhooks/resend. The project is read at "${options.every}" (cron).`,
        );
        if (config.destination === "sandbox") {
          print(io, `Start its Resend with \`letterpress sandbox --webhook ${web.url}/webhooks/resend\`.`);
        }
        const show = createChangePrinter(io);
        await runJob(app, { signal: io.signal, pattern: options.every, onTick: show, onError });
      } finally {
        await web.close();
      }
      print(io, "Stopped. What was in flight is settled, or kept with its key for the next start.");
      return 0;
    },
    { mails: true, log },
  );
}

/** Prints what a pass changed, and what it refused only when that differs from the pass before. */
function createChangePrinter(io: Io): (report: TickReport) => void {
  let before = new Map<string, string>();
  return ({ project, changes }) => {
    const now = new Map(changes.map((change) => [change.slug, keyOf(change)]));
    const fresh = changes.filter((change) => before.get(change.slug) !== keyOf(change));
    before = now;
    printChanges(io, fresh, textsOf(project));
  };
}

function keyOf({ change, send, findings }: ScheduleChange): string {
  return JSON.stringify([change, send?.due_at, send?.email_digest, findings.map(({ message }) => message)]);
}

function lineOf(now: number, event: string, facts: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(facts).map(([name, value]) => `${name}=${quoted(String(value))}`);
  return [new Date(now).toISOString(), event, ...words].join(" ");
}

function quoted(value: string): string {
  return /^[\w.:/@-]+$/.test(value) ? value : JSON.stringify(value);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
