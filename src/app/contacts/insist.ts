import { LetterpressError } from "#src/model/errors.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { reasonOf } from "#src/app/hosted/read-all.ts";

/** The waits between the tries of a request whose answer was lost, ms. */
const WAITS_MS = [1000, 4000, 15_000];

/** What became of a request in the end. */
export type Outcome<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "gone" }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Makes a request, which must be safe to repeat, until its answer is clear. Throws `resend/refused-key`, and
 * `resend/unanswered` if Resend is silent: what was done by then stays, and a person runs the command again.
 */
export async function insist<T>(
  { pacer, wait }: Pick<Hosted, "pacer" | "wait">,
  ask: () => Promise<Answer<T>>,
): Promise<Outcome<T>> {
  for (let tries = 0; ; tries += 1) {
    const answer = await pacer(ask);
    if (answer.kind === "done" || answer.kind === "gone" || answer.kind === "refused") return answer;
    const message = reasonOf(answer);
    const ms = WAITS_MS[tries];
    if (ms === undefined) throw new LetterpressError("resend/unanswered", message);
    await wait(ms);
  }
}
