import { audienceRows } from "#src/app/sends/audience-rows.ts";
import { readSegment } from "#src/app/schedule/choose-segment.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Project } from "#src/project/load-project.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import { segmentWhere } from "#src/store/audience/segment-where.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { countMembers } from "#src/store/readers/subscribers.ts";

interface SegmentCount {
  /** What is wrong with the query, at its columns, and what is doubtful about it. */
  readonly findings: readonly Finding[];
  /** Null where the query cannot be read. */
  readonly recipients: number | null;
  /** Who would get an issue that nobody has yet, and who would not, in rows of a name and lines. */
  readonly rows: readonly { readonly name: string; readonly lines: readonly string[] }[];
}

/** The readers whom a query finds on a list now; an empty one finds all of them. */
export async function countSegment(
  ledger: Ledger,
  project: Project,
  { list, query }: { readonly list: string; readonly query: string },
): Promise<SegmentCount> {
  const typed = query.trim() === "" ? null : query;
  const place = { file: "the query", line: 1, column: 1 };
  const { rule, findings } =
    typed === null ? { rule: null, findings: [] } : readSegment(project, typed, place);
  if (typed !== null && rule === null) return { findings, recipients: null, rows: [] };
  const now = ledger.clock.now();
  const segment = rule === null ? null : segmentWhere(rule, ledger.dialect, now);
  const audience = await previewAudience(ledger.db, { issueId: null, list, segment, now });
  const { pending } = await countMembers(ledger.db, list);
  const rows = audienceRows({ ...audience, list, segment: typed, pending, parts: [] });
  return {
    findings,
    recipients: audience.recipients,
    rows: rows.map(([name, value]) => ({ name, lines: value.split("\n") })),
  };
}
