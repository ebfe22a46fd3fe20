import { LetterpressError } from "#src/model/errors.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import type { Page } from "#src/resend/broadcasts.ts";

/** A list that cannot be read to its end is read again from its beginning, this often. */
const TRIES = 3;

/** A whole list, and when its first page was read by Resend's clock (null where its answers have no date). */
export interface Whole<T> {
  readonly items: readonly T[];
  readonly at: number | null;
}

/**
 * Reads every page of a list, each item once. A half-read list is never returned: an issue whose broadcast is on
 * a page that we did not get would be sent a second time. Throws `resend/refused-key` and `resend/unanswered`.
 */
export async function readAll<T extends { readonly id: string }>(
  what: string,
  page: (after: string | null) => Promise<Answer<Page<T>>>,
): Promise<Whole<T>> {
  let reason = "";
  for (let tries = 0; tries < TRIES; tries += 1) {
    const whole = await readOnce(page);
    if ("items" in whole) return whole;
    // An object that a page ended with may have been deleted before the next page was asked for.
    reason = whole.reason;
  }
  throw new LetterpressError(
    "resend/unanswered",
    `Resend's list of ${what} could not be read to its end. ${reason}`,
  );
}

async function readOnce<T extends { readonly id: string }>(
  ask: (after: string | null) => Promise<Answer<Page<T>>>,
): Promise<Whole<T> | { readonly reason: string }> {
  const items = new Map<string, T>();
  let at: number | null = null;
  for (let after: string | null = null; ;) {
    const answer = await ask(after);
    if (answer.kind !== "done") return { reason: reasonOf(answer) };
    if (after === null) at = answer.at;
    const { items: page, hasMore } = answer.value;
    // After an object that was deleted meanwhile, Resend's next page is empty, or begins at the start.
    if (after !== null && (page.length === 0 || page.some(({ id }) => items.has(id))))
      return { reason: "A page did not follow the one before it." };
    for (const item of page) items.set(item.id, item);
    const last = page.at(-1);
    if (!hasMore) return { items: [...items.values()], at };
    if (last === undefined) return { reason: "A page was empty although more was to come." };
    after = last.id;
  }
}

/** Returns why a request was not done, in a sentence. Throws `resend/refused-key` if no other request of this key can be done either. */
export function reasonOf(answer: Exclude<Answer<unknown>, { readonly kind: "done" }>): string {
  switch (answer.kind) {
    case "forbidden":
      throw new LetterpressError("resend/refused-key", answer.message);
    case "gone":
      return "Resend does not know it (404).";
    case "busy":
      return "Resend answered 429: too many requests.";
    case "refused":
    case "unclear":
      return answer.message;
  }
}
