import { startApart } from "#src/apart/run-apart.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images } from "#src/model/template.ts";

/** Plain data: the template is loaded again in the thread. */
export interface PurityOrder {
  readonly root: string;
  readonly issue: Issue;
  readonly newsletter: Newsletter;
  readonly images: Images;
}

/** One thread for the life of the process: it has React or MJML loaded, which takes longer than the check. */
const thread = startApart<PurityOrder, readonly Finding[]>({
  script: new URL("./purity-thread.ts", import.meta.url),
  kind: "thread",
});

/**
 * `checkPurity` in a thread of its own. It moves the clock and replaces the random numbers of its thread: in this one,
 * a webhook's signature would look a day old, and a batch's key expired.
 */
export function checkPurityInThread(order: PurityOrder): Promise<readonly Finding[]> {
  return thread.ask(order);
}
