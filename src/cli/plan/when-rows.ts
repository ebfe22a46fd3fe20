import type { SendTime } from "#src/app/schedule/send-time.ts";
import { ROUND_THE_WORLD_MS, instantInWords } from "#src/model/wall-clock.ts";
import type { Io } from "#src/cli/io.ts";

/** When the first and the last reader get it, ms UTC, where that is known. */
interface Span {
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

/**
 * When a send starts, in the zone of its newsletter, in UTC, and in the zone of this machine. Somebody who plans is often in neither
 * of the first two, and reads nine o'clock as their own.
 */
export function whenRow(io: Io, time: SendTime | null, span: Span, now: number): [string, string] {
  if (time === null) return ["when", "no time in the file"];
  const { dueAt, zone, local } = time;
  if (local === null) {
    const past = dueAt < now ? ", which is past" : "";
    return [
      "when",
      zonesOf(io, zone)
        .map((one) => inZone(dueAt, one, io))
        .join("\n") + past,
    ];
  }
  const last = span.lastAt ?? dueAt + ROUND_THE_WORLD_MS;
  const first = Math.max(span.firstAt ?? dueAt, dueAt);
  const past = last < now ? ", which is past" : "";
  const lines = zonesOf(io, zone).map((one) => spanIn(first, last, one, io));
  return ["when", [`${local.local.replace("T", " ")} in each reader's own zone${past}`, ...lines].join("\n")];
}

function spanIn(first: number, last: number, zone: string, io: Io): string {
  const [from, to] = [first, last].map((at) => inZone(at, zone, io));
  return from === to ? (to ?? "") : `${from?.replace(/ \([^)]*\)$/, "")} – ${to}`;
}

function inZone(at: number, zone: string, io: Io): string {
  const words = instantInWords(at, zone);
  return zone === zoneOf(io) ? words.replace(/\)$/, ", here)") : words;
}

function zonesOf(io: Io, zone: string): string[] {
  return [...new Set([zone, "UTC", zoneOf(io)])];
}

function zoneOf(io: Io): string {
  const zone = io.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === "Etc/UTC" ? "UTC" : zone;
}
