import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import { hasSettings, settingsOf } from "#src/store/sends/settings-of.ts";

/** What the public pages say of an issue, as its file says it. */
export interface IssueCard {
  readonly title: string;
  readonly description: string;
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** Title of its section. */
  readonly section: string | null;
  /** `YYYY-MM-DD` as shown; null where the file gives none. */
  readonly date: string | null;
  readonly canonicalUrl: string | null;
  /** Absolute; null without a cover. */
  readonly image: string | null;
  readonly imageAlt: string | null;
  /** Its place in a series; missing in cards that were kept before there were series. */
  readonly series?: { readonly key: string; readonly part: number | null } | null;
}

/** An issue that the ledger never sent, as `issue_pages.card` keeps it: another system mailed it, and its file says that it may be shown. */
export interface Elsewhere {
  /** When it was published, ms UTC. */
  readonly at: number;
  readonly feedId: string;
  readonly digest: string;
  readonly correctedAt: number | null;
}

/** An issue whose send has begun, here or elsewhere. `archive` says whether it is shown. */
export interface OnlineIssue {
  readonly issueId: number;
  readonly slug: string;
  /** When its send began, ms UTC. */
  readonly startedAt: number;
  /** As its file says now, or as it said when the send was scheduled. */
  readonly archive: "public" | "unlisted" | "none";
  readonly emailDigest: string;
  /** Null until a tick has read the file. */
  readonly card: IssueCard | null;
  readonly correctedDigest: string | null;
  readonly correctedAt: number | null;
  /** Its name in the feeds; null if its issue id serves as its name. */
  readonly feedId: string | null;
}

/** Selects the newest send of each issue that has begun and was not canceled. */
export function online(db: Kysely<Database>) {
  return db
    .selectFrom("sends")
    .innerJoin("issues", "issues.id", "sends.issue_id")
    .leftJoin("issue_pages", "issue_pages.issue_id", "issues.id")
    .select(["issues.id as issueId", "issues.slug", "sends.started_at as startedAt"])
    .select(["sends.public_id", "sends.segment", "sends.settings", "sends.email_digest as emailDigest"])
    .select(["issue_pages.card", "issue_pages.archive", "issue_pages.corrected_digest as correctedDigest"])
    .select("issue_pages.corrected_at as correctedAt")
    .where("sends.kind", "=", "issue")
    .where("sends.issue_id", "is not", null)
    .where("sends.started_at", "is not", null)
    .where("sends.state", "!=", "canceled")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("sends as later")
            .select("later.id")
            .whereRef("later.issue_id", "=", "sends.issue_id")
            .whereRef("later.id", ">", "sends.id")
            .where("later.kind", "=", "issue")
            .where("later.started_at", "is not", null)
            .where("later.state", "!=", "canceled"),
        ),
      ),
    );
}

type OnlineRow = Awaited<ReturnType<ReturnType<typeof online>["execute"]>>[number];

export function asOnline({
  public_id,
  segment,
  settings,
  card,
  archive,
  startedAt,
  ...row
}: OnlineRow): OnlineIssue {
  const send = { public_id, segment, settings };
  return {
    ...row,
    startedAt: startedAt ?? 0,
    archive: archive ?? (hasSettings(send) ? settingsOf(send).archive : "none"),
    card: card === null ? null : (JSON.parse(card) as IssueCard),
    feedId: null,
  };
}

type ElsewhereRow = Awaited<ReturnType<ReturnType<typeof elsewhere>["execute"]>>[number];

export function asElsewhere({ issueId, slug, archive, card: json }: ElsewhereRow): OnlineIssue {
  const { elsewhere: kept, ...card } = JSON.parse(json) as IssueCard & { elsewhere: Elsewhere };
  return {
    issueId,
    slug,
    archive,
    card,
    startedAt: kept.at,
    emailDigest: kept.digest,
    correctedDigest: null,
    correctedAt: kept.correctedAt,
    feedId: kept.feedId,
  };
}

/** Selects issues that were mailed elsewhere. Once an issue has a send here, whatever its state, the send alone says what is shown. */
export function elsewhere(db: Kysely<Database>) {
  return (
    db
      .selectFrom("issue_pages")
      .innerJoin("issues", "issues.id", "issue_pages.issue_id")
      .select(["issues.id as issueId", "issues.slug", "issue_pages.card", "issue_pages.archive"])
      .select("issue_pages.text_sha as inputs")
      // JSON escapes a quote within a title: these characters can only be the key.
      .where("issue_pages.card", "like", '%,"elsewhere":{"at":%')
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("sends")
              .select("sends.id")
              .whereRef("sends.issue_id", "=", "issues.id")
              .where("sends.kind", "=", "issue"),
          ),
        ),
      )
  );
}
