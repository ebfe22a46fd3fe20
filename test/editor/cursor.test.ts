import { expect, test } from "vitest";
import { acceptEdit } from "#src/issue/front-matter/accept-edit.ts";
import { cursorAt } from "#src/editor/cursor.ts";

/** The cursor at `|`, without its start. */
function at(marked: string) {
  const offset = marked.indexOf("|");
  const cursor = cursorAt(marked.replace("|", ""), offset);
  if (cursor === null) return null;
  const { start, typed, ...rest } = cursor;
  return start + typed.length === offset ? { typed, ...rest } : "a wrong place";
}

test.each<[string, object | null]>([
  ["---\nse|\n---\n", { kind: "key", parents: [], typed: "se" }],
  ["---\nse|", { kind: "key", parents: [], typed: "se" }],
  ["---\r\nsection: co|\r\n---\r\n", { kind: "value", path: ["section"], typed: "co" }],
  ['---\nsection: "co|"\n---\n', { kind: "value", path: ["section"], typed: "co" }],
  ["---\nsection:|\n---\n", null],
  ["---\nguests:\n  - name: Inés\n    ro|\n---\n", { kind: "key", parents: ["guests"], typed: "ro" }],
  ["---\naccept:\n- rule: a|\n---\n", { kind: "value", path: ["accept", "rule"], typed: "a" }],
  [
    "---\nguests:\n  - image:\n      src: x|\n---\n",
    { kind: "value", path: ["guests", "image", "src"], typed: "x" },
  ],
  ["---\nauthors:\n  - in|\n---\n", { kind: "value", path: ["authors"], typed: "in" }],
  ["---\ntags: [one, tw|]\n---\n", { kind: "value", path: ["tags"], typed: "tw" }],
  ["---\nimage: { src: a, al|", { kind: "key", parents: ["image"], typed: "al" }],
  ["---\nimage: { src: ./a|", { kind: "value", path: ["image", "src"], typed: "./a" }],
  ["---\ntags: [one]|\n---\n", null],
  ["---\nsubject: Hi {{ subscriber.f|\n---\n", { kind: "tag", typed: "subscriber.f" }],
  ["--|-\ntitle: x\n---\n", null],
  ["---\ntitle: x\n---\n\nse|", null],
  ["No front matter, {{ su|", { kind: "tag", typed: "su" }],
  ["Text {{ urls.web }} and|", null],
  ["::bu|", { kind: "directive", form: "leaf", typed: "bu" }],
  ["> :::|", { kind: "directive", form: "container", typed: "" }],
  ["At 9::|", null],
  ["::button[Join]{hr|", { kind: "attribute", directive: "button", typed: "hr" }],
  [
    '::button[Join]{href="./a|',
    { kind: "attribute-value", directive: "button", attribute: "href", typed: "./a" },
  ],
  ['::button[Join]{href="./a"|', null],
  ['::button[Join]{href="./a" |', { kind: "attribute", directive: "button", typed: "" }],
  ["::related{limit=|", { kind: "attribute-value", directive: "related", attribute: "limit", typed: "" }],
  ["> [!no|", { kind: "callout", typed: "[!no" }],
  ["See [one](./a|", { kind: "target", of: "link", typed: "./a" }],
  ["![A press](|", { kind: "target", of: "picture", typed: "" }],
  ["See [one](./a) and|", null],
])("%j", (marked, expected) => {
  expect(at(marked)).toEqual(expected);
});

test("a filter stands behind a bar", () => {
  const text = "{{ subscriber.city | de";
  expect(cursorAt(text, text.length)).toEqual({ kind: "filter", typed: "de", start: text.length - 2 });
});

test.each([
  ["---\ntitle: x\n---\n", '---\ntitle: x\naccept:\n  - rule: a/b\n    reason: ""\n---\n'],
  [
    "---\r\ntitle: x\r\n---\r\nBody",
    '---\r\ntitle: x\r\naccept:\r\n  - rule: a/b\r\n    reason: ""\r\n---\r\nBody',
  ],
  [
    "---\naccept:\n- rule: c/d\n  reason: y\n---\n",
    '---\naccept:\n- rule: c/d\n  reason: y\n- rule: a/b\n  reason: ""\n---\n',
  ],
  [
    "---\naccept:\n    - rule: c/d\n      reason: y\ntitle: x\n---\n",
    '---\naccept:\n    - rule: c/d\n      reason: y\n    - rule: a/b\n      reason: ""\ntitle: x\n---\n',
  ],
  ["---\naccept:\ntitle: x\n---\n", '---\naccept:\n  - rule: a/b\n    reason: ""\ntitle: x\n---\n'],
  ["---\naccept: []\n---\n", '---\naccept: [{ rule: a/b, reason: "" }]\n---\n'],
  [
    "---\naccept: [{ rule: c/d, reason: y }]\n---\n",
    '---\naccept: [{ rule: c/d, reason: y }, { rule: a/b, reason: "" }]\n---\n',
  ],
])("a rule is added to %j", (text, expected) => {
  const edit = acceptEdit("a/b", text);
  expect(edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end)).toBe(expected);
});

test("nothing is written into a file without front matter", () => {
  expect(acceptEdit("a/b", "Only words.\n")).toBe(null);
  expect(acceptEdit("a/b", "---\ntitle: [\n")).toBe(null);
});
