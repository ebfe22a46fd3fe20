import type { Config } from "#src/app/config.ts";
import { otherOwner } from "#src/app/refuse-other-sandbox.ts";
import { sandboxUrl } from "#src/app/sandbox-place.ts";
import { WEBHOOK_PATH } from "#src/app/connect/webhook-events.ts";

const PATIENCE_MS = 2_000;

/** Makes a sandbox on this machine tell `serve` what becomes of mail. Disposing it removes the webhooks that it added. */
export interface SandboxEar extends AsyncDisposable {
  /** Returns the sandbox that reports here; null if none answers yet. Call it at each tick: a sandbox that restarts has forgotten us. */
  readonly register: () => Promise<string | null>;
}

/**
 * Without the sandbox's webhook `report` would wait forever for events of every mail. Null for Resend itself, whose webhook a
 * person sets up, and for a `serve` that does not answer at a loopback address: a sandbox must not post to other machines.
 */
export function hearSandbox(
  config: Pick<Config, "root" | "destination" | "baseUrl" | "webhookSecrets">,
  served: string,
): SandboxEar | null {
  const here = loopback(served);
  const [secret] = config.webhookSecrets;
  if (config.destination !== "sandbox" || here === null || secret === undefined) return null;
  const endpoint = here + WEBHOOK_PATH;
  /** Ids of the webhooks that this process has added, by sandbox. A webhook that a person gave to `sandbox --webhook` stays. */
  const added = new Map<string, string>();
  let last: Promise<string | null> = Promise.resolve(null);
  const register = async (): Promise<string | null> => {
    // Other commands mail to the sandbox that was started last, even if another one ran when this process began.
    const sandbox = loopback(sandboxUrl(config.root) ?? config.baseUrl);
    if (sandbox === null) return null;
    // A sandbox of another project may have taken the port meanwhile: its mail does not concern us.
    if ((await otherOwner({ ...config, baseUrl: sandbox })) !== null) return null;
    const answer = await ask(`${sandbox}/_sandbox/webhooks`, "PUT", { endpoint, secret });
    if (answer === null) return null;
    if (answer.added === true && answer.id !== undefined) added.set(sandbox, answer.id);
    return sandbox;
  };
  return {
    register: () => (last = last.then(register)),
    [Symbol.asyncDispose]: async () => {
      await last;
      for (const [sandbox, id] of added) await ask(`${sandbox}/_sandbox/webhooks/${id}`, "DELETE", {});
    },
  };
}

/** The address at which other programs on this machine reach a server of this machine; null for any other server. */
function loopback(address: string): string | null {
  const url = new URL(address);
  // A server that is bound to every address answers at the loopback address too.
  if (/^(?:0\.0\.0\.0|\[::\])$/.test(url.hostname)) url.hostname = "127.0.0.1";
  return /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname) ? url.origin : null;
}

interface Answered {
  readonly id?: string;
  readonly added?: boolean;
}

/** Null if nothing answers, or if the program that answers is no sandbox. */
async function ask(url: string, method: string, body: object): Promise<Answered | null> {
  try {
    const response = await fetch(url, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const answer = (await response.json()) as Answered;
    return response.ok ? answer : null;
  } catch {
    return null;
  }
}
