import { expect, test } from "vitest";
import { BUILT_IN_TAGS, replaceTokens, splitTokens, tokenOf } from "#src/model/merge-tag.ts";
import { maskMergeTags } from "#src/issue/merge-tags/mask-merge-tags.ts";
import { cpuTime } from "../helpers/cpu-time.ts";
import { bare, parseBody, parseFile, parseKeys } from "./parse.ts";

const NAME = '{{ subscriber.first_name | default: "there" }}';
const WEB = tokenOf(2);

test("a merge tag is compiled once and appears in the text as its token", () => {
  const { issue, findings } = parseBody(`Hello ${NAME}, dear ${NAME}!`);
  expect(findings).toEqual([]);
  expect(issue.mergeTags).toEqual([
    ...BUILT_IN_TAGS,
    { name: "subscriber.first_name", filters: [{ name: "default", args: ["there"] }], source: NAME },
  ]);
  expect(bare(issue.body)).toEqual([
    { kind: "paragraph", children: [{ kind: "text", text: `Hello ${tokenOf(3)}, dear ${tokenOf(3)}!` }] },
  ]);
});

test("filters keep their arguments, texts and numbers", () => {
  const { issue, findings } = parseBody(
    `{{subscriber.plan|truncate:20,"…"|upcase}} {{ subscriber.joined | date: "%Y" | default: 'never' }} {{ subscriber.last_name | downcase | capitalize }}`,
  );
  expect(findings).toEqual([]);
  expect(issue.mergeTags.slice(3).map(({ name, filters }) => ({ name, filters }))).toEqual([
    {
      name: "subscriber.plan",
      filters: [
        { name: "truncate", args: [20, "…"] },
        { name: "upcase", args: [] },
      ],
    },
    {
      name: "subscriber.joined",
      filters: [
        { name: "date", args: ["%Y"] },
        { name: "default", args: ["never"] },
      ],
    },
    {
      name: "subscriber.last_name",
      filters: [
        { name: "downcase", args: [] },
        { name: "capitalize", args: [] },
      ],
    },
  ]);
});

test("a tag with a bar in a table cell stays in its cell", () => {
  const { issue, findings } = parseBody("| a | b |", "|---|---|", `| ${NAME} | x |`);
  expect(findings).toEqual([]);
  expect(bare(issue.body[0])).toMatchObject({
    kind: "table",
    rows: [[{ children: [{ text: tokenOf(3) }] }, { children: [{ text: "x" }] }]],
  });
});

test("a tag lives in links, alt texts, emphasis, headings, buttons and directives", () => {
  const { issue, findings } = parseBody(
    '[page]({{ urls.web }}) and [more](https://example.org/?n={{ subscriber.plan | default: "a b" }}&x=1)',
    "",
    `![A letter for ${NAME}](./a.png "To ${NAME.replaceAll('"', "'")}")`,
    "",
    `## For *${NAME}*`,
    "",
    "**[Leave]({{ urls.unsubscribe }})**",
    "",
    '::button[Read]{href="{{ urls.web }}"}',
    "",
    "[reference]",
    "",
    "[reference]: {{ urls.preferences }}",
  );
  expect(findings).toEqual([]);
  expect(issue.links.map(({ url }) => url)).toEqual([
    WEB,
    `https://example.org/?n=${tokenOf(3)}&x=1`,
    tokenOf(0),
    WEB,
    tokenOf(1),
  ]);
  expect(issue.images[0]).toMatchObject({ alt: `A letter for ${tokenOf(4)}`, caption: `To ${tokenOf(4)}` });
  expect(bare(issue.body[2])).toMatchObject({
    children: [{ text: "For " }, { kind: "emphasis", children: [{ text: tokenOf(4) }] }],
  });
  expect(issue.body.map(({ kind }) => kind)).toEqual([
    "paragraph",
    "image",
    "heading",
    "button",
    "button",
    "paragraph",
  ]);
});

