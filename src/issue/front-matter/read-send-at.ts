import { Temporal } from "temporal-polyfill";
import type { Fix } from "#src/model/finding.ts";
import type { SendAt } from "#src/model/issue.ts";
import { resolveWallClock } from "#src/model/wall-clock.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { isDate } from "./is-date.ts";

const FORMS = "2026-12-01 09:00, 2026-12-01T09:00:00-05:00, 2026-12-01 09:00 local, or next";
const TIME =
  /^(\d{4}-\d\d?-\d\d?)(?:[Tt ]\s*(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(local|[Zz]|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * When an issue is meant to be sent, in `zone`. `at` is the offset of the value in the file. Null where it cannot be
 * read; nothing here knows the current time, so nothing here decides whether it is past.
 */
export function readSendAt(
  source: string,
  { zone, slot, at }: { readonly zone: string; readonly slot: string | null; readonly at: number },
  report: SourceReporter,
): SendAt | null {
  const refuse = (rule: RuleOf<"error">, message: string, hint: string, fix: string | null = null): null => {
    const edit: Fix | null = fix === null ? null : { start: at, end: at + source.length, text: fix };
    report.error(rule, at, message, { hint, fix: edit });
    return null;
  };
  if (source === "next") {
    if (slot !== null) return { kind: "next", zone, source };
    return refuse(
      "send-at/no-slot",
      "send_at: next needs a section with a slot, and there is none.",
      "Name a section whose slot is in newsletter.config.ts, or write a time.",
    );
  }
  const match = TIME.exec(source);
  if (match === null)
    return refuse("send-at/invalid", `Expected a time, found ${source}.`, `Write ${FORMS}.`);
  const [, date = "", hour, minute = "", second = "00", suffix = ""] = match;
  const day = date.replace(/-(\d)(?=-|$)/g, "-0$1");
  if (hour === undefined)
    return refuse(
      "send-at/no-time",
      `Expected a date and a time, found ${source}.`,
      `Write for example ${day} 09:00.`,
    );
  const clock = `${hour.padStart(2, "0")}:${minute}`;
  if (!isDate(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return refuse(
      "send-at/invalid",
      `The time ${date} ${hour}:${minute}${second === "00" ? "" : `:${second}`} does not exist.`,
      `Write ${FORMS}.`,
    );
  const isInstant = suffix !== "" && suffix !== "local";
  if (isInstant && !isOffset(suffix))
    return refuse(
      "send-at/invalid",
      `No zone is ${suffix} away from UTC, found ${source}.`,
      "Offsets go from -12:00 to +14:00, for example -05:00.",
    );
  if (second !== "00" && !isInstant)
    return refuse("send-at/invalid", `Sends start on the minute, found ${source}.`, `Write ${day} ${clock}.`);
  if (day !== date || hour.length !== 2) {
    refuse(
      "send-at/invalid",
      `Expected two digits each for month, day and hour, found ${source}.`,
      `Write ${FORMS}.`,
      `${day} ${clock}${suffix === "local" ? " local" : suffix}`,
    );
  }
  const local = `${day}T${clock}`;
  if (suffix === "local") return { kind: "local", local, zone, at: instantOf(`${local}+14:00`), source };
  if (isInstant)
    return { kind: "instant", zone, at: instantOf(`${local}:${second}${suffix.toUpperCase()}`), source };
  const resolved = resolveWallClock({ local, zone });
  if (resolved.kind === "instant") return { kind: "wall", local, zone, at: resolved.at, source };
  return resolved.kind === "gap"
    ? refuse(
        "send-at/gap",
        `${day} ${clock} does not exist in ${zone}: the clocks skip it.`,
        `The nearest times are ${resolved.before} and ${resolved.after}.`,
      )
    : refuse(
        "send-at/ambiguous",
        `${day} ${clock} happens twice in ${zone}.`,
        `Write ${resolved.earlier} or ${resolved.later}.`,
      );
}

/** True for `Z` and for an offset that a zone may have: -12:00 is Baker Island, +14:00 is Kiribati. */
function isOffset(suffix: string): boolean {
  if (/^z$/i.test(suffix)) return true;
  const [, sign, hours = "", minutes = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(suffix) ?? [];
  const most = sign === "-" ? 12 : 14;
  return hours !== "" && Number(hours) * 60 + Number(minutes) <= most * 60 && Number(minutes) < 60;
}

/** The calendar day on which an issue is sent, in its zone; null for `next`. */
export function dayOf(sendAt: SendAt): string | null {
  if (sendAt.kind === "next") return null;
  if (sendAt.kind !== "instant") return sendAt.local.slice(0, 10);
  return Temporal.Instant.fromEpochMilliseconds(sendAt.at)
    .toZonedDateTimeISO(sendAt.zone)
    .toPlainDate()
    .toString();
}

function instantOf(iso: string): number {
  return Temporal.Instant.from(iso).epochMilliseconds;
}
