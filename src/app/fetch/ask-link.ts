import { DAY_MS, HOUR_MS, MINUTE_MS } from "#src/model/durations.ts";
import type { LinkAnswer } from "#src/model/facts.ts";
import { bareHost, isSameSite } from "#src/preflight/links/same-site.ts";
import { type Followed, follow, type Web } from "./follow.ts";
import { unreached } from "./unreached.ts";

/** An answer, and for how long it is believed, in ms. */
interface Asked {
  readonly answer: LinkAnswer;
  readonly age: number;
  /** The whole host asks to be left alone for that long. */
  readonly rests: boolean;
}

const OK_MS = 7 * DAY_MS;
/** Short, because the author corrects a broken link now, or the site does. */
const BROKEN_MS = HOUR_MS;
const UNKNOWN_MS = 10 * MINUTE_MS;
/** For one question. Readers give up on a page that takes longer, too. */
const ANSWER_MS = 6000;

/** Statuses that GET would not change: 429 says that we asked too much already, and 401 wants a password for both methods. */
const SETTLED = new Set([401, 429]);

/**
 * Asks one address: by HEAD, which costs its server least, and by GET where HEAD is refused, because many a server answers HEAD with
 * a status that no reader ever sees (405, 403, 404, 500). No body is read.
 */
export async function askLink(url: string, web: Web, budget: AbortSignal): Promise<Asked> {
  try {
    const first = await ask("HEAD", url, web, budget);
    const isSettled = first.status < 400 || SETTLED.has(first.status);
    return judge(url, isSettled ? first : await ask("GET", url, web, budget));
  } catch (error) {
    const { kind, message } = unreached(error);
    const isBroken = kind === "nowhere" || kind === "certificate";
    return {
      answer: { kind: isBroken ? "broken" : "unknown", reason: message },
      age: isBroken ? BROKEN_MS : UNKNOWN_MS,
      rests: false,
    };
  }
}

async function ask(method: "HEAD" | "GET", url: string, web: Web, budget: AbortSignal): Promise<Followed> {
  const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_MS * (web.sites.patience ?? 1)), budget]);
  const followed = await follow(url, { method, accept: "*/*", signal }, web);
  followed.answer.destroy();
  return followed;
}

function judge(asked: string, { status, url, redirects, answer }: Followed): Asked {
  const aged = (said: LinkAnswer, age: number): Asked => ({ answer: said, age, rests: false });
  if (status >= 200 && status < 300) {
    if (isLogin(url) && url.hostname !== new URL(asked).hostname)
      return aged({ kind: "login", reason: `it leads to ${url.host}` }, BROKEN_MS);
    const isPermanent = redirects.length > 0 && redirects.every((one) => one === 301 || one === 308);
    const [, type = ""] = /^\s*([\w.+-]+\/[\w.+-]+)/.exec(answer.headers["content-type"] ?? "") ?? [];
    // An encrypted page is not better under http:, so that address is not proposed.
    const isWorse = asked.startsWith("https:") && url.protocol === "http:";
    const moved = isPermanent && !isWorse ? url.href : null;
    return aged(
      { kind: "ok", moved, home: isHomeInstead(new URL(asked), url), type: type.toLowerCase() },
      OK_MS,
    );
  }
  const reason = `it answers with status ${status}`;
  if (status === 404 || status === 410) return aged({ kind: "broken", reason }, BROKEN_MS);
  if (status === 401) return aged({ kind: "login", reason }, BROKEN_MS);
  const after = answer.headers["retry-after"];
  return {
    answer: { kind: "unknown", reason },
    age: waitOf(after),
    rests: status === 429 || after !== undefined,
  };
}

/** How long the server asks us to wait, in ms, between ten minutes and a day. The header has seconds, or a date, which counts as a day. */
function waitOf(header: string | undefined): number {
  if (header === undefined) return UNKNOWN_MS;
  const seconds = Number(header);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds * 1000, UNKNOWN_MS), DAY_MS) : DAY_MS;
}

/** Hosts where people must sign in if they follow a link to a document that was not shared with everybody. */
const LOGINS =
  /^(?:accounts\.google\.com|login\.microsoftonline\.com|login\.live\.com|id\.atlassian\.com|[^.]+\.okta\.com|[^.]+\.auth0\.com)$/;

function isLogin({ hostname, pathname }: URL): boolean {
  return LOGINS.test(hostname) || (bareHost(hostname) === "dropbox.com" && pathname === "/login");
}

/** Whether the site answers with its first page, perhaps in a language, when another page was asked for: that page is probably gone. */
function isHomeInstead(asked: URL, got: URL): boolean {
  const isFirst = ({ pathname }: URL) => /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/?)?(?:index\.\w+)?$/i.test(pathname);
  return !isFirst(asked) && isFirst(got) && got.search === "" && isSameSite(asked.hostname, got.hostname);
}
