import type { Finding } from "#src/model/finding.ts";
import { nearestInstant } from "#src/model/wall-clock.ts";
import { find, type Letter } from "./letter.ts";

/** Zones that a finding names; the others are counted together. */
const NAMED = 3;

/** From the first zone, UTC+14, to the last one, UTC-12: afterwards it is past for everybody. */
const ROUND_THE_WORLD_MS = 26 * 3_600_000;

/** Nine in each reader's own morning is over in the east first: who has had theirs gets the issue at once. */
export function checkLocalTime(letter: Letter): readonly Finding[] {
  const { issue, facts } = letter;
  const { sendAt } = issue;
  if (sendAt?.kind !== "local" || facts.now.kind === "unavailable") return [];
  const now = facts.now.value;
  if (now <= sendAt.at || now > sendAt.at + ROUND_THE_WORLD_MS) return [];
  const time = sendAt.local.slice(11);
  const warn = (message: string) =>
    find(
      letter,
      "warning",
      "schedule/local-past",
      "send_at",
      message,
      "Write a later day in `send_at` where each of them is to have a morning of their own.",
    );
  if (facts.zones.kind === "unavailable") {
    return [
      warn(
        `It is past ${time} in the east already; how many readers get it at once is not known: ${facts.zones.reason}.`,
      ),
    ];
  }
  const all = facts.zones.value;
  const past = all.filter(({ zone }) => nearestInstant({ ...sendAt, zone: zone ?? sendAt.zone }) < now);
  const late = sum(past);
  // Where it is past for everybody the time itself is past, which another rule says.
  if (late === 0 || late === sum(all)) return [];
  const named = past
    .slice(0, NAMED)
    .map(({ zone, subscribers }) => `${subscribers.toLocaleString("en")} in ${zone ?? sendAt.zone}`);
  const others = late - sum(past.slice(0, NAMED));
  const where = others > 0 ? [...named, `${others.toLocaleString("en")} elsewhere`] : named;
  return [
    warn(
      `${late.toLocaleString("en")} of ${sum(all).toLocaleString("en")} readers have had their ${time} already and get it at once: ${where.join(", ")}.`,
    ),
  ];
}

function sum(zones: readonly { readonly subscribers: number }[]): number {
  return zones.reduce((total, { subscribers }) => total + subscribers, 0);
}
