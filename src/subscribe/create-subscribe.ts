import { createHandler, type SubscribeContext } from "./create-handler.ts";
import type { SubscribeConfig } from "./settings.ts";
import type { SubscribeOptions } from "./options.ts";

export type { Challenge, SubscribeOptions } from "./options.ts";
export type { SubscribeConfig } from "./settings.ts";
export type { SubscribeContext } from "./create-handler.ts";

/** Answers the requests of one form and of the links in its mails. */
export type Subscribe = (request: Request, context: SubscribeContext) => Promise<Response>;

/**
 * Creates the form for a newsletter whose subscribers live at Resend, as a function that needs only web standards: for
 * Cloudflare, Vercel, Netlify, Deno, Bun and `node:http`. Takes what newsletter.config.ts exports. The function stores
 * nothing; docs/subscribe.md says what it cannot prevent because of that. Throws `config/invalid` for a config that it
 * could not work with.
 *
 * @example
 * ```ts
 * import { createSubscribe } from "letterpress/subscribe";
 * import newsletter from "./newsletter.config.ts";
 *
 * const subscribe = createSubscribe(newsletter);
 * export default { fetch: (request: Request, env: object) => subscribe(request, { env }) };
 * ```
 */
export function createSubscribe(config: SubscribeConfig, options: SubscribeOptions = {}): Subscribe {
  const world = {
    now: () => Date.now(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    timeout: (ms: number) => AbortSignal.timeout(ms),
  };
  return createHandler(config, options, world);
}