test("in code a tag is what its author typed, and may be anything", () => {
  const { issue, findings } = parseBody(
    `Write \`${NAME}\` or \`{{ anything }}\` or \`{% if %}\`:`,
    "",
    "```liquid",
    `{{{ raw }}} ${NAME} {% for x in y %}`,
    "{{ unclosed",
    "```",
    "",
    "    {{ indented | nonsense }}",
  );
  expect(findings).toEqual([]);
  expect(issue.mergeTags).toEqual(BUILT_IN_TAGS);
  expect(bare(issue.body)).toMatchObject([
    {
      children: [
        {},
        { kind: "code", text: NAME },
        {},
        { text: "{{ anything }}" },
        {},
        { text: "{% if %}" },
        {},
      ],
    },
    { kind: "code", lang: "liquid", text: `{{{ raw }}} ${NAME} {% for x in y %}\n{{ unclosed` },
    { kind: "code", text: "{{ indented | nonsense }}" },
  ]);
});

test("front matter's texts may hold tags, and findings point at the tag", () => {
  const { issue, findings } = parseKeys(
    `subject: 'For ${NAME}'`,
    `preview_text: "Dear {{ subscriber.first_name | default: 'you' }}"`,
    "subtitle: 'Your {{ subscriber.frist_name }}'",
  );
  const sourceOf = (text: string) => replaceTokens(text, (index) => issue?.mergeTags[index]?.source ?? "");
  expect(issue?.subject).not.toContain("{{");
  expect(sourceOf(issue?.subject ?? "")).toBe(`For ${NAME}`);
  expect(sourceOf(issue?.previewText ?? "")).toBe("Dear {{ subscriber.first_name | default: 'you' }}");
  expect(findings).toMatchObject([
    { rule: "merge-tag/unknown", line: 5, column: 17, hint: "Did you mean subscriber.first_name?" },
  ]);
});

test.each([
  ["{{ subscriber.frist_name }}", "merge-tag/unknown", "{{ subscriber.first_name }}"],
  ["{{ first_name }}", "merge-tag/unknown", "{{ subscriber.first_name }}"],
  ["{{ urls.unsubscrbe }}", "merge-tag/unknown", "{{ urls.unsubscribe }}"],
  ["{{ urls.web | upcased }}", "merge-tag/unknown-filter", null],
  ["{{ subscriber.plan | default }}", "merge-tag/syntax", null],
  ["{{ subscriber.plan | default: other }}", "merge-tag/syntax", null],
  ["{{ subscriber.plan | default: k: 1 }}", "merge-tag/syntax", null],
  ['{{ subscriber.plan default: "x" }}', "merge-tag/syntax", null],
  ['{{ subscriber.plan | default: "x }}', "merge-tag/syntax", null],
  ["{{ subscriber.plan subscriber.city }}", "merge-tag/syntax", null],
  ["{{ subscriber.plan | upcase: 1 }}", "merge-tag/syntax", null],
  ["{{ 'text' | upcase }}", "merge-tag/unknown", null],
  ["{{ subscriber['plan'] }}", "merge-tag/unknown", "{{ subscriber.plan }}"],
  ["{{- urls.web -}}", "merge-tag/syntax", null],
  ["{{}}", "merge-tag/syntax", null],
  ["{{ }}", "merge-tag/syntax", null],
  ["{% if subscriber.plan %}", "merge-tag/statement", null],
  ["{% include 'x' %}", "merge-tag/statement", null],
  ["{{{ urls.web }}}", "merge-tag/triple-braces", "{{ urls.web }}"],
  ["{{{RESEND_UNSUBSCRIBE_URL}}}", "merge-tag/triple-braces", "{{ urls.unsubscribe }}"],
  [
    "{{{contact.first_name|there}}}",
    "merge-tag/triple-braces",
    '{{ subscriber.first_name | default: "there" }}',
  ],
  ["{{{FIRST_NAME|there}}}", "merge-tag/triple-braces", '{{ subscriber.first_name | default: "there" }}'],
])("%s is refused where it stands, and shown as typed", (tag, rule, fixed) => {
  const result = parseBody("One.", "", `Two ${tag} three.`);
  expect(result.findings).toMatchObject([{ rule, severity: "error", line: 6, column: 5 }]);
  expect(bare(result.issue.body[1])).toEqual({
    kind: "paragraph",
    children: [{ kind: "text", text: `Two ${tag} three.` }],
  });
  expect(result.fixed).toContain(`Two ${fixed ?? tag} three.`);
});

