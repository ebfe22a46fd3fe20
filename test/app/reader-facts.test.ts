import { expect, test } from "vitest";
import { ledgerFacts } from "#src/app/facts/ledger-facts.ts";
import { addSubscriber } from "#src/audience/add-subscriber.ts";
import { HOUR_MS } from "#src/model/durations.ts";
import { BUILT_IN_TAGS } from "#src/model/merge-tag.ts";
import type { Segment } from "#src/model/segment.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readWhole, recorded } from "../helpers/explained.ts";
import { DIALECTS, SUPPRESSION_KEY, tempLedger } from "../helpers/temp-ledger.ts";
import { letter, NEWSLETTER } from "../preflight/build-letter.ts";

const newsletter = { ...NEWSLETTER, attributes: { plan: { type: "string" as const } } };

const PRO: Segment = { kind: "attribute", name: "plan", type: "string", operator: "=", value: "pro" };
const FREE: Segment = { ...PRO, value: "free" };
const TAG = { name: "subscriber.first_name", filters: [], source: "{{ subscriber.first_name }}" };

async function readers(dialect: Ledger["dialect"]): Promise<Ledger> {
  const ledger = await tempLedger({ dialect });
  const people = [
    { first_name: "Ada", plan: "pro" },
    { first_name: "test ", plan: "pro" },
    { first_name: "LINUS", plan: "pro" },
    { first_name: "jo@example.org", plan: "free" },
    { plan: "free" },
    { first_name: "李明" },
    { first_name: "JD" },
    // Where É is folded, too, this is not in capitals.
    { first_name: "JOSé" },
  ];
  for (const [index, attributes] of people.entries())
    await addSubscriber(ledger, `reader-${index}@a.example`, {
      newsletter,
      list: "weekly",
      suppressionKey: SUPPRESSION_KEY,
      source: "test",
      attributes,
    });
  return ledger;
}

const { issue, email } = letter({ tags: [...BUILT_IN_TAGS, TAG] });
const asking = (more: Partial<Parameters<typeof ledgerFacts>[1]> = {}) => ({
  email,
  issue,
  segment: null,
  now: HOUR_MS,
  mayBeKept: false,
  ...more,
});

for (const dialect of DIALECTS) {
  test(`counts odd values, of a segment alone, and who sees a part (${dialect})`, async () => {
    const ledger = await readers(dialect);
    const { readers: all } = await ledgerFacts(ledger, asking());
    expect(all).toEqual({
      kind: "known",
      value: {
        subscribers: 8,
        onList: 8,
        attributes: {
          first_name: { lacking: 1, addresses: 1, fillers: 1, capitals: 2, longest: 14 },
        },
        inPart: [],
      },
    });
    const asked = [
      { query: "plan:pro", rule: PRO },
      { query: "plan:free", rule: FREE },
    ];
    const { readers: some } = await ledgerFacts(ledger, asking({ email: { ...email, asked }, segment: PRO }));
    expect(some).toMatchObject({
      kind: "known",
      value: {
        subscribers: 3,
        onList: 8,
        attributes: { first_name: { lacking: 0, addresses: 0, fillers: 1, capitals: 1, longest: 5 } },
        inPart: [3, 0],
      },
    });
  });

  test(`the job counts once an hour, and reads no table from end to end (${dialect})`, async () => {
    const ledger = await readers(dialect);
    const watched = recorded(ledger);
    const statements = async (now: number) => {
      const before = watched.queries().length;
      await ledgerFacts(watched.ledger, asking({ now, mayBeKept: true }));
      return watched
        .queries()
        .slice(before)
        .filter(({ sql }) => sql.includes("list_members")).length;
    };
    // A page, its end, and the end of the list.
    expect(await statements(HOUR_MS)).toBe(3);
    expect(await statements(HOUR_MS + 1)).toBe(0);
    expect(await statements(2 * HOUR_MS - 1)).toBe(0);
    expect(await statements(2 * HOUR_MS)).toBe(3);
    for (const query of watched.queries())
      expect(await readWhole(ledger, query, ["compositions"])).toEqual([]);
  });
}

test("an email without tags, for a whole list, costs one count", async () => {
  const ledger = await readers("sqlite");
  const watched = recorded(ledger);
  const plain = letter();
  const { readers: found } = await ledgerFacts(watched.ledger, asking({ email: plain.email }));
  expect(found).toMatchObject({ value: { subscribers: 8, attributes: {} } });
  expect(watched.queries()).toHaveLength(1);
});
