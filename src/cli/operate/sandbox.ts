import { once } from "node:events";
import { readConfig } from "#src/app/config.ts";
import { keepSandboxPlace, projectAt } from "#src/app/sandbox-place.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { Io } from "#src/cli/io.ts";
import { printLine } from "#src/cli/print/print-line.ts";
import { print, printNote, style } from "#src/cli/print/print.ts";
import { SANDBOX_PORT, type SandboxOptions } from "./options.ts";

/** Run the local stand-in for Resend until stopped. */
export async function sandbox(options: SandboxOptions, io: Io): Promise<number> {
  const { webhookSecrets } = readConfig({ root: options.project, env: {}, sandbox: true });
  const secret = webhookSecrets[0] ?? "";
  await using running = await startSandbox({
    port: options.port,
    project: projectAt(options.project),
    webhooks: options.webhook.map((endpoint) => ({ endpoint, secret })),
    report: (error) => {
      if (options.json) printLine(io, "error", { message: error.message });
      else printNote(io, `sandbox: ${error.stack ?? error.message}`);
    },
  });
  using place = keepSandboxPlace(options.project, running.url);
  if (options.json) {
    printLine(io, "sandbox.started", { url: running.url, api_key: running.apiKey, webhook_secret: secret });
    if (!io.signal.aborted) await once(io.signal, "abort");
    printLine(io, "sandbox.stopped");
    return 0;
  }
  print(io, `The sandbox and its inbox are at ${style(io.stdout, "strong", running.url)}. Nobody is mailed.`);
  print(io);
  print(io, "For a program that uses Resend's SDK:");
  print(io, `  RESEND_BASE_URL=${running.url}`);
  print(io, `  RESEND_API_KEY=${running.apiKey}`);
  for (const endpoint of options.webhook) print(io, `  events go to ${endpoint}, signed with ${secret}`);
  print(io);
  print(
    io,
    place === null && !running.url.endsWith(`:${SANDBOX_PORT}`)
      ? `--sandbox finds it at port ${SANDBOX_PORT} only, or if it is started in the newsletter's folder.`
      : "Letterpress finds it with --sandbox.",
  );
  print(io, "Stop it with Ctrl-C, which also deletes all that it holds.");
  if (!io.signal.aborted) await once(io.signal, "abort");
  return 0;
}