test("a tag that does not end on its line is found", () => {
  expect(parseBody("Hello {{ subscriber.first_name", "}} there").said).toEqual(["merge-tag/unclosed 4:7"]);
  expect(parseKeys("subject: 'Hi {{ subscriber.first_name'").said).toEqual(["merge-tag/unclosed 3:14"]);
});

test("braces in quotes do not end a tag", () => {
  const { issue, findings } = parseBody(`Hi {{ subscriber.plan | default: "}} it's" }}!`);
  expect(findings).toEqual([]);
  expect(issue.mergeTags[3]?.filters).toEqual([{ name: "default", args: ["}} it's"] }]);
});

test("a wrong tag in an address leaves the words and no link", () => {
  const { issue, said } = parseBody("[go](https://x.example/{{ nothing }})");
  expect(said).toEqual(["merge-tag/unknown 4:24"]);
  expect(issue.links).toEqual([]);
  expect(bare(issue.body[0])).toMatchObject({ children: [{ kind: "text", text: "go" }] });
});

test("replacing tags moves no line and no column", () => {
  const pieces = [
    NAME,
    "{{urls.web}}",
    "{{ x }}",
    "{{a}}",
    "{{{b|c}}}",
    "{% d %}",
    "text ",
    "é👋🏻",
    "\n",
    "`",
    "[",
    "](",
    ")",
    "{{",
    "}}",
    '"',
    "'",
  ];
  let seed = 7;
  const next = (limit: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % limit;
  for (let round = 0; round < 2000; round += 1) {
    const text = Array.from({ length: 1 + next(40) }, () => pieces[next(pieces.length)]).join("");
    const { text: masked, candidates } = maskMergeTags(text);
    expect(masked).toHaveLength(text.length);
    let at = 0;
    for (const [index, { source, at: start }] of candidates.entries()) {
      expect(text.slice(start, start + source.length)).toBe(source);
      expect(masked.slice(at, start)).toBe(text.slice(at, start));
      expect(masked.slice(start, start + source.length)).toBe(tokenOf(index, source.length));
      at = start + source.length;
    }
    expect(masked.slice(at)).toBe(text.slice(at));
  }
});

test("a place after tags is the place the author sees", () => {
  const body = `Hello ${NAME} and ${NAME}, [x](javascript:alert) ![](./a.png)`;
  expect(parseBody(body).said).toEqual([
    `link/scheme 4:${body.indexOf("[x]") + 1}`,
    `image/no-alt 4:${body.indexOf("![]") + 1}`,
  ]);
});

test("a thousand tags in one line are read, in little time", () => {
  const took = cpuTime(() => {
    const { issue, findings } = parseBody(`${NAME} `.repeat(3000));
    expect(findings).toEqual([]);
    expect(issue.mergeTags).toHaveLength(4);
    parseBody(`{{ ${'"'.repeat(20_000)}`);
    parseBody("{{ ".repeat(5000));
  });
  expect(took).toBeLessThan(2000);
});

test("nobody can forge a token", () => {
  const forged = [tokenOf(0), "&#xE000;&#xE010;&#xE001;", "&#57344;&#57360;&#57345;"];
  for (const token of forged) {
    const { issue, findings } = parseBody(`Hi ${NAME} ${token}`, "", `\`${token}\``);
    expect(findings.length).toBeGreaterThan(0);
    expect(
      findings.every(({ rule, severity }) => rule === "characters/reserved" && severity === "error"),
    ).toBe(true);
    expect(splitTokens(JSON.stringify(issue.body)).filter((piece) => typeof piece === "number")).toEqual([3]);
  }
  expect(parseFile(`---\ntitle: a${tokenOf(0)}\n---\nText.\n`).said[0]).toBe("characters/reserved 2:9");
});

test.each([
  ['date: "long", "not a language"', "range"],
  ['truncate: "many"', "range"],
  ['default: "\\ud83d"', "half-character"],
])("an argument that would fail for every reader is found where it is written: %s", (filter, rule) => {
  const { findings } = parseBody(`Hello {{ subscriber.first_name | ${filter} }}!`);
  expect(findings).toMatchObject([{ rule: `merge-tag/${rule}`, severity: "error" }]);
});

test("braces behind a backslash, or written as references, are what readers see", () => {
  const { issue, findings } = parseBody(
    "In Vue, \\{\\{ name }} or \\{{ name }} is a value, and \\{% if %} or &#123;{ is not.",
  );
  expect(findings).toEqual([]);
  expect(issue.body).toMatchObject([
    { children: [{ text: "In Vue, {{ name }} or {{ name }} is a value, and {% if %} or {{ is not." }] },
  ]);
  expect(parseBody("A backslash \\\\{{ urls.web }} and \\*one\\* {{ name").said).toEqual([
    "merge-tag/unclosed 4:42",
  ]);
});

test.each([
  ["{{ UnsubscribeURL }}", "{{ urls.unsubscribe }}"],
  ["{{unsubscribe_url}}", "{{urls.unsubscribe}}"],
  ["{{ unsubscribe }}", "{{ urls.unsubscribe }}"],
  ["{{ unsubscribe_link }}", "{{ urls.unsubscribe }}"],
  ["{% unsubscribe %}", "{{ urls.unsubscribe }}"],
  ["{{{unsubscribe}}}", "{{ urls.unsubscribe }}"],
  ["{{{ RESEND_UNSUBSCRIBE_URL }}}", "{{ urls.unsubscribe }}"],
  ["{{ MessageURL }}", "{{ urls.web }}"],
  ["{{ mirror }}", "{{ urls.web }}"],
  ["{% web_view %}", "{{ urls.web }}"],
  ["{{ view_in_browser_url }}", "{{ urls.web }}"],
  ["{{ manage_subscription_url }}", "{{ urls.preferences }}"],
  ["{{ .Subscriber.FirstName }}", "{{ subscriber.first_name }}"],
  ["{{ subscriber.firstname }}", "{{ subscriber.first_name }}"],
  ["{{ contact.FIRSTNAME | default: 'there' }}", "{{ subscriber.first_name | default: 'there' }}"],
  ["{{first_name|default:'there'}}", "{{subscriber.first_name|default:'there'}}"],
  ['{{var:firstname:"there"}}', '{{ subscriber.first_name | default: "there" }}'],
  ["{{ person.last_name }}", "{{ subscriber.last_name }}"],
  ["{{ contact.PLAN }}", "{{ subscriber.plan }}"],
  ["{{{FIRST_NAME|there}}}", '{{ subscriber.first_name | default: "there" }}'],
])("%s of another system is fixed to %s", (theirs, ours) => {
  const { findings, fixed } = parseBody(`Dear ${theirs}, hello.`);
  expect(findings).toMatchObject([{ severity: "error", line: 4 }]);
  expect(fixed).toContain(`Dear ${ours}, hello.`);
  expect(parseFile(fixed).findings).toEqual([]);
});

test.each([
  "{{ email }}",
  "{{ referral_code }}",
  "{% if first_name %}",
  "{{ company }}",
  "{{ 5 | plus: 3 }}",
])("%s has no counterpart, and no fix that guesses one", (tag) => {
  expect(parseBody(`Dear ${tag}.`).findings).toMatchObject([{ severity: "error", fix: null }]);
});
