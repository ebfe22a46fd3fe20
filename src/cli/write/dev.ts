import { once } from "node:events";
import { spawn } from "node:child_process";
import { WEBHOOK_PATH } from "#src/app/connect/webhook-events.ts";
import { openApp } from "#src/app/open-app.ts";
import { keepSandboxPlace, projectAt } from "#src/app/sandbox-place.ts";
import { deliverHere } from "#src/app/studio/deliver-here.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { printLine } from "#src/cli/print/print-line.ts";
import { count, print, printNote, style } from "#src/cli/print/print.ts";
import { announce } from "#src/cli/with-app.ts";
import type { DevOptions } from "./options.ts";
import { startDev } from "./start-dev.ts";

/** Run the preview and the sandbox until stopped. Always uses the sandbox's own ledger, whatever the environment says. */
export async function dev(options: DevOptions, io: Io): Promise<number> {
  const { project: root } = options;
  // A config that cannot be read is an error here, and not on a page that nobody has opened yet.
  const { issues } = await openProject(options, io);
  await using sandbox = await startSandbox({
    port: options.sandboxPort,
    project: projectAt(root),
    report: (error) => report(io, options, `sandbox: ${error.message}`),
  }).catch((error: unknown) => {
    if (!(error instanceof LetterpressError && error.code === "project/port-in-use")) throw error;
    const hint = "Choose another port for the sandbox with --sandbox-port; 0 takes any free one.";
    throw new LetterpressError(error.code, error.message, { cause: error, hint });
  });
  using _place = keepSandboxPlace(root, sandbox.url);
  // What is scheduled here is delivered to this sandbox, and to none that another command started.
  const config = { baseUrl: sandbox.url };
  await using app = await openApp({ root, env: {}, sandbox: true, create: true, clock: io.clock, config });
  await using preview = await startDev({
    root,
    port: options.port,
    sandboxUrl: sandbox.url,
    app,
    clock: io.clock,
  });
  // What becomes of mail is heard here: without it a report would wait for word of every mail, for ever.
  for (const secret of app.config.webhookSecrets.slice(0, 1))
    sandbox.webhooks.add({ endpoint: preview.url + WEBHOOK_PATH, secret });
  const onError = (error: unknown) => report(io, options, `send: ${messageOf(error)}`);
  const delivering = deliverHere(app, { signal: io.signal, onError });
  announce(app, io);
  if (options.json) {
    const { length } = issues;
    printLine(io, "dev.started", { url: preview.url, sandbox_url: sandbox.url, issues: length });
  } else {
    print(
      io,
      `Preview  ${style(io.stdout, "strong", preview.url)}  ${count(issues.length, "issue")}, live as you save`,
    );
    print(io, `Sandbox  ${style(io.stdout, "strong", sandbox.url)}  its inbox; nobody is mailed`);
    print(io, "Stop with Ctrl-C.");
  }
  if (options.open) openBrowser(preview.url, io);
  if (!io.signal.aborted) await once(io.signal, "abort");
  await delivering;
  if (options.json) printLine(io, "dev.stopped");
  return 0;
}

function report(io: Io, { json }: DevOptions, message: string): void {
  if (json) printLine(io, "error", { message });
  else printNote(io, message);
}

function openBrowser(url: string, io: Io): void {
  const command = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  child.on("error", () => printNote(io, `Could not start a browser. Open ${url} yourself.`));
  child.unref();
}
