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

/** What the checks look at. */
export interface Connection {
  readonly config: ResendConfig;
  /** With the address that PUBLIC_URL names. */
  readonly newsletter: Newsletter;
  readonly network: Network;
  /** Keeps the webhook's secret. Absolute. */
  readonly envFile: string;
  /** Null without a key. */
  readonly client: Resend | null;
  /** Paced. Without a key every question is answered as one that Resend refuses. */
  readonly ask: <T>(call: (client: Resend) => Promise<Answer<T>>) => Promise<Answer<T>>;
}

/** A check, and what `connect` would do about it. */
export interface Found {
  readonly check: Check;
  readonly remedy: Remedy | null;
}

export interface Remedy {
  /** What it does, after "Would": "create a webhook for …". */
  readonly what: string;
  /** Only where a person says yes: it cannot be taken back, or a mistyped name in the config would be made real. */
  readonly asks: boolean;
  /** Does it; what the check says then. */
  readonly apply: () => Promise<Check>;
}

/** A team that is under way with a send has little room for questions. */
const MOST_BUSY = 5;

/** Opens nothing that must be closed. `envFile` from the project's root. Throws `config/environment` for a key or address that cannot be one. */
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

/** Every page of a list, or why it could not be read to its end. */
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
    // A page that brings nothing new would be asked for without end.
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
      return { says: "Resend does not tell it here (404)", next: null };
    case "busy":
      return { says: "Resend answers that too many requests are made", next: again };
    case "refused":
      return { says: answer.message, next: null };
    case "unclear":
      return { says: answer.message, next: again };
  }
}
