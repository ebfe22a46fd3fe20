import { expect, test } from "vitest";
import { parseBody, parseFile } from "./parse.ts";

const file = (body: string) => ["---", "title: Hello", "---", body].join("\n");
const many = (piece: string, count: number) => piece.repeat(count);

// What counts is steps and not seconds, so that the answer is the same on every machine.
test.each([
  ["stars that open and close", many("a*b", 20_000)],
  ["stars and underlines", many("*_a", 20_000)],
  ["stars that open, then stars that close", many("*a ", 10_000) + many("a* ", 10_000)],
  ["strong emphasis in strong emphasis", many("**a ", 3000) + many(" b**", 3000)],
  ["tildes", many("~~a", 15_000)],
  ["stars beside Chinese", many("**。**", 12_000)],
  ["brackets that close nothing", many("]", 20_000)],
  ["comments that never end", many("a <!-- ", 10_000)],
  ["instructions that never end", many("a <?", 20_000)],
  ["containers that never end", many(":::a\n", 1000)],
  ["containers with text that never end", many(":::note\ntext\n", 1000)],
  ["underlined headings", many("a\n===\n", 5000)],
])("%s are refused before they take minutes", (_, body) => {
  const { issue, findings } = parseFile(file(body));
  expect(issue).toBeNull();
  expect(findings).toMatchObject([{ rule: "issue/too-intricate", severity: "error" }]);
  expect(findings[0]?.line).toBeGreaterThan(3);
});

test.each([
  ["10,000 links in a paragraph", many("[a](https://example.org/b) ", 10_000), "issue/too-intricate"],
  ["10,000 items of a list", many("- a\n", 10_000), "issue/too-long"],
  ["10,000 bare addresses", many("https://a.example ", 10_000), "issue/too-long"],
])("%s are refused before anybody draws them", (_, body, rule) => {
  const { issue, findings } = parseFile(file(body));
  expect(issue).toBeNull();
  expect(findings).toMatchObject([{ rule, severity: "error" }]);
  expect(findings[0]?.line).toBeGreaterThan(3);
});

test("the line of too many quotations is named", () => {
  expect(parseFile(file(`One.\n\n${many(">", 5000)}`)).findings).toMatchObject([
    { rule: "issue/too-deep", line: 6 },
  ]);
});

test.each([
  ["quotations", many(">", 5000)],
  ["quotations with spaces", many("> ", 5000)],
  ["lists", `${many("- ", 2000)}a`],
  ["emphasis", `${many("*a ", 200)}${many("b* ", 200)}`],
  ["tags", `${many("<u>", 3000)}a${many("</u>", 3000)}`],
])("%s that are nested too deeply are refused", (_, body) => {
  const { issue, findings } = parseFile(file(body));
  expect(issue).toBeNull();
  expect(findings).toMatchObject([{ rule: "issue/too-deep", severity: "error" }]);
});

test("what is only long is read", () => {
  const long: readonly (readonly [string, number])[] = [
    ["[a](https://example.org/b) ", 2000],
    ["a [b](https://example.org/b) *c* **d**\n\n", 500],
    ["*a ", 20_000],
    ["- *a* `b_c` <!-- d --> <sup>2</sup>\n", 500],
    ["a_b ", 5000],
  ];
  for (const [piece, count] of long) expect(parseBody(many(piece, count)).findings).toEqual([]);
});

test("code may hold what is refused outside it", () => {
  expect(parseBody("```", many("*_a ]<!--", 5000), "```").findings).toEqual([]);
});
