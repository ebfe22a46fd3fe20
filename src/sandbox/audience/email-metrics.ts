import { DAY_MS } from "#src/model/durations.ts";
import { type Answer, invalid, ok } from "#src/sandbox/api/api-answer.ts";
import type { ApiRequest } from "#src/sandbox/api/api-request.ts";
import type { Stored } from "#src/sandbox/inbox/inbox.ts";
import type { World } from "#src/sandbox/team/create-world.ts";
import type { Mailing } from "./broadcasts.ts";

const RATES = {
  delivery_rate: ["delivered", "sent"],
  open_rate: ["unique_opened", "delivered"],
  click_rate: ["unique_clicked", "delivered"],
  bounce_rate: ["bounced", "sent"],
  complaint_rate: ["complained", "delivered"],
  unsubscribe_rate: ["unsubscribed", "delivered"],
} as const;
const COUNTS = [
  "received",
  "delivered",
  "complained",
  "suppressed",
  "bounced",
  "bounced_transient",
  "bounced_permanent",
  "bounced_undetermined",
  "opened",
  "clicked",
  "unsubscribed",
  "delivery_delayed",
  "failed",
  "sent",
  "unique_opened",
  "unique_clicked",
] as const;
const METRICS: readonly string[] = [...COUNTS, ...Object.keys(RATES)];
const MOST_IDS = 100;

interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * `GET /emails/metrics`: numbers for all mail or for some broadcasts; with the dimension `broadcast`, one row for each.
 * Without dates only the last six days count. The other dimensions are not served.
 */
export function getMetrics(request: ApiRequest, { inbox, broadcasts, timeline }: World): Answer {
  const list = (name: string) => (request.query(name) ?? "").split(",").filter((text) => text !== "");
  const [metrics, dimensions, ids] = [list("metrics"), list("dimensions"), list("broadcast_id")];
  if (metrics.some((name) => !METRICS.includes(name))) throw invalid("Invalid `metrics` parameter.");
  if (dimensions.some((name) => name !== "broadcast")) {
    throw invalid("Invalid `dimensions` parameter: the sandbox serves `broadcast` only.");
  }
  if (ids.length > MOST_IDS) throw invalid("The `broadcast_id` parameter must have at most 100 ids.");
  const now = timeline.now();
  const to = Math.min(readDate(request.query("end_date"), "end_date") ?? now, now);
  const range = { from: readDate(request.query("start_date"), "start_date") ?? to - 6 * DAY_MS, to };
  if (range.from > to) throw invalid("The `start_date` must be on or before the `end_date`.");

  const wanted = metrics.length === 0 ? METRICS : metrics;
  const chosen = broadcasts.list().filter(({ id }) => ids.length === 0 || ids.includes(id));
  const rows = chosen.map(({ id, name }) => ({
    broadcast_id: id,
    broadcast_name: name,
    ...pick(count([broadcasts.mailingOf(id)], range), wanted),
  }));
  const whole: readonly Mailing[] =
    ids.length === 0
      ? [
          {
            messages: inbox.newestFirst(),
            unsubscribed: leaversOf(chosen.map(({ id }) => broadcasts.mailingOf(id))),
          },
        ]
      : chosen.map(({ id }) => broadcasts.mailingOf(id));
  return ok({
    object: "metrics",
    start_date: new Date(range.from).toISOString(),
    end_date: new Date(range.to).toISOString(),
    metrics: wanted,
    dimensions,
    granularity: request.query("granularity") ?? "daily",
    totals: pick(count(whole, range), wanted),
    ...(dimensions.length === 0 ? {} : { data: rows }),
  });
}

function readDate(text: string | undefined, name: string): number | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalid(`Invalid \`${name}\` parameter.`);
  return at;
}

const leaversOf = (mailings: readonly Mailing[]) =>
  new Map(
    mailings.flatMap(({ unsubscribed }, n) =>
      [...unsubscribed].map(([id, at]) => [`${n} ${id}`, at] as const),
    ),
  );

/** Counts every metric of some mailings. */
function count(mailings: readonly Mailing[], { from, to }: Range): Readonly<Record<string, number>> {
  const sums: Record<string, number> = Object.fromEntries(COUNTS.map((name) => [name, 0]));
  const add = (name: string) => {
    sums[name] = (sums[name] ?? 0) + 1;
  };
  const within = (at: number) => at >= from && at <= to;
  for (const { messages, unsubscribed } of mailings) {
    for (const message of messages) countMessage(message, within, add);
    for (const at of unsubscribed.values()) if (within(at)) add("unsubscribed");
  }
  for (const [rate, [part, whole]] of Object.entries(RATES)) {
    const base = sums[whole] ?? 0;
    sums[rate] = base === 0 ? 0 : (sums[part] ?? 0) / base;
  }
  return sums;
}

function countMessage(
  { events }: Stored,
  within: (at: number) => boolean,
  add: (name: string) => void,
): void {
  const once = new Set<string>();
  for (const { type, at, bounce } of events) {
    if (!within(at)) continue;
    const name = type.slice("email.".length);
    add(name);
    if (bounce !== undefined) add(`bounced_${bounce}`);
    if (name === "opened" || name === "clicked") once.add(`unique_${name}`);
  }
  for (const name of once) add(name);
}

const pick = (sums: Readonly<Record<string, number>>, wanted: readonly string[]) =>
  Object.fromEntries(wanted.map((name) => [name, sums[name] ?? 0]));
