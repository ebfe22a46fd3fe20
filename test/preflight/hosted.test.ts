import { expect, test } from "vitest";
import type { Block } from "#src/model/block.ts";
import { BUILT_IN_TAGS, type MergeTag, tokenOf } from "#src/model/merge-tag.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { type Changes, html, letter, NEWSLETTER, paragraph, place, plain } from "./build-letter.ts";

const HOSTED = { ...NEWSLETTER, audience: "resend" } as const;

/** Rules of hosted/ that a letter meets, each with its line. */
function found(changes: Changes, newsletter = HOSTED as typeof NEWSLETTER): string[] {
  const { issue, email, facts } = letter({ ...changes, facts: { ...changes.facts, newsletter } });
  return preflight(issue, email, facts)
    .filter(({ rule }) => rule.startsWith("hosted/"))
    .map(({ rule, severity, line }) => `${severity} ${rule} ${line}`);
}

function tagged(
  tag: Omit<MergeTag, "source">,
  context: "text" | "attribute" | "url-component" = "text",
): Changes {
  const tags = [...BUILT_IN_TAGS, { ...tag, source: "{{ … }}" }];
  const [before = "", unsubscribe, after = ""] = html("<p>Hello </p>");
  return {
    tags,
    issue: { body: [paragraph(`Hello ${tokenOf(3)}`, 12)] },
    html: [before as string, { tag: 3, context }, " ", unsubscribe!, after as string],
    text: plain("Hello"),
  };
}

const there = { name: "default", args: ["there"] } as const;

test("what Resend cannot do is an error at its line", () => {
  const sendAt = { kind: "local", local: "2026-12-01T09:00", at: 0, zone: "UTC", source: "" } as const;
  const keyPlaces = { send_at: place(4), segment: place(5), trigger: place(6), subject: place(2) };
  expect(found({ issue: { keyPlaces, sendAt } })).toEqual(["error hosted/local-time 4"]);
  expect(found({ issue: { keyPlaces, segment: "plan:pro" } })).toEqual(["error hosted/segment 5"]);
  expect(found({ issue: { keyPlaces, trigger: "welcome" } })).toEqual(["error hosted/trigger 6"]);
  expect(found({ issue: { keyPlaces }, subject: "On {{{braces}}}" })).toEqual(["error hosted/subject 2"]);
});

test("a part for some readers is an error at its line, however deep it stands", () => {
  const part = {
    kind: "only",
    asked: 0,
    blocks: [paragraph("A", 13)],
    otherwise: [],
    place: place(12),
  } as const;
  const quote = { kind: "quote", blocks: [{ ...part, place: place(20) }], place: place(19) } as const;
  const issue = { body: [part, quote] };
  expect(found({ issue })).toEqual(["error hosted/only 12", "error hosted/only 20"]);
  expect(found({ issue }, NEWSLETTER)).toEqual([]);
});

test("a question how the issue was is an error at its line", () => {
  const quote = {
    kind: "quote",
    blocks: [{ kind: "rate", children: [], place: place(20) }],
    place: place(19),
  };
  const issue = { body: [paragraph("Text."), quote as Block] };
  expect(found({ issue })).toEqual(["error hosted/rate 20"]);
  expect(found({ issue }, NEWSLETTER)).toEqual([]);
});

test("merge tags may have a default, in text; nothing else", () => {
  const name = "subscriber.first_name";
  expect(found(tagged({ name, filters: [there] }))).toEqual([]);
  expect(found(tagged({ name, filters: [there, { name: "upcase", args: [] }] }))).toEqual([
    "error hosted/filter 12",
  ]);
  expect(found(tagged({ name, filters: [{ name: "default", args: ["a|b"] }] }))).toEqual([
    "error hosted/fallback 12",
  ]);
  expect(found(tagged({ name, filters: [there] }, "url-component"))).toEqual([
    "error hosted/tag-in-address 12",
  ]);
});

test("with a ledger all of it is possible", () => {
  expect(found({ issue: { segment: "plan:pro", trigger: "welcome" } }, NEWSLETTER)).toEqual([]);
});
