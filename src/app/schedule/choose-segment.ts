import { parseSegment } from "#src/issue/segment/parse-segment.ts";
import { createReporter, type Finding, type Where } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { AskedSegment } from "#src/model/parts/asked-segment.ts";
import type { Segment } from "#src/model/segment.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

/** The part of its list an issue goes to. */
export interface ChosenSegment {
  /** As typed; null for the whole list. */
  readonly query: string | null;
  /** Null for the whole list, and if a finding is an error: look at the findings first. */
  readonly rule: Segment | null;
  readonly by: "file" | "person";
  readonly findings: readonly Finding[];
}

/** Where a query begins. */
type Start = Where & { readonly column: number };

/** The file that findings of `--segment` name; its text is the query. */
export const SEGMENT_OPTION = "--segment";

/**
 * What a person asks for now, else what a person asked for when the live send was scheduled, else what the file says.
 * An empty query means the whole list; only a person can give one.
 */
export function chooseSegment(
  project: Project,
  parsed: ParsedIssue,
  { asked, live }: { readonly asked: string | undefined; readonly live: SendRow | undefined },
): ChosenSegment {
  if (asked !== undefined) {
    const place = { file: SEGMENT_OPTION, line: 1, column: 1 };
    return { query: asked.trim() === "" ? null : asked, by: "person", ...readSegment(project, asked, place) };
  }
  // A reading of the file must not widen what a person has narrowed.
  const kept = live === undefined ? null : settingsOf(live).part;
  if (live !== undefined && kept?.kind === "segment" && kept.by === "person") {
    return { query: live.segment, rule: kept.rule, by: "person", findings: [] };
  }
  return { by: "file", ...segmentOfFile(project, parsed) };
}

/** Reads `segment:` of an issue's file. Findings stand at its own column. */
export function segmentOfFile(
  project: Project,
  { issue, source }: ParsedIssue,
): Pick<ChosenSegment, "query" | "rule" | "findings"> {
  const query = issue?.segment ?? null;
  if (issue === null || query === null) return { query: null, rule: null, findings: [] };
  return { query, ...readSegment(project, query, placeOf(issue, source.text)) };
}

/** Warns about segments of parts that only some readers get. A segment that cannot be read is already a finding of its file. */
export function partsOfFile({ issues }: Project, { issue }: ParsedIssue): readonly Finding[] {
  if (issue === null) return [];
  return [...walkBlocks(issue.body)].flatMap((block) => {
    const asked = block.kind === "only" ? issue.asked[block.asked] : undefined;
    const { line, column, file = issue.path } = block.place;
    const place = { file, line, column };
    return asked === undefined ? [] : unknownIssues(issues, asked, () => place);
  });
}

/** A query as it was typed. `rule` is null where a finding is an error. */
export function readSegment(
  { newsletter, issues }: Project,
  query: string,
  place: Start,
): { rule: Segment | null; findings: readonly Finding[] } {
  const { segment, findings } = parseSegment(query, newsletter, place);
  if (segment === null) return { rule: null, findings };
  const at = (offset: number) => ({ ...place, column: place.column + Math.max(0, offset) });
  return { rule: segment, findings: [...findings, ...unknownIssues(issues, { query, rule: segment }, at)] };
}

function unknownIssues(
  issues: Project["issues"],
  { query, rule }: AskedSegment,
  at: (offset: number) => Start,
): readonly Finding[] {
  const slugs = new Set(issues.flatMap(({ source, issue }) => [source.slug, ...(issue?.aliases ?? [])]));
  const unknown = slugsIn(rule).filter((slug) => !slugs.has(slug));
  const report = createReporter(at);
  for (const slug of unknown) {
    const message = `There is no issue ${slug} in this project, so received:${slug} matches no reader unless the ledger knows it.`;
    report.warning("segment/unknown-issue", query.indexOf(`received:${slug}`), message, {
      hint: "Write the slug of an issue that was sent.",
    });
  }
  return report.findings;
}

function slugsIn(segment: Segment): readonly string[] {
  if (segment.kind === "received") return [segment.slug];
  if (segment.kind === "not") return slugsIn(segment.part);
  return "parts" in segment ? segment.parts.flatMap(slugsIn) : [];
}

/** The place of the value's first character, inside its quotes; the place of the key if the value begins on a line of its own. */
function placeOf(issue: Issue, text: string): Start {
  const key = issue.keyPlaces["segment"];
  if (key === undefined) return { file: issue.path, line: null, column: 1 };
  const line = text.split(/\r?\n/)[key.line - 1] ?? "";
  const before = /^[^:]*:[ \t]+(?:["'](?=.)|(?=[^|>\s]))/.exec(line.slice(key.column - 1));
  return { file: issue.path, line: key.line, column: key.column + (before?.[0].length ?? 0) };
}
