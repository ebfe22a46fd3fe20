import { isbot } from "isbot";
import type { Kysely } from "kysely";
import { parseEvent } from "#src/resend/parse-event.ts";
import { clicksOn, setKind } from "#src/store/events/events.ts";
import type { Database } from "#src/store/database/schema.ts";

interface Click {
  readonly id: number;
  readonly url: string;
  readonly at: number;
  readonly userAgent: string;
  readonly kind: string | null;
  /** Its payload no longer says who made the click, so the judgement stays. */
  readonly isReduced: boolean;
}

/** A person does not open three different links within two seconds, nor any before the mail is in the inbox. */
const BURST_LINKS = 3;
const BURST_MS = 2000;
const SCAN_MS = 5000;

/**
 * Decides for every click of a delivery whether a person or a machine made it, and writes that beside the event. Must be called
 * whenever a click comes in, or the event that the mail was delivered: a third link within two seconds turns the two clicks
 * before it into a machine's, and so may a delivery that is reported late. The result depends only on which events there are,
 * and not on their order.
 *
 * Resend reports neither the method nor the headers of a request: a scanner that only asks for HEAD is known by its user agent.
 */
export async function judgeClicks(db: Kysely<Database>, deliveryId: number): Promise<void> {
  const { deliveredAt, clicks: rows } = await clicksOn(db, deliveryId);
  const clicks = rows.map(({ id, at, payload, kind, scrubbed_at: scrubbedAt }): Click => {
    const click = parseEvent(payload, { id: "", receivedAt: at })?.click;
    const isReduced = scrubbedAt !== null;
    return { id, at, kind, url: click?.link ?? "", userAgent: click?.userAgent ?? "", isReduced };
  });
  const kindOf = (click: Click) =>
    (deliveredAt !== null && click.at <= deliveredAt + SCAN_MS) ||
    isMachine(click.userAgent) ||
    isBurst(click, clicks)
      ? "machine"
      : "human";
  const judged = clicks.filter(({ isReduced }) => !isReduced);
  for (const [kind, some] of Map.groupBy(judged, kindOf)) {
    const changed = some.filter((click) => click.kind !== kind).map(({ id }) => id);
    await setKind(db, changed, kind);
  }
}

/** isbot knows the crawlers; scanners also come with no name at all, or as a browser nobody has used for years. */
function isMachine(userAgent: string): boolean {
  return userAgent.trim() === "" || isbot(userAgent) || /\bMSIE [1-9]\b|\bMSIE 10\b/.test(userAgent);
}

/** Whether two seconds that begin with some click contain this click and clicks on enough different links. */
function isBurst(click: Click, clicks: readonly Click[]): boolean {
  const near = clicks.filter(({ at }) => Math.abs(at - click.at) <= BURST_MS);
  const begun = near.filter(({ at }) => at <= click.at);
  return begun.some(({ at: from }) => {
    const moment = near.filter(({ at }) => at >= from && at <= from + BURST_MS);
    return new Set(moment.map(({ url }) => url)).size >= BURST_LINKS;
  });
}
