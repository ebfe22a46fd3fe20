import type { SendTime } from "#src/app/schedule/send-time.ts";
import { ROUND_THE_WORLD_MS, instantInWords } from "#src/model/wall-clock.ts";

/** When the first and the last reader get it, ms UTC, where that is known. */
interface Span {
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

/**
 * When a send starts, in the zone of its newsletter, in UTC, and in the zone of this machine. Somebody who plans is often in neither
 * of the first two, and reads nine o'clock as their own. `here`: the zone of this machine.
 */
export function whenRow(here: string, time: SendTime | null, span: Span, now: number): [string, string] {
  if (time === null) return ["when", "no time in the file"];
  const { dueAt, zone, local } = time;
  if (local === null) {
    const past = dueAt < now ? ", which is past" : "";
    return [
      "when",
      zonesOf(here, zone)
        .map((one) => inZone(dueAt, one, here))
        .join("\n") + past,
    ];
  }
  const last = span.lastAt ?? dueAt + ROUND_THE_WORLD_MS;
  const first = Math.max(span.firstAt ?? dueAt, dueAt);
  const past = last < now ? ", which is past" : "";
  const lines = zonesOf(here, zone).map((one) => spanIn(first, last, one, here));
  return ["when", [`${local.local.replace("T", " ")} in each reader's own zone${past}`, ...lines].join("\n")];
}

function spanIn(first: number, last: number, zone: string, here: string): string {
  const [from, to] = [first, last].map((at) => inZone(at, zone, here));
  return from === to ? (to ?? "") : `${from?.replace(/ \([^)]*\)$/, "")} – ${to}`;
}

function inZone(at: number, zone: string, here: string): string {
  const words = instantInWords(at, zone);
  return zone === here ? words.replace(/\)$/, ", here)") : words;
}

function zonesOf(here: string, zone: string): string[] {
  return [...new Set([zone, "UTC", here])];
}
