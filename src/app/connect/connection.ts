import { resolve } from "node:path";
import type { Resend } from "resend";
import type { ResendConfig } from "#src/app/config.ts";
import { type Wait, createPacer } from "#src/app/hosted/create-pacer.ts";
import type { Check } from "./check.ts";
import type { Clock } from "#src/model/clock.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import type { Page } from "#src/resend/broadcasts.ts";
import { createClient } from "#src/resend/create-client.ts";
import type { Network } from "./network.ts";

/** What the checks need to look. */
export interface Connection {
  readonly config: ResendConfig;
  /** With the address that PUBLIC_URL names. */
  readonly newsletter: Newsletter;
  readonly network: Network;
  /** The absolute path of the file that keeps the webhook's secret. */
  readonly envFile: string;
  /** Null without a key. */
  readonly client: Resend | null;
  /** Asks Resend, paced. Without a key, each question is answered as if Resend refused the key. */
  readonly ask: <T>(call: (client: Resend) => Promise<Answer<T>>) => Promise<Answer<T>>;
}

/** A check, and what `connect` would do about it. */
export interface Found {
  readonly check: Check;
  readonly remedy: Remedy | null;
}

export interface Remedy {
  /** What the remedy does, as the words after "Would": "create a webhook for …". */
  readonly what: string;
  /** Whether a person must say yes first: the remedy cannot be taken back, or it would make a mistyped name of the config real. */
  readonly asks: boolean;
  /** Applies the remedy and returns what the check says then. */
  readonly apply: () => Promise<Check>;
}

/** Most tries of one request that Resend calls too early: a team with a send under way has little room for questions. */
const MOST_BUSY = 5;

/**
 * Opens nothing that must be closed. `envFile` is relative to the project's root. Throws
 * `config/environment` for a key or address that cannot be one.
 */
export function openConnection(
  config: ResendConfig,
  options: {
    readonly newsletter: Newsletter;
    readonly network: Network;
    readonly envFile: string;
    readonly clock: Clock;
    readonly wait: Wait;
  },
): Connection {
  const { newsletter, network, clock, wait } = options;
  const { apiKey, baseUrl, root } = config;
  const client = apiKey === null ? null : createClient({ apiKey, baseUrl });
  const pacer = createPacer({ clock, wait, most: MOST_BUSY });
  return {
    config,
    newsletter,
    network,
    envFile: resolve(root, options.envFile),
    client,
    ask: async (call) => (client === null ? NO_KEY : pacer(() => call(client))),
  };
}

const NO_KEY = {
  kind: "forbidden",
  message: "RESEND_API_KEY is not set",
  sendsOnly: false,
  limits: { limit: null, remaining: null },
  at: null,
} as const;

/** Reads every page of a list. Returns the first answer that is not `done` if the list cannot be read to its end. */
export async function askWhole<T extends { readonly id: string }>(
  { ask }: Pick<Connection, "ask">,
  page: (client: Resend, after: string | null) => Promise<Answer<Page<T>>>,
): Promise<Answer<readonly T[]>> {
  const items = new Map<string, T>();
  for (let after: string | null = null; ;) {
    const last: string | null = after;
    const answer: Answer<Page<T>> = await ask((client) => page(client, last));
    if (answer.kind !== "done") return answer;
    const before = items.size;
    for (const item of answer.value.items) items.set(item.id, item);
    // After a page without anything new, the questions would never end.
    if (!answer.value.hasMore || items.size === before) return { ...answer, value: [...items.values()] };
    after = answer.value.items.at(-1)?.id ?? null;
  }
}

/** Why something could not be found out, and what would find it out. */
export function whyUnknown(answer: Exclude<Answer<unknown>, { readonly kind: "done" }>): {
  readonly says: string;
  readonly next: string | null;
} {
  const again = "Run `letterpress doctor` again.";
  switch (answer.kind) {
    case "forbidden":
      return answer.sendsOnly
        ? {
            says: "this key may only send",
            next: "To check this too, run `letterpress doctor` once with RESEND_API_KEY set to a key with full access. Sending needs none.",
          }
        : { says: "the key does not work", next: null };
    case "gone":
      return { says: "Resend answered 404: not found", next: null };
    case "busy":
      return { says: "Resend answered 429: too many requests", next: again };
    case "refused":
      return { says: answer.message, next: null };
    case "unclear":
      return { says: answer.message, next: again };
  }
}
