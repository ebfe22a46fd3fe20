import { html } from "hono/html";
import { joinWordsIn } from "#src/model/words/join-catalogue.ts";
import { noticePage } from "#src/pages/notice-page.ts";
import { pageDocument } from "#src/pages/page-document.ts";
import { pageLanguage } from "#src/pages/page-language.ts";
import { pagePolicy } from "#src/pages/page-policy.ts";
import { pageStyles } from "#src/pages/page-styles.ts";
import { type Account, createAccount } from "./account.ts";
import { answerForm } from "./answer-form.ts";
import { answerLink } from "./answer-link.ts";
import { createEnvironmentReader, type Environment } from "./environment.ts";
import type { SubscribeOptions } from "./options.ts";
import { createCaller, type World } from "./resend-caller.ts";
import { baseAddress, completeConfig, type SubscribeConfig } from "./settings.ts";
import type { Visit } from "./visit.ts";

/** What the host passes along with a request. */
export interface SubscribeContext {
  /** The host's variables: `RESEND_API_KEY` (full access) and `LETTERPRESS_SECRET` (32 random characters or more). */
  readonly env: Environment;
  /** Keeps the function alive until the mail has left, even if the visitor has gone. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
}

/** Creates the handler, with the clock passed in. */
export function createHandler(
  config: SubscribeConfig,
  options: SubscribeOptions,
  world: World,
): (request: Request, context: SubscribeContext) => Promise<Response> {
  const newsletter = completeConfig(config);
  const base = baseAddress(options.url ?? `${newsletter.url}/subscribe`, "options.url");
  const path = new URL(base).pathname;
  const css = pageStyles(newsletter);
  // A value, not a promise: on some hosts a request must not wait for what another request has begun.
  let policy: string | null = null;
  const readEnvironment = createEnvironmentReader();
  const report = options.onError ?? logError;
  let account: Account = createAccount(newsletter);

  return async (request, { env, waitUntil = () => {} }) => {
    const at = world.now();
    const lang = pageLanguage(newsletter, request.headers.get("accept-language"));
    const page: Visit["page"] = async (status, content) => {
      const body =
        request.method === "HEAD"
          ? null
          : String(await pageDocument(newsletter, content, { lang, css, home: newsletter.url }));
      policy ??= await pagePolicy(css, { sources: options.challenge?.sources ?? [] });
      return new Response(body, { status, headers: { ...HEADERS, "Content-Security-Policy": policy } });
    };
    const notice: Visit["notice"] = (status, which) =>
      page(status, noticePage(newsletter, joinWordsIn(newsletter, lang).pages, which));
    try {
      const route = routeOf(request, path);
      if (route === null) return await notice(404, "notFound");
      if (!METHODS.includes(request.method)) {
        const refused = await notice(405, "notAllowed");
        refused.headers.set("Allow", METHODS.join(", "));
        return refused;
      }
      const { keys, ...access } = await readEnvironment(env);
      const visit: Visit = {
        request,
        env,
        newsletter,
        options,
        base,
        path,
        lang,
        words: joinWordsIn(newsletter, lang).pages,
        keys,
        account,
        call: createCaller(access, world),
        at,
        page,
        notice,
        until: (ms) => world.sleep(Math.max(0, at + ms - world.now())),
        report,
        waitUntil,
      };
      return route === "form" ? await answerForm(visit) : await answerLink(visit, route);
    } catch (error) {
      // Somebody may have created or renamed a segment meanwhile.
      account = createAccount(newsletter);
      report(error instanceof Error ? error : new Error(String(error)));
      // Every press of a button may be repeated: the next one finishes what this one began.
      const { title, explanation } = joinWordsIn(newsletter, lang).pages.unfinished;
      return page(503, { title, body: html`<p>${explanation}</p>` });
    }
  };
}

const METHODS = ["GET", "HEAD", "POST"];

/** The address of a link gives access to a subscription: it must not be cached, leaked or indexed. */
const HEADERS = {
  "Content-Type": "text/html; charset=UTF-8",
  "Cache-Control": "no-store",
  Vary: "Accept-Language",
  "X-Content-Type-Options": "nosniff",
  // With `no-referrer` a browser would hide that our own page posted a form.
  "Referrer-Policy": "same-origin",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

/** Returns the form, a link of a mail, or null for any other address. */
function routeOf(request: Request, base: string): "form" | { purpose: "c" | "n"; token: string } | null {
  const path = new URL(request.url).pathname.replace(/\/+$/, "");
  if (path === base.replace(/\/+$/, "")) return "form";
  const [, before, purpose, token] = /^(.*)\/([cn])\/([^/]+)$/.exec(path) ?? [];
  if (before !== base.replace(/\/+$/, "") || token === undefined) return null;
  return { purpose: purpose === "n" ? "n" : "c", token };
}

function logError(error: Error): void {
  // The console is the only log that every host has.
  // eslint-disable-next-line no-console
  console.error(`letterpress/subscribe: ${reasonsOf(error).join(": ")}`);
}

/** The messages of an error and of its causes: where a challenge fails, only the cause says why. */
function reasonsOf({ message, cause }: Error): string[] {
  if (cause instanceof Error) return [message, ...reasonsOf(cause)];
  return typeof cause === "string" ? [message, cause] : [message];
}
