import { once } from "node:events";
import { setTimeout as timer } from "node:timers/promises";
import { openHosted } from "#src/app/hosted/open-hosted.ts";
import { hearSandbox, type SandboxEar } from "#src/app/job/hear-sandbox.ts";
import { type App, openApp } from "#src/app/open-app.ts";
import type { Mailer } from "#src/app/studio/mail-test.ts";
import { keepSandboxPlace, projectAt } from "#src/app/sandbox-place.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { Io } from "#src/cli/io.ts";
import { printLine } from "#src/cli/print/print-line.ts";
import { print, printNote, style } from "#src/cli/print/print.ts";
import { announce } from "#src/cli/with-app.ts";
import type { DevOptions } from "./options.ts";
import type { DevBeside } from "./start-dev.ts";

/** The studio, which is already served. */
interface Served {
  readonly url: string;
  readonly newsletter: Newsletter;
  /** How many issues there are. */
  readonly issues: number;
  /** Gives the studio what was opened for it. */
  readonly open: (beside: DevBeside) => void;
}

/** Open the ledger and the sandbox of a studio, and deliver what is scheduled in the sandbox, until stopped. */
export async function runDev(
  options: DevOptions,
  { url, newsletter, issues, open }: Served,
  io: Io,
): Promise<number> {
  const { project: root, ledger: isReal = false } = options;
  await using sandbox = isReal ? null : await openSandbox(options, io);
  using _place = sandbox && keepSandboxPlace(root, sandbox.url);
  const env = isReal ? io.env : {};
  const opening = { root, env, sandbox: !isReal, clock: io.clock };
  // Subscribers who live at Resend are in no ledger of ours: mail needs only Resend's key.
  const isHosted = isReal && newsletter.audience === "resend";
  await using app = isHosted
    ? null
    : await openApp({
        ...opening,
        create: !isReal,
        mails: isReal,
        ...(sandbox !== null && { config: { baseUrl: sandbox.url } }),
      });
  const wait = async (ms: number) => {
    await (io.wait?.(ms, io.signal) ?? timer(ms, undefined, { signal: io.signal }));
  };
  const hosted = () => openHosted({ ...opening, wait });
  // Without a key the command stops here, and not at the first test.
  if (isHosted) hosted();
  const mailer: Mailer = { destination: isReal ? "resend" : "sandbox", app, hosted };
  open({
    app,
    audience: app && {
      url: app.ledger.url,
      destination: app.ledger.destination,
      suppressionKey: app.config.suppressionKey,
    },
    mailer,
    sandbox,
  });
  await using _ear = await hearOwnSandbox(app, url);
  const onError = (error: unknown) => report(io, options, `send: ${messageOf(error)}`);
  if (app !== null) announce(app, io);
  if (options.json) {
    printLine(io, "dev.started", { url, sandbox_url: sandbox?.url ?? null, issues });
  } else {
    if (sandbox === null)
      print(io, "Mail     through Resend, to real people; each action that mails asks first");
    else print(io, `Sandbox  ${style(io.stdout, "strong", sandbox.url)}  its inbox; nobody is mailed`);
    print(io, "Stop with Ctrl-C.");
  }
  // What is scheduled here is delivered to this sandbox. On the real ledger that is the work of `serve`.
  const deliver = async (opened: App) => {
    const { deliverHere } = await import("#src/app/studio/deliver-here.ts");
    await deliverHere(opened, { signal: io.signal, onError });
  };
  const delivering = isReal || app === null ? null : deliver(app);
  if (!io.signal.aborted) await once(io.signal, "abort");
  await delivering;
  if (options.json) printLine(io, "dev.stopped");
  return 0;
}

async function openSandbox(options: DevOptions, io: Io): Promise<Sandbox> {
  return startSandbox({
    port: options.sandboxPort,
    project: projectAt(options.project),
    report: (error) => report(io, options, `sandbox: ${error.message}`),
  }).catch((error: unknown) => {
    if (!(error instanceof LetterpressError && error.code === "project/port-in-use")) throw error;
    const hint = "Choose another port for the sandbox with --sandbox-port; 0 takes any free one.";
    throw new LetterpressError(error.code, error.message, { cause: error, hint });
  });
}

/** Has the sandbox report to the studio: otherwise a bounce that a person triggers in the inbox would be in no report. */
async function hearOwnSandbox(app: App | null, served: string): Promise<SandboxEar | null> {
  const ear = app && hearSandbox(app.config, served);
  await ear?.register();
  return ear;
}

function report(io: Io, { json }: DevOptions, message: string): void {
  if (json) printLine(io, "error", { message });
  else printNote(io, message);
}
