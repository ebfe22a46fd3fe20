import { LetterpressError } from "#src/model/errors.ts";
import { type Newsletter, attributesOf, defaultList } from "#src/model/newsletter.ts";
import type { PersonRow } from "#src/model/hosted/decide-person.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type ExportRow, exportPage } from "#src/store/readers/subscribers.ts";
import { everySuppression } from "#src/audience/export/export-suppressions.ts";
import type { NamedPerson } from "./plan-people.ts";
import type { Values } from "./property-writer.ts";

/** What a ledger holds and Resend cannot, in numbers. */
export interface LedgerLosses {
  /** People who have not confirmed: left out. */
  readonly pending: number;
  /** People who asked for a pause (`paused`) or rest after bounces (`resting`): left out until it is over. */
  readonly paused: number;
  readonly resting: number;
  /** Suppressed or erased people of whom the ledger knows only a key. */
  readonly keys: number;
  readonly timezones: number;
  /** Names of the attributes that are yes or no, and become words at Resend. */
  readonly booleans: readonly string[];
}

const PAGE = 1_000;

/** Reads everybody whom a ledger knows, in the form in which a file names people, and counts what is lost on the way. */
export async function ledgerPeople(
  ledger: Ledger,
  newsletter: Newsletter,
): Promise<{ readonly people: readonly NamedPerson[]; readonly losses: LedgerLosses }> {
  const now = ledger.clock.now();
  const people: NamedPerson[] = [];
  const losses = { pending: 0, paused: 0, resting: 0, keys: 0, timezones: 0 };
  for (let after = 0; ;) {
    const page = await exportPage(ledger.db, { after, limit: PAGE });
    if (page.length === 0) break;
    for (const rows of Map.groupBy(page, ({ id }) => id).values()) {
      const [first] = rows;
      if (first === undefined) continue;
      after = Math.max(after, Number(first.id));
      people.push(personOf(first, rows, newsletter, now, losses));
    }
  }
  for await (const { address } of everySuppression(ledger)) if (address === null) losses.keys += 1;
  const booleans = Object.entries(attributesOf(newsletter)).flatMap(([name, { type }]) =>
    type === "boolean" ? [name] : [],
  );
  return { people, losses: { ...losses, booleans } };
}

function personOf(
  first: ExportRow,
  rows: readonly ExportRow[],
  newsletter: Newsletter,
  now: number,
  losses: { -readonly [K in Exclude<keyof LedgerLosses, "booleans">]: number },
): NamedPerson {
  const isAhead = (at: number | null) => at !== null && Number(at) > now;
  const [isPaused, isResting] = [isAhead(first.paused_until), isAhead(first.rests_until)];
  const suppress = first.suppressed !== null;
  let isPending = false;
  const said = rows.flatMap(({ list, state }): PersonRow[] => {
    if (list === null || state === null) return [];
    if (!Object.hasOwn(newsletter.lists, list))
      throw new LetterpressError("audience/unknown-list", `The ledger has people on the list ${list}.`, {
        hint: `Name it in \`lists\` of newsletter.config.ts with its segment and topic, or remove its people first.`,
      });
    if (state === "unsubscribed") return [{ list, says: "left", suppress }];
    if (state === "pending") isPending = true;
    // Resend knows no pause, and would mail somebody who asked for one.
    const says = state === "active" && !isPaused && !isResting ? "active" : "pending";
    return [{ list, says, suppress }];
  });
  if (said.length === 0) said.push({ list: defaultList(newsletter), says: "left", suppress });
  if (!suppress) {
    if (isPending) losses.pending += 1;
    if (isPaused) losses.paused += 1;
    else if (isResting) losses.resting += 1;
  }
  if (first.timezone !== null) losses.timezones += 1;
  return {
    address: first.address,
    line: 0,
    rows: said,
    values: JSON.parse(first.attributes) as Values,
  };
}
