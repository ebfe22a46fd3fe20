import { once } from "node:events";
import { readConfig } from "#src/app/config.ts";
import { startSandbox } from "#src/sandbox/start-sandbox.ts";
import type { Io } from "#src/cli/io.ts";
import { print, printNote, style } from "#src/cli/print/print.ts";
import type { SandboxOptions } from "./options.ts";

/** Run the local stand-in for Resend until stopped. */
export async function sandbox(options: SandboxOptions, io: Io): Promise<number> {
  const { webhookSecrets } = readConfig({ root: options.project, env: {}, sandbox: true });
  const secret = webhookSecrets[0] ?? "";
  await using running = await startSandbox({
    port: options.port,
    webhooks: options.webhook.map((endpoint) => ({ endpoint, secret })),
    report: (error) => printNote(io, `sandbox: ${error.stack ?? error.message}`),
  });
  print(io, `The sandbox and its inbox are at ${style(io.stdout, "strong", running.url)}. Nobody is mailed.`);
  print(io);
  print(io, "For a program that uses Resend's SDK:");
  print(io, `  RESEND_BASE_URL=${running.url}`);
  print(io, `  RESEND_API_KEY=${running.apiKey}`);
  for (const endpoint of options.webhook) print(io, `  events go to ${endpoint}, signed with ${secret}`);
  print(io);
  print(io, "Letterpress uses it with --sandbox. Stop it with Ctrl-C, which also deletes all that it holds.");
  if (!io.signal.aborted) await once(io.signal, "abort");
  return 0;
}
