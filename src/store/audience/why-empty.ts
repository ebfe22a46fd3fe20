import type { Kysely } from "kysely";
import { countMembers } from "#src/store/readers/subscribers.ts";
import { countExclusions } from "#src/store/sends/report-counts.ts";
import type { Database } from "#src/store/database/schema.ts";
import type { SendRow } from "#src/store/sends/sends.ts";

/**
 * Why a plan has nobody to mail, for the note of its pause: a list without readers, readers who never confirmed, and
 * readers who are all left out need different answers.
 */
export async function whyEmpty(
  db: Kysely<Database>,
  { id, list, segment }: Pick<SendRow, "id" | "list" | "segment">,
  candidates: number,
): Promise<string> {
  const { active, pending, unsubscribed } = await countMembers(db, list);
  if (candidates > 0) {
    const reasons = inWords(await countExclusions(db, id));
    return `Nobody would get it: all ${candidates.toLocaleString("en")} candidates of ${list} are left out (${reasons}).`;
  }
  if (active > 0) {
    const part = segment === null ? "the part of the list that it is for" : `its segment ${segment}`;
    return `Nobody would get it: none of the ${active.toLocaleString("en")} active readers of ${list} is in ${part}.`;
  }
  const others = inWords({ pending, unsubscribed });
  return others === ""
    ? `Nobody would get it: the list ${list} has no readers.`
    : `Nobody would get it: no reader of ${list} is active (${others}).`;
}

/** Writes counts as `3 pending, 1 unsubscribed`, without those that are zero. */
function inWords(by: Readonly<Record<string, number>>): string {
  return Object.entries(by)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${n.toLocaleString("en")} ${name}`)
    .join(", ");
}
