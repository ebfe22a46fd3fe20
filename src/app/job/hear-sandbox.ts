import type { Config } from "#src/app/config.ts";
import { otherOwner } from "#src/app/refuse-other-sandbox.ts";
import { sandboxUrl } from "#src/app/sandbox-place.ts";
import { WEBHOOK_PATH } from "#src/app/connect/webhook-events.ts";

const PATIENCE_MS = 2_000;

/** What keeps a sandbox on this machine telling `serve` what becomes of mail. Disposed, it takes its webhooks off again. */
export interface SandboxEar extends AsyncDisposable {
  /** The sandbox that reports here; null where none answers yet. Repeated at each tick: a sandbox that restarts has forgotten us. */
  readonly register: () => Promise<string | null>;
}

/**
 * Without its webhook `report` would wait for word of every mail, for ever. Null for Resend itself, whose webhook a person sets,
 * and for a `serve` that does not answer at a loopback address: a sandbox must not post to other machines.
 */
export function hearSandbox(
  config: Pick<Config, "root" | "destination" | "baseUrl" | "webhookSecrets">,
  served: string,
): SandboxEar | null {
  const here = loopback(served);
  const [secret] = config.webhookSecrets;
  if (config.destination !== "sandbox" || here === null || secret === undefined) return null;
  const endpoint = here + WEBHOOK_PATH;
  /** Ids of the webhooks that this process has added, by sandbox. One that a person gave to `sandbox --webhook` stays. */
  const added = new Map<string, string>();
  let last: Promise<string | null> = Promise.resolve(null);
  const register = async (): Promise<string | null> => {
    // The one started last is where other commands mail, whatever was there when this process began.
    const sandbox = loopback(sandboxUrl(config.root) ?? config.baseUrl);
    if (sandbox === null) return null;
    // One of another project may have taken the port meanwhile: its mail is no news here.
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

/** The address of a server on this machine, as others on it reach it; null for any other. */
function loopback(address: string): string | null {
  const url = new URL(address);
  // Bound to every address, it answers at the loopback one too.
  if (/^(?:0\.0\.0\.0|\[::\])$/.test(url.hostname)) url.hostname = "127.0.0.1";
  return /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname) ? url.origin : null;
}

interface Answered {
  readonly id?: string;
  readonly added?: boolean;
}

/** Null where nothing answers, or something that is no sandbox. */
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
