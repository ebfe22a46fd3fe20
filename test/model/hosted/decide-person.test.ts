import { expect, test } from "vitest";
import { type AskedPerson, type PersonRow, decidePerson } from "#src/model/hosted/decide-person.ts";

const TOPICS = new Map([
  ["weekly", "tw"],
  ["extra", "te"],
]);
const yes = (list = "weekly"): PersonRow => ({ list, says: "active", suppress: false });
const no = (list = "weekly"): PersonRow => ({ list, says: "left", suppress: false });
const waits: PersonRow = { list: "weekly", says: "pending", suppress: false };
const complained: PersonRow = { list: "weekly", says: "left", suppress: true };
const known = (lists: readonly string[], left: readonly string[] = [], unsubscribed = false) => ({
  unsubscribed,
  lists: new Set(lists),
  left: new Set(left),
});

/** What is written of a person, in words, and what each row counts as. */
function decided(rows: readonly PersonRow[], has: AskedPerson["known"], isSuppressed = false): string {
  const plan = decidePerson({ rows, known: has, isSuppressed, topics: TOPICS });
  const { create } = plan;
  return [
    plan.suppress && "suppress",
    plan.leave.length > 0 && `leave ${plan.leave.join()}`,
    plan.join.length > 0 && `join ${plan.join.join()}`,
    create &&
      `create ${create.unsubscribed ? "unsubscribed" : create.lists.join()} without ${create.left.join() || "nothing"}`,
    plan.rows.map((row) => `${row.class} ${row.result}`).join(", "),
  ]
    .filter(Boolean)
    .join("; ");
}

test.each([
  ["nobody knows them", [yes()], null, "create weekly without nothing; new active"],
  ["nobody knows them, and they left", [no()], null, "create unsubscribed without tw; new unsubscribed"],
  [
    "they left one list and read another",
    [yes(), no("extra")],
    null,
    "create weekly without te; new active, new unsubscribed",
  ],
  ["they complained", [complained], null, "suppress; new suppressed"],
  [
    "they complained of one list",
    [complained, yes("extra")],
    null,
    "suppress; new suppressed, suppressed suppressed",
  ],
  ["they have not confirmed", [waits], null, "unchanged pending"],
  ["they read it", [yes()], known(["weekly"]), "unchanged active"],
  ["they read it and a file says they wait", [waits], known(["weekly"]), "unchanged active"],
  ["they are a contact of something else", [yes()], known([]), "join weekly; new active"],
  ["they left it and read another", [yes()], known(["weekly", "extra"], ["tw"]), "preserved unsubscribed"],
  [
    "they left it, and read nothing else",
    [yes("extra")],
    known(["weekly"], ["tw"]),
    "preserved unsubscribed",
  ],
  ["they left one and read another", [yes("extra")], known(["weekly", "extra"], ["tw"]), "unchanged active"],
  [
    "they left everything",
    [yes(), waits],
    known(["weekly"], [], true),
    "preserved unsubscribed, preserved unsubscribed",
  ],
  ["they leave", [no()], known(["weekly"]), "leave tw; unsubscribed unsubscribed"],
  ["they leave what they were never on", [no()], known(["extra"]), "leave tw; new unsubscribed"],
  ["they left before", [no()], known(["weekly"], ["tw"]), "unchanged unsubscribed"],
  ["they complain", [complained], known(["weekly"]), "suppress; leave tw; unsubscribed suppressed"],
] as const)("%s", (_, rows, has, expected) => {
  expect(decided(rows, has)).toBe(expected);
});

test("who is suppressed is neither made a contact nor put into a segment", () => {
  expect(decided([yes()], null, true)).toBe("suppressed suppressed");
  expect(decided([no()], null, true)).toBe("suppressed suppressed");
  expect(decided([yes()], known([]), true)).toBe("suppressed suppressed");
});

test("two lists of one topic are left together", () => {
  const topics = new Map([
    ["weekly", "tw"],
    ["extra", "tw"],
  ]);
  const asked = { rows: [yes("extra"), no()], isSuppressed: false, topics };
  expect(decidePerson({ ...asked, known: null }).create).toMatchObject({ lists: [], unsubscribed: true });
  expect(decidePerson({ ...asked, known: known([]) })).toMatchObject({ join: [], leave: ["tw"] });
});
