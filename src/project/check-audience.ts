import type { Newsletter } from "#src/model/newsletter.ts";

/** Keys of the config that only a ledger supports, and why they cannot work for subscribers who live at Resend. */
const LEDGER_ONLY: readonly (readonly [path: readonly string[], why: string])[] = [
  [["wave"], "a broadcast goes to everybody at once, so there is no first wave"],
  [
    ["brake"],
    "Letterpress hears of no bounces while a broadcast goes out; Resend watches them for the whole account",
  ],
  [["bounces"], "Resend suppresses addresses by its own rules"],
  [["retention"], "nothing is kept here that could grow"],
  [["subscribe"], "the form's handler keeps no count of what it has mailed"],
  [["notify"], "nothing runs here that could tell of a send; let CI tell when `letterpress tick` fails"],
  [["pace", "ramp"], "a broadcast cannot be spread over days"],
  [["pace", "per_hour"], "Resend chooses the pace of a broadcast"],
];

/** Lists what a config with `audience: "resend"` lacks, or asks for although only a ledger has it; each line begins with its key. */
export function checkAudience(newsletter: Newsletter, written: unknown): string[] {
  if (newsletter.audience !== "resend") return [];
  const lines: string[] = [];
  for (const [key, list] of Object.entries(newsletter.lists)) {
    if (list.segment === undefined)
      lines.push(
        `lists.${key}.segment: with audience: "resend" each list names the segment that holds its contacts. Write segment: ${JSON.stringify(list.title)}, or another name or id of a segment at Resend.`,
      );
    // Without a topic, Resend ignores what a reader has chosen, and leaving one list would leave all.
    if (list.topic === undefined)
      lines.push(
        `lists.${key}.topic: with audience: "resend" each list names the topic that its readers can leave. Write topic: ${JSON.stringify(list.title)}, or another name or id of a topic at Resend.`,
      );
  }
  for (const [path, why] of LEDGER_ONLY) {
    if (!isWritten(written, path)) continue;
    lines.push(`${path.join(".")}: with audience: "resend" ${why}. Remove it, or write audience: "ledger".`);
  }
  for (const [name, { type }] of Object.entries(newsletter.attributes))
    if (type === "boolean")
      lines.push(
        `attributes.${name}.type: Resend keeps texts and numbers of a contact. Write type: "string", with values such as yes and no.`,
      );
  return lines;
}

function isWritten(written: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return written !== undefined && written !== false;
  if (typeof written !== "object" || written === null || !Object.hasOwn(written, step)) return false;
  return isWritten((written as Readonly<Record<string, unknown>>)[step], rest);
}
