import { expect, test } from "vitest";
import { parseFile, parseKeys } from "./parse.ts";

test.each([
  ["2026-12-01 09:00", { kind: "wall", zone: "America/Lima", at: Date.UTC(2026, 11, 1, 14) }],
  ["2026-12-01T09:00-05:00", { kind: "instant", at: Date.UTC(2026, 11, 1, 14) }],
  ["2026-12-01 09:00:00 -0500", { kind: "instant", at: Date.UTC(2026, 11, 1, 14) }],
  ["2026-12-01T14:00:00Z", { kind: "instant", at: Date.UTC(2026, 11, 1, 14) }],
  ["2026-12-01T02:00-12:00", { kind: "instant", at: Date.UTC(2026, 11, 1, 14) }],
  ["2026-12-01 09:00 local", { kind: "local", local: "2026-12-01T09:00", at: Date.UTC(2026, 10, 30, 19) }],
  ['"2026-12-01 09:00"', { kind: "wall", source: "2026-12-01 09:00" }],
])("send_at: %s is an intended time", (source, expected) => {
  const { issue, findings } = parseKeys(`send_at: ${source}`);
  expect(findings).toEqual([]);
  expect(issue?.sendAt).toMatchObject(expected);
  expect(issue?.date).toBe("2026-12-01");
});

test("send_at: next needs a section with a slot", () => {
  expect(parseKeys("section: corner", "send_at: next").issue).toMatchObject({
    sendAt: { kind: "next", source: "next" },
    date: null,
  });
  expect(parseKeys("section: plain", "send_at: next").said).toEqual(["send-at/no-slot 4:10"]);
  expect(parseKeys("send_at: next").said).toEqual(["send-at/no-slot 3:10"]);
});

test("a time that the clocks jump over names its neighbours", () => {
  const { findings, issue } = parseKeys("timezone: Europe/Madrid", "send_at: 2027-03-28 02:30");
  expect(issue?.sendAt).toBeNull();
  expect(findings).toMatchObject([
    {
      rule: "send-at/gap",
      severity: "error",
      line: 4,
      column: 10,
      hint: "The nearest times are 2027-03-28T01:30+01:00 and 2027-03-28T03:30+02:00.",
    },
  ]);
});

test("a time that happens twice asks for one of the two", () => {
  const { findings } = parseKeys("timezone: Europe/Madrid", "send_at: 2026-10-25 02:30");
  expect(findings).toMatchObject([
    { rule: "send-at/ambiguous", hint: "Write 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00." },
  ]);
  expect(parseKeys("timezone: Europe/Madrid", "send_at: 2026-10-25T02:30+02:00").findings).toEqual([]);
});

test.each([
  ["2026-12-01", "send-at/no-time"],
  ["tomorrow at 9am", "send-at/invalid"],
  ["2026-02-30 09:00", "send-at/invalid"],
  ["2026-12-01 24:00", "send-at/invalid"],
  ["2026-12-01 09:00:30", "send-at/invalid"],
  ["2026-12-01 09:00 America/Lima", "send-at/invalid"],
  ["2026-12-08T09:00:99Z", "send-at/invalid"],
  ["2026-12-08T09:00:60-05:00", "send-at/invalid"],
  ["2026-12-08T09:00+99:00", "send-at/invalid"],
  ["2026-12-08T09:00-05:75", "send-at/invalid"],
  ["2026-12-08T09:00+14:30", "send-at/invalid"],
  ["2026-12-08T09:00-12:30", "send-at/invalid"],
  ["2026-12-08 09:99Z", "send-at/invalid"],
  ["2026-13-08 09:00 local", "send-at/invalid"],
])("send_at: %s is no time", (source, rule) => {
  expect(parseKeys(`send_at: ${source}`).findings).toMatchObject([
    { rule, severity: "error", line: 3, column: 10 },
  ]);
});

test.each([
  ["2026-12-01 9:00", "send_at: 2026-12-01 09:00"],
  ['"2026-2-1 9:00"', 'send_at: "2026-02-01 09:00"'],
  ["2026-12-01 9:00 local", "send_at: 2026-12-01 09:00 local"],
])("send_at: %s is fixed to two digits each", (source, fixed) => {
  const result = parseKeys(`send_at: ${source}`);
  expect(result.fixed).toContain(`${fixed}\n`);
  expect(parseFile(result.fixed).findings).toEqual([]);
});

test("a date other than the day of sending is a mistake in one of them", () => {
  expect(parseKeys("date: 2026-12-02", "send_at: 2026-12-01 09:00").said).toEqual(["send-at/other-day 3:7"]);
  expect(parseKeys("date: 2026-12-01", "send_at: 2026-12-02T02:00:00Z").findings).toEqual([]);
});
