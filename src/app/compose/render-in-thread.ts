import { startAuthorThread, TooLate } from "#src/apart/author-thread.ts";
import { hasDied } from "#src/apart/run-apart.ts";
import { errorAt, LetterpressError } from "#src/model/errors.ts";
import { whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images } from "#src/model/template.ts";
import { templateFailed } from "#src/render/template-failed.ts";
import type { OwnOnline } from "#src/render/article/own-online.ts";
import type { Judged } from "./check-purity.ts";

/** Plain data: the template is loaded in the thread. */
export interface RenderOrder {
  readonly root: string;
  readonly issue: Issue;
  readonly newsletter: Newsletter;
  readonly images: Images;
}

export interface Rendered extends Judged {
  /** The newsletter's own blocks for the issue's page. */
  readonly own: OwnOnline;
}

/** A template that has not answered by then never will, and a tick must not wait forever. */
const LONGEST_MS = 60_000;

/** One thread for the life of the process: to load React or MJML takes longer than to render. */
const ask = startAuthorThread<RenderOrder, Rendered>(
  new URL("./render-thread.ts", import.meta.url),
  LONGEST_MS,
);

/**
 * Render an issue, and check its template's purity, in a thread of its own. The check moves the clock and replaces the
 * random numbers of its thread: in this one, a webhook's signature would look a day old. And a template is code: one
 * that never ends, ends its process or throws when nobody waits for it must not stop a tick, or end `serve`.
 * Throws `template/unknown` and `template/failed`.
 */
export async function renderInThread(order: RenderOrder): Promise<Rendered> {
  try {
    return await ask(order);
  } catch (error) {
    if (error instanceof LetterpressError) throw error;
    // MJML runs no code of the author's.
    const path = `templates/${order.issue.template}.tsx`;
    if (error instanceof TooLate) {
      const message = `the template did not come to an end within ${LONGEST_MS / 1000} seconds.`;
      throw errorAt("template/failed", whereOf(path, null), message, { cause: error });
    }
    const isTemplates = hasDied(error) || /[\\/]templates[\\/]/.test(`${String(error)} ${stackOf(error)}`);
    throw isTemplates ? templateFailed(path, error) : error;
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? "") : "";
}
