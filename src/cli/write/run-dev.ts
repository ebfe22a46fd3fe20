import { once } from "node:events";
import { setTimeout as timer } from "node:timers/promises";
import { readBrowserPlaces, readEditor } from "#src/app/config.ts";
import { openHosted } from "#src/app/hosted/open-hosted.ts";
import { hearSandbox, type SandboxEar } from "#src/app/job/hear-sandbox.ts";
import { type App, openApp } from "#src/app/open-app.ts";
import type { Mailer } from "#src/app/studio/mail-test.ts";
import { keepSandboxPlace, projectAt } from "#src/app/sandbox-place.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import type { ProjectFiles } from "#src/project/load-project.ts";
import { type Sandbox, startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { Io } from "#src/cli/io.ts";
import { printLine } from "#src/cli/print/print-line.ts";
import { print, printNote, style } from "#src/cli/print/print.ts";
import { announce } from "#src/cli/with-app.ts";
import type { Door } from "#src/web/studio/open-door.ts";
import type { DevOptions } from "./options.ts";
import { startDev } from "./start-dev.ts";

/** From the start until what is scheduled in the sandbox goes out. */
const DELIVERS_AFTER_MS = 1500;

/** Run the studio of a project whose files were read, until stopped. `url` replaces the newsletter's own. */
export async function runDev(
  options: DevOptions,
  { files, url, door }: { readonly files: ProjectFiles; readonly url: string | null; readonly door: Door },
  io: Io,
): Promise<number> {
  const { project: root, ledger: isReal = false } = options;
  const { issues, newsletter } = files;
  await using sandbox = isReal ? null : await openSandbox(options, io);
  using _place = sandbox && keepSandboxPlace(root, sandbox.url);
  const env = isReal ? io.env : {};
  const opening = { root, env, sandbox: !isReal, clock: io.clock };
  // Subscribers who live at Resend are in no ledger of ours: its key is all that mails.
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
  // Without a key it stops here, and not at the first test.
  if (isHosted) hosted();
  const mailer: Mailer = { destination: isReal ? "resend" : "sandbox", app, hosted };
  await using preview = await startDev({
    root,
    door,
    sandboxUrl: sandbox?.url ?? null,
    app,
    audience: app && {
      url: app.ledger.url,
      destination: app.ledger.destination,
      suppressionKey: app.config.suppressionKey,
    },
    clock: io.clock,
    mailer,
    sandbox,
    // Pictures of a mail to real people are where this says; the sandbox's are here.
    url: isReal ? url : null,
    sites: io.sites,
    places: readBrowserPlaces(io.env),
    editor: readEditor(io.env),
  });
  await using _ear = await hearOwnSandbox(app, preview.url);
  const onError = (error: unknown) => report(io, options, `send: ${messageOf(error)}`);
  // What is scheduled here is delivered to this sandbox. On the real ledger that is the work of `serve`.
  const deliver = async (opened: App) => {
    // It is most of Letterpress, and the first email comes first.
    await timer(DELIVERS_AFTER_MS, undefined, { signal: io.signal }).catch(() => undefined);
    if (io.signal.aborted) return;
    const { deliverHere } = await import("#src/app/studio/deliver-here.ts");
    await deliverHere(opened, { signal: io.signal, onError });
  };
  if (app !== null) announce(app, io);
  if (options.json) {
    const { length } = issues;
    printLine(io, "dev.started", { url: preview.url, sandbox_url: sandbox?.url ?? null, issues: length });
  } else {
    if (sandbox === null)
      print(io, "Mail     through Resend, to real people; each action that mails asks first");
    else print(io, `Sandbox  ${style(io.stdout, "strong", sandbox.url)}  its inbox; nobody is mailed`);
    print(io, "Stop with Ctrl-C.");
  }
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

/** Without it a bounce that one makes happen in the inbox would be in no report. */
async function hearOwnSandbox(app: App | null, served: string): Promise<SandboxEar | null> {
  const ear = app && hearSandbox(app.config, served);
  await ear?.register();
  return ear;
}

function report(io: Io, { json }: DevOptions, message: string): void {
  if (json) printLine(io, "error", { message });
  else printNote(io, message);
}
