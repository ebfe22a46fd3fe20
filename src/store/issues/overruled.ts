import type { Kysely } from "kysely";
import type { OverruledRule } from "#src/model/finding.ts";
import type { Database } from "#src/store/database/schema.ts";

/** Reads what was overruled of an issue's email, sorted by rule; forced ones last. */
export async function overruledOf(
  db: Kysely<Database>,
  issueId: number,
  digest: string,
): Promise<readonly OverruledRule[]> {
  const rows = await db
    .selectFrom("overruled")
    .select(["rule", "how", "message", "reason", "person", "at"])
    .where("issue_id", "=", issueId)
    .where("digest", "=", digest)
    .execute();
  return rows
    .map((row) => ({ ...row, at: Number(row.at) }))
    .toSorted((a, b) => (a.how === b.how ? (a.rule < b.rule ? -1 : 1) : a.how < b.how ? -1 : 1));
}

/**
 * Remembers which findings of an email are overruled from now on. What its file accepts is replaced, because the file may
 * accept something else now; what a person has forced stays as it was first recorded. The job asks every minute, and writes
 * nothing if nothing has changed.
 */
export async function rememberOverruled(
  db: Kysely<Database>,
  { issueId, digest }: { readonly issueId: number; readonly digest: string },
  rows: readonly OverruledRule[],
): Promise<void> {
  const known = await overruledOf(db, issueId, digest);
  const isKnown = (row: OverruledRule) =>
    known.some(
      (one) =>
        one.how === row.how &&
        one.rule === row.rule &&
        (row.how === "forced" || (one.message === row.message && one.reason === row.reason)),
    );
  const isOver = ({ how, rule }: OverruledRule) =>
    how === "accepted" && !rows.some((row) => row.how === how && row.rule === rule);
  for (const { rule, how } of known.filter(isOver))
    await db
      .deleteFrom("overruled")
      .where("issue_id", "=", issueId)
      .where("digest", "=", digest)
      .where("rule", "=", rule)
      .where("how", "=", how)
      .execute();
  for (const row of rows.filter((one) => !isKnown(one)))
    await db
      .insertInto("overruled")
      .values({ issue_id: issueId, digest, ...row })
      .onConflict((conflict) =>
        conflict
          .columns(["issue_id", "digest", "rule", "how"])
          .doUpdateSet({ message: row.message, reason: row.reason }),
      )
      .execute();
}
