import { basename } from "node:path";
import type { ImportOptions, ImportSummary } from "#src/audience/import/import-options.ts";
import { type ReadFile, readRows } from "#src/audience/import/read-rows.ts";
import { refuseDoubts } from "#src/audience/import/refuse-doubts.ts";
import { summaryOf } from "#src/audience/import/summary-of.ts";
import { canonicalAddress } from "#src/model/address/canonical-address.ts";
import { IMPORT_RANKS, type ImportRow } from "#src/store/readers/import-stage.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { expectList } from "./contact-lists.ts";
import { countPlans } from "./count-plans.ts";
import { type NamedPerson, planPeople } from "./plan-people.ts";
import { openProperties } from "./property-writer.ts";
import { readAudience } from "./read-audience.ts";
import { writePeople } from "./write-people.ts";

/** Resend knows no pause, and would mail somebody who asked for one. */
const PAUSED = "this reader has paused, and Resend knows no pause: import the file again once it is over";

/** Stands in for the suppression key: it only keeps the people of one file apart, and nothing is stored under it. */
const FILE_KEY = "of one file";

/**
 * Imports a CSV of subscribers into Resend's contacts. The file is read and judged as for a ledger; nobody who left, bounced or is
 * suppressed at Resend comes back. A row of a reader who has paused is refused. May be killed anywhere and run again. Throws
 * as `importSubscribers`, and `resend/unanswered`.
 */
export async function importContacts(
  hosted: Hosted,
  file: string,
  options: Omit<ImportOptions, "suppressionKey">,
): Promise<ImportSummary> {
  const { newsletter, onProgress, approve, dryRun = false } = options;
  expectList(newsletter, options.list);
  const source = options.source ?? basename(file);
  const gathered = gatherPeople();
  const paused: { line: number; reason: string }[] = [];
  const whole = await readRows(
    file,
    { ...options, source, suppressionKey: FILE_KEY },
    hosted.clock.now(),
    (row) => {
      const isLeft = row.rank >= IMPORT_RANKS.unsubscribed;
      if (row.pausedUntil === null || isLeft) gathered.take(row);
      else paused.push({ line: row.line, reason: PAUSED });
    },
  );
  const read = {
    ...whole,
    refused: whole.refused + paused.length,
    refusals: [...whole.refusals, ...paused],
  };
  refuseDoubts(source, read.reader.judge.doubts(), options);
  const people = gathered.people();
  const audience = await readAudience(hosted, newsletter, (done) =>
    onProgress?.({ phase: "comparing", done, total: null }),
  );
  const total = people.length;
  const look = await openProperties(hosted, newsletter, false);
  const planned = await planPeople(hosted, audience, people, look, (done) =>
    onProgress?.({ phase: "comparing", done, total }),
  );
  const { duplicates } = gathered;
  const shown = gathered.hasZones() ? withoutZones(read) : read;
  const would = { ...countPlans(planned), duplicates: duplicates() };
  const summary = summaryOf(shown, would, { source, dryRun });
  if (dryRun || (approve !== undefined && !(await approve(summary)))) return summary;
  const hasValues = planned.some(
    ({ plan, person }) => plan.isReader && Object.keys(person.values).length > 0,
  );
  const properties = hasValues ? await openProperties(hosted, newsletter, true) : look;
  const refused = await writePeople(hosted, audience, planned, properties, (done) =>
    onProgress?.({ phase: "writing", done, total }),
  );
  if (refused.size === 0) return summary;
  const more = [...refused].map(([{ line }, reason]) => ({ line, reason }));
  const rows = [...refused.keys()].reduce((sum, person) => sum + person.rows.length, 0);
  const counts = { ...countPlans(planned, refused), duplicates: duplicates() };
  const all = { ...shown, refused: read.refused + rows, refusals: [...read.refusals, ...more] };
  return summaryOf(all, counts, { source, dryRun });
}

/**
 * Reports the column of time zones as one that is not kept: a broadcast leaves at one time for everybody, and a contact has no time zone.
 */
function withoutZones(read: ReadFile): ReadFile {
  const { reader } = read;
  return { ...read, reader: { ...reader, ignoredColumns: [...reader.ignoredColumns, "timezone"] } };
}

/** Collects the rows of a file by person. For each list it keeps the worst row and, of several equally bad ones, the first. */
function gatherPeople() {
  const all = new Map<string, { address: string; line: number; rows: Map<string, ImportRow> }>();
  let duplicates = 0;
  let hasZones = false;
  return {
    take(row: ImportRow): void {
      hasZones ||= row.timezone !== null;
      const key = canonicalAddress(row.address);
      let person = all.get(key);
      if (person === undefined)
        all.set(key, (person = { address: row.address, line: row.line, rows: new Map() }));
      const before = person.rows.get(row.list);
      if (before !== undefined) duplicates += 1;
      if (before === undefined || row.rank > before.rank) person.rows.set(row.list, row);
    },
    duplicates: () => duplicates,
    hasZones: () => hasZones,
    people: (): readonly NamedPerson[] =>
      [...all.values()].map(({ address, line, rows }) => ({
        address,
        line,
        rows: [...rows.values()].map(({ list, rank, suppress }) => ({
          list,
          says:
            rank >= IMPORT_RANKS.unsubscribed ? "left" : rank === IMPORT_RANKS.active ? "active" : "pending",
          suppress: suppress !== null,
        })),
        values: Object.assign(
          {},
          ...[...rows.values()].map(({ attributes }) => attributes),
        ) as NamedPerson["values"],
      })),
  };
}
