import type { IncomingMessage } from "node:http";
import type { Newsletter } from "#src/model/newsletter.ts";
import { askOnce, type Question } from "./ask-once.ts";
import { createTurns, type Turns } from "./turns.ts";
import { Unreached, unreached } from "./unreached.ts";
import { machineSites, type Sites } from "./sites.ts";

/**
 * The web as we reach it for an author: guarded, because addresses in a text are not always the author's own, and polite, because the
 * servers are other people's. Everything that is fetched from elsewhere goes through `follow`.
 */
export interface Web {
  readonly sites: Sites;
  readonly userAgent: string;
  readonly turns: Turns;
}

const MOST_REDIRECTS = 5;
const PAUSE_MS = 200;

/** `url` is that of the newsletter, so that the owner of a server can see who asks. */
export function createWeb({ url }: Pick<Newsletter, "url">, sites: Sites = machineSites): Web {
  // Without the word “link”: a widespread rule of servers refuses a client that has it in its name.
  return { sites, userAgent: `Letterpress (+${url})`, turns: createTurns(PAUSE_MS) };
}

/** The last answer, and the redirects before it. The caller must read its body or destroy it. */
export interface Followed {
  readonly answer: IncomingMessage;
  readonly status: number;
  /** The address that gave this answer. */
  readonly url: URL;
  /** The status of each redirect before it. */
  readonly redirects: readonly number[];
}

/** Asks one question and follows every redirect, each judged like the first address. Rejects with `Unreached`. */
export async function follow(start: string, question: Question, web: Web): Promise<Followed> {
  let url = parsed(start, null);
  const redirects: number[] = [];
  try {
    for (;;) {
      const at = url;
      const answer = await web.turns.take(at.hostname, question.signal, () => askOnce(at, question, web));
      const { statusCode: status = 0, headers } = answer;
      if (status < 300 || status >= 400 || headers.location === undefined)
        return { answer, status, url, redirects };
      answer.destroy();
      if (redirects.length === MOST_REDIRECTS)
        throw new Unreached("silent", `it redirects more than ${MOST_REDIRECTS} times`);
      redirects.push(status);
      url = parsed(headers.location, url);
    }
  } catch (error) {
    throw unreached(error);
  }
}

function parsed(address: string, base: URL | null): URL {
  // Node reads a header as Latin-1, and sites write UTF-8 into it.
  const text = base === null ? address : Buffer.from(address, "latin1").toString();
  if (!URL.canParse(text, base?.href)) throw new Unreached("silent", "it redirects to no address");
  return new URL(text, base?.href);
}
