import { expect, test } from "vitest";
import { bare, parseBody, parseFile } from "./parse.ts";

const paragraph = (text: string) => ({ kind: "paragraph", children: [{ kind: "text", text }] });
const PRO = {
  query: "plan:pro",
  rule: { kind: "attribute", name: "plan", type: "string", operator: "=", value: "pro" },
};

test("reads a part for some readers and what the others get, whatever stands between them in white space", () => {
  const { issue, said } = parseBody(
    "Before.",
    "",
    ':::only{segment="plan:pro"}',
    "The story.",
    ":::",
    "",
    "",
    ":::else",
    "A taste.",
    ":::",
    "",
    ":::only{segment=' plan:pro '}",
    "Once more.",
    ":::",
  );
  expect(said).toEqual([]);
  expect(bare(issue.body)).toEqual([
    paragraph("Before."),
    { kind: "only", asked: 0, blocks: [paragraph("The story.")], otherwise: [paragraph("A taste.")] },
    { kind: "only", asked: 0, blocks: [paragraph("Once more.")], otherwise: [] },
  ]);
  expect(issue.asked).toEqual([PRO]);
  expect(issue.words).toBe(5);
  expect(issue.previewText).toBe("Before.");
});

test("what is in a part for some readers is in no preview text and no description", () => {
  const { issue } = parseBody(':::only{segment="plan:pro"}', "The secret.", ":::", "", "For all.");
  expect([issue.previewText, issue.description]).toEqual(["For all.", "For all."]);
  const hidden = parseBody(':::only{segment="plan:pro"}', "The secret.", ":::");
  expect(hidden.issue.previewText).toBe("");
});

test("parts hold parts, lists, pictures, links and merge tags, and stand in lists and callouts", () => {
  const { issue, said } = parseBody(
    "- One",
    "",
    '  :::only{segment="plan:pro"}',
    "  **[A link](https://example.org)**",
    "  :::",
    "",
    "> [!NOTE]",
    '> :::only{segment="-plan:pro"}',
    "> Text",
    "> :::",
    "",
    '::::only{segment="joined:>2026-01-01"}',
    'Hello {{ subscriber.first_name | default: "you" }}.',
    ':::only{segment="plan:pro"}',
    "![Press](press.png)",
    ":::",
    ":::else",
    "Not pro.",
    ":::",
    "::::",
  );
  expect(said).toEqual([]);
  expect(issue.asked.map(({ query }) => query)).toEqual(["plan:pro", "-plan:pro", "joined:>2026-01-01"]);
  // In a list a bold link stays a link.
  expect(issue.body[0]).toMatchObject({
    items: [{ blocks: [{}, { kind: "only", blocks: [{ kind: "paragraph" }] }] }],
  });
  expect(issue.body[2]).toMatchObject({
    asked: 2,
    blocks: [{ kind: "paragraph" }, { kind: "only", asked: 0, blocks: [{ kind: "image" }] }],
  });
  expect(issue.links.map(({ url }) => url)).toEqual(["https://example.org"]);
  expect(issue.images.map(({ src }) => src)).toEqual(["press.png"]);
});

test("a guest's card may stand in both parts, because nobody gets both", () => {
  const { said, issue } = parseFile(
    [
      "---",
      "title: Hello",
      "guests:",
      "  - name: Ana",
      "---",
      ':::only{segment="plan:pro"}',
      "::guest",
      ":::",
      ":::else",
      "::guest",
      ":::",
    ].join("\n"),
  );
  expect(said.filter((one) => one.startsWith("directive"))).toEqual([]);
  expect(issue?.body[0]).toMatchObject({ blocks: [{ index: 0 }], otherwise: [{ index: 0 }] });
});

test.each([
  ["an attribute nobody declared", ':::only{segment="plan:pro -contry:US"}', "segment/invalid 4:28"],
  ["a value of the wrong type", ':::only{segment="joined:soon"}', "segment/invalid 4:25"],
  ["a list there is not", ":::only{segment=list:daily}", "segment/invalid 4:22"],
  ["a query that cannot be read", ":::only{segment='plan:pro OR'}", "segment/invalid 4:29"],
  ["a merge tag for a segment", ':::only{segment="{{ subscriber.plan }}"}', "segment/invalid 4:19"],
  ["no segment", ":::only", "directive/no-segment 4:1"],
  ["an empty segment", ':::only{segment=" "}', "directive/no-segment 4:1"],
  ["another attribute", ':::only{segment="plan:pro" list="news"}', "directive/unknown-attribute 4:1"],
])("says what is wrong with %s, at its place", (_, opening, finding) => {
  const { said, issue } = parseBody(opening, "The story.", ":::", ":::else", "A taste.", ":::");
  expect(said).toEqual([finding]);
  // The preview loses nothing.
  expect(JSON.stringify(issue.body)).toContain("The story.");
  expect(JSON.stringify(issue.body)).toContain("A taste.");
});

test.each([
  ["an else without its part", ["Text.", "", ":::else", "A taste.", ":::"], ["directive/else 6:1"]],
  [
    "text between a part and its else",
    [':::only{segment="plan:pro"}', "A", ":::", "Text.", "", ":::else", "B", ":::"],
    ["directive/else 9:1"],
  ],
  [
    "a second else",
    [':::only{segment="plan:pro"}', "A", ":::", ":::else", "B", ":::", ":::else", "C", ":::"],
    ["directive/else 10:1"],
  ],
  [
    "an else inside its part",
    [':::only{segment="plan:pro"}', "A", ":::else", "B", ":::"],
    ["directive/unclosed 6:1", "directive/else 6:1"],
  ],
  [
    "an else with a segment",
    [':::only{segment="plan:pro"}', "A", ":::", ':::else{segment="plan:gold"}', "B", ":::"],
    ["directive/unknown-attribute 7:1"],
  ],
  ["a leaf", ['::only[A]{segment="plan:pro"}'], ["directive/form 4:1"]],
  ["an empty part", [':::only{segment="plan:pro"}', ":::"], ["directive/empty 4:1"]],
  [
    "a footnote, which would stand among everybody's",
    [':::only{segment="plan:pro"}', "A[^1]", ":::", "", "[^1]: Secret."],
    ["directive/only-footnote 5:2"],
  ],
  [
    "a note that is defined in it",
    [':::only{segment="plan:pro"}', "B", "", "[^1]: Secret.", ":::", "", "A[^1]"],
    ["directive/only-footnote 7:1"],
  ],
])("says what is wrong with %s", (_, lines, findings) => {
  expect(parseBody(...lines).said).toEqual(findings);
});

test("the mail that asks for a confirmation is the same for everybody", () => {
  const text = [
    "---",
    "title: Please confirm",
    "trigger: confirm",
    "---",
    ':::only{segment="plan:pro"}',
    "A",
    ":::",
  ];
  expect(parseFile(text.join("\n")).said).toEqual(["directive/only-confirm 5:18"]);
});

test("asks each reader about twenty segments and no more, however often", () => {
  const part = (city: number) => [`:::only{segment="plan:p${city}"}`, "A", ":::", ""];
  const twenty = [...Array(20).keys()].flatMap(part);
  expect(parseBody(...twenty, ...twenty).said).toEqual([]);
  expect(parseBody(...twenty, ...part(20)).said).toEqual(["directive/only-many 84:18"]);
});
