import { type RawBuilder, sql } from "kysely";
import { FILLER_NAMES } from "#src/model/address/filler-names.ts";
import type { AttributeFacts, ReaderFacts } from "#src/model/facts.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { countActive } from "#src/store/readers/count-active.ts";
import { memberPages } from "./member-pages.ts";
import { asciiCase, attributeText } from "./segment-where.ts";

export interface ReadersAsked {
  readonly list: string;
  /** A condition over `subscribers s`; null for the whole list. */
  readonly segment: RawBuilder<boolean> | null;
  readonly attributes: readonly string[];
  /** Conditions over `subscribers s`. */
  readonly parts: readonly RawBuilder<boolean>[];
}

type Counted = { -readonly [K in keyof AttributeFacts]: number };

/** The counts of one attribute, in the order of their columns. */
const COUNTED = [
  "lacking",
  "addresses",
  "fillers",
  "capitals",
  "longest",
] as const satisfies readonly (keyof AttributeFacts)[];

/**
 * Counts the active members of a list and what is odd about their attributes. One pass over the list, in pages; without
 * attributes, segment and parts it only counts the list.
 */
export async function readerFacts(ledger: Ledger, asked: ReadersAsked): Promise<ReaderFacts> {
  const { list, segment, attributes, parts } = asked;
  if (segment === null && attributes.length === 0 && parts.length === 0) {
    const onList = await countActive(ledger.db, list);
    return { subscribers: onList, onList, attributes: {}, inPart: [] };
  }
  const columns = [
    ...attributes.flatMap((name, index) =>
      countsOf(attributeText(name, ledger.dialect), ledger.dialect).map(
        (count, at) => sql`${count} as ${sql.ref(`${COUNTED[at]}_${index}`)}`,
      ),
    ),
    ...parts.map((where, index) => sql`count(case when ${where} then 1 end) as ${sql.ref(`part_${index}`)}`),
  ];
  // Readers outside the segment are counted, too, so that one pass gives both numbers.
  const chosen = segment ?? sql<boolean>`1 = 1`;
  let [subscribers, onList] = [0, 0];
  const found = attributes.map((name): [string, Counted] => [
    name,
    { lacking: 0, addresses: 0, fillers: 0, capitals: 0, longest: 0 },
  ]);
  const inPart = parts.map(() => 0);
  for await (const page of memberPages(ledger.db, list)) {
    const { rows } = await sql<Record<string, number | string | null>>`
      select case when ${chosen} then 1 else 0 end as chosen, count(*) as n ${columns.length === 0 ? sql`` : sql`, ${sql.join(columns)}`}
      from list_members m join subscribers s on s.id = m.subscriber_id
      where m.list = ${list} and m.state = 'active' and ${page}
      group by 1`.execute(ledger.db);
    for (const row of rows) {
      const numberOf = (name: string) => Number(row[name] ?? 0);
      onList += numberOf("n");
      if (numberOf("chosen") === 0) continue;
      subscribers += numberOf("n");
      for (const [index, [, one]] of found.entries()) {
        for (const name of ["lacking", "addresses", "fillers", "capitals"] as const)
          one[name] += numberOf(`${name}_${index}`);
        one.longest = Math.max(one.longest, numberOf(`longest_${index}`));
      }
      for (const index of inPart.keys()) inPart[index] = (inPart[index] ?? 0) + numberOf(`part_${index}`);
    }
  }
  return {
    subscribers,
    onList,
    attributes: Object.fromEntries(found),
    inPart,
  };
}

function countsOf(value: RawBuilder<string | null>, dialect: Ledger["dialect"]): RawBuilder<number>[] {
  const text = asciiCase(sql`cast(${value} as text)`, dialect);
  const when = (condition: RawBuilder<unknown>) => sql<number>`count(case when ${condition} then 1 end)`;
  return [
    when(sql`coalesce(${text}, '') = ''`),
    when(sql`${text} like '%_@_%'`),
    when(sql`lower(trim(${text})) in (${sql.join(FILLER_NAMES)})`),
    // A name without a letter that is folded is not in capitals.
    when(sql`length(${text}) > 2 and upper(${text}) = ${text} and lower(${text}) <> ${text}`),
    sql<number>`max(length(${text}))`,
  ];
}
