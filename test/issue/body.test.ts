import { expect, test } from "vitest";
import { tokenOf } from "#src/model/merge-tag.ts";
import { bare, parseBody, parseFile, parseKeys } from "./parse.ts";

const text = (value: string) => ({ kind: "text", text: value });
const paragraph = (value: string) => ({ kind: "paragraph", children: [text(value)] });

test("prose with colons stays prose", () => {
  const { issue, findings } = parseBody("Meet at 9:30am for AI:the future, :smile: and :a[b]{c}.");
  // What other systems draw as an emoji stays as typed, and is named.
  expect(findings.map(({ rule, column }) => [rule, column])).toEqual([["markup/not-read", 35]]);
  expect(bare(issue.body)).toEqual([paragraph("Meet at 9:30am for AI:the future, :smile: and :a[b]{c}.")]);
});

test("blocks know the lines they came from", () => {
  const { issue } = parseBody("", "One", "two.", "", "- a", "- b", "", "```js", "x", "```");
  expect(issue.body.map(({ kind, place }) => ({ kind, place }))).toEqual([
    { kind: "paragraph", place: { line: 5, column: 1, endLine: 6 } },
    { kind: "list", place: { line: 8, column: 1, endLine: 9 } },
    { kind: "code", place: { line: 11, column: 1, endLine: 13 } },
  ]);
});

test("inline Markdown becomes inlines", () => {
  const { issue, findings } = parseBody(
    "One *two* **three** ~~four~~ `five`\\",
    'six [seven](https://example.org "Eight") <https://nine.example> H<sub>2</sub>O<br>end',
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body[0])).toEqual({
    kind: "paragraph",
    children: [
      text("One "),
      { kind: "emphasis", children: [text("two")] },
      text(" "),
      { kind: "strong", children: [text("three")] },
      text(" "),
      { kind: "delete", children: [text("four")] },
      text(" "),
      { kind: "code", text: "five" },
      { kind: "break" },
      text("six "),
      { kind: "link", url: "https://example.org", title: "Eight", children: [text("seven")] },
      text(" "),
      { kind: "link", url: "https://nine.example", title: null, children: [text("https://nine.example")] },
      text(" H"),
      { kind: "html", tag: "sub", children: [text("2")] },
      text("O"),
      { kind: "break" },
      text("end"),
    ],
  });
});

test("lists, tasks, tables, quotations and rules become blocks", () => {
  const { issue, findings } = parseBody(
    "3. three",
    "4. four",
    "",
    "   more",
    "",
    "- [x] done",
    "- [ ] open",
    "",
    "| a | b |",
    "|:--|--:|",
    "| 1 | **2** |",
    "",
    "> said",
    "",
    "---",
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    {
      kind: "list",
      ordered: true,
      start: 3,
      items: [{ checked: null }, { blocks: [paragraph("four"), paragraph("more")] }],
    },
    {
      kind: "list",
      ordered: false,
      items: [{ checked: true, blocks: [paragraph("done")] }, { checked: false }],
    },
    {
      kind: "table",
      align: ["left", "right"],
      head: [{ children: [text("a")] }, { children: [text("b")] }],
      rows: [[{ children: [text("1")] }, { children: [{ kind: "strong" }] }]],
    },
    { kind: "quote", blocks: [paragraph("said")] },
    { kind: "rule" },
  ]);
});

test.each(["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"])("> [!%s] is a callout", (tone) => {
  const { issue, findings } = parseBody(`> [!${tone}]`, "> One **two**", ">", "> - three");
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    {
      kind: "callout",
      tone: tone.toLowerCase(),
      blocks: [{ kind: "paragraph", children: [text("One "), { kind: "strong" }] }, { kind: "list" }],
    },
  ]);
});

test("a callout may begin with a list, and a title of its own becomes its text", () => {
  expect(bare(parseBody("> [!TIP]", ">", "> - one").issue.body)).toMatchObject([
    { kind: "callout", blocks: [{ kind: "list" }] },
  ]);
  const { issue, said } = parseBody("> [!note] Title", "> text");
  expect(said).toEqual(["callout/title 4:3"]);
  expect(bare(issue.body)).toEqual([{ kind: "callout", tone: "note", blocks: [paragraph("Title text")] }]);
  expect(parseBody("> [!WARN]", "> text").findings).toMatchObject([
    { rule: "callout/unknown", line: 4, hint: "Did you mean warning?" },
  ]);
});

test("a bold link alone is a button, anywhere else a bold link", () => {
  const { issue, findings } = parseBody(
    "**[Join](https://example.org/)**",
    "",
    "See **[this](https://example.org/)**",
    "",
    "- **[item](https://example.org/)**",
    "",
    '::button[Join *us*]{href="mailto:me@example.org"}',
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    { kind: "button", url: "https://example.org/", children: [text("Join")] },
    { kind: "paragraph" },
    { kind: "list", items: [{ blocks: [{ kind: "paragraph" }] }] },
    { kind: "button", url: "mailto:me@example.org" },
  ]);
  expect(issue.links.map(({ text: words, place }) => [words, place.line])).toEqual([
    ["Join", 4],
    ["this", 6],
    ["item", 8],
    ["Join us", 10],
  ]);
});

test("an image alone is a block with its caption, a linked one has an address", () => {
  const { issue, findings } = parseBody(
    '![A sea](./sea.png "At noon")',
    "",
    "[![Map](./map.png)](https://example.org/map)",
    "",
    "Text ![inline](./i.png) text",
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    { kind: "image", url: null, image: { src: "./sea.png", alt: "A sea", caption: "At noon", credit: null } },
    { kind: "image", url: "https://example.org/map", image: { src: "./map.png" } },
    { kind: "paragraph", children: [{}, { kind: "image", image: { src: "./i.png" } }, {}] },
  ]);
  expect(issue.images.map(({ src, place }) => [src, place.line])).toEqual([
    ["./sea.png", 4],
    ["./map.png", 6],
    ["./i.png", 8],
  ]);
});

test.each([
  ["![](./a.png)", "image/no-alt 4:1"],
  ["![A](data:image/png;base64,AAAA)", "image/data-uri 4:1"],
  ["![A](http://example.org/a.png)", "image/address 4:1"],
  ["![A](/a.png)", "image/address 4:1"],
  ["![A](file:///etc/passwd)", "image/address 4:1"],
  ["![A](https://example.org/{{ urls.web }}.png)", "image/merge-tag 4:1"],
])("%s is refused", (line, said) => {
  expect(parseBody(line).said).toEqual([said]);
});

test("footnotes are numbered by their first reference and end the issue", () => {
  const { issue, findings } = parseBody(
    "One[^b] two[^a] three[^b].",
    "",
    "[^a]: Note a, see[^c].",
    "[^b]: Note b",
    "",
    "    with two paragraphs.",
    "[^c]: Note c.",
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    {
      children: [
        text("One"),
        { kind: "footnote", number: 1 },
        text(" two"),
        { number: 2 },
        text(" three"),
        { number: 1 },
        text("."),
      ],
    },
    {
      kind: "endnotes",
      notes: [
        [paragraph("Note b"), paragraph("with two paragraphs.")],
        [{ children: [{}, { kind: "footnote", number: 3 }, {}] }],
        [paragraph("Note c.")],
      ],
    },
  ]);
});

test("footnotes that lead nowhere are found", () => {
  expect(parseBody("Text[^no].").said).toEqual(["footnote/undefined 4:5"]);
  expect(parseBody("Text.", "", "[^x]: Never used.").said).toEqual(["footnote/unused 6:1"]);
  expect(parseBody("Text[^a].", "", "[^a]: One.", "[^a]: Two.").said).toEqual(["footnote/defined-twice 7:1"]);
  const colon = parseBody("Text[^a].", "", "[^a] The note.");
  expect(colon.said).toEqual(["footnote/no-colon 6:1"]);
  expect(parseFile(colon.fixed).findings).toEqual([]);
  expect(parseFile(colon.fixed).issue?.body.map(({ kind }) => kind)).toEqual(["paragraph", "endnotes"]);
  expect(parseBody("A regular expression `[^a]` and \\[^b].").findings).toEqual([]);
});

test("guests, calls, pullquotes, sponsors and columns become blocks", () => {
  const { issue, findings } = parseFile(
    [
      "---",
      "title: Hello",
      "guests: [{ name: Ada }, { name: Bo }]",
      "---",
      "::guest",
      "",
      "::guest",
      "",
      "::subscribe",
      "",
      '::pullquote[Set *large*.]{cite="Ada L."}',
      "",
      ":::pullquote{cite=Bo}",
      "One.",
      "",
      "Two.",
      ":::",
      "",
      ":::sponsor[Acme & Co]",
      "Buy.",
      ":::",
      "",
      "::::columns",
      ":::column",
      "Left.",
      ":::",
      ":::column",
      "Right.",
      ":::",
      "::::",
      "",
    ].join("\n"),
  );
  expect(findings).toEqual([]);
  expect(bare(issue?.body)).toEqual([
    { kind: "guest", index: 0 },
    { kind: "guest", index: 1 },
    { kind: "subscribe" },
    {
      kind: "pullquote",
      cite: "Ada L.",
      children: [text("Set "), { kind: "emphasis", children: [text("large")] }, text(".")],
    },
    { kind: "pullquote", cite: "Bo", children: [text("One."), { kind: "break" }, text("Two.")] },
    {
      kind: "sponsor",
      name: "Acme & Co",
      label: null,
      url: null,
      logo: null,
      disclosure: null,
      blocks: [paragraph("Buy.")],
    },
    { kind: "columns", columns: [[paragraph("Left.")], [paragraph("Right.")]] },
  ]);
});

test.each([
  ["an unknown directive", ["::gest"], "directive/unknown 4:1"],
  ["an unknown attribute", ['::pullquote[x]{cita="y"}'], "directive/unknown-attribute 4:1"],
  ["a leaf that is a container", ["::columns"], "directive/form 4:1"],
  ["a container that is a leaf", [":::subscribe", ":::"], "directive/form 4:1"],
  ["a card without a guest", ["::guest"], "directive/no-guest 4:1"],
  ["a card without an author", ["::author"], "directive/no-author 4:1"],
  ["a label without a sponsor", ["::sponsor"], "directive/no-sponsor 4:1"],
  ["a limit that is no number", ["::related{limit=all}"], "directive/limit 4:1"],
  ["a sponsor's address that leads nowhere", ["::sponsor[x]{href=javascript:alert(1)}"], "link/scheme 4:1"],
  [
    "a sponsor's logo in the file itself",
    ['::sponsor[x]{logo="data:image/png;base64,aa"}'],
    "image/data-uri 4:1",
  ],
  ["a button without an address", ["::button[Join]"], "directive/empty 4:1"],
  ["an empty pullquote", ["::pullquote[]"], "directive/empty 4:1"],
  ["a sponsor without a name", [":::sponsor", "x", ":::"], "directive/no-sponsor 4:1"],
  ["a column alone", [":::column", "x", ":::"], "directive/column 4:1"],
  ["one column", ["::::columns", ":::column", "x", ":::", "::::"], "directive/columns 4:1"],
  [
    "words between columns",
    ["::::columns", "y", "", ":::column", "x", ":::", ":::column", "x", ":::", "::::"],
    "directive/content 5:1",
  ],
  ["a container without an end", ["Text.", "", ":::sponsor[x]", "a", "", "b"], "directive/unclosed 6:1"],
  ["an end that closes nothing", ["Text.", "", ":::"], "directive/closes-nothing 6:1"],
])("%s is an error with its line", (_, lines, said) => {
  const result = parseBody(...lines);
  expect(result.said).toEqual([said]);
  expect(result.findings[0]?.severity).toBe("error");
});

const noSponsor = { name: "Acme", label: null, url: null, logo: null, disclosure: null };

test("a sponsor is a name, or says more, in front matter and in the text", () => {
  expect(parseKeys("sponsor: Acme").issue?.sponsor).toEqual(noSponsor);
  const whole = parseKeys(
    'sponsor: { name: "Acme & Co", label: Anzeige, url: "https://example.org/a", logo: { src: ./acme.png, alt: A hammer }, disclosure: They paid. }',
  );
  expect(whole.said).toEqual([]);
  const logo = { src: "./acme.png", alt: "A hammer", caption: null, credit: null };
  const said = {
    name: "Acme & Co",
    label: "Anzeige",
    url: "https://example.org/a",
    logo,
    disclosure: "They paid.",
  };
  expect(bare(whole.issue?.sponsor)).toEqual(said);
  expect(bare(whole.issue?.images)).toEqual([logo]);
  expect(whole.issue?.links.map(({ url, place }) => [url, place.line])).toEqual([
    ["https://example.org/a", 3],
  ]);
  const inText = parseBody(
    '::sponsor[Acme & Co]{href="https://example.org/a" logo="./acme.png" alt="A hammer" label=Anzeige disclosure="They paid."}',
  );
  expect(inText.said).toEqual([]);
  expect(bare(inText.issue.body)).toEqual([{ kind: "sponsor", ...said, blocks: [] }]);
  expect(bare(inText.issue.images)).toEqual([logo]);
  // A logo without a description shows the name.
  expect(parseKeys("sponsor: { name: Acme, logo: a.png }").issue?.sponsor?.logo?.alt).toBe("Acme");
});

test("a sponsor without a name in the text is that of front matter, and may say it otherwise", () => {
  const file = (...lines: readonly string[]) =>
    parseFile(
      ["---", "title: Hello", "sponsor: { name: Acme, label: Anzeige }", "---", ...lines, ""].join("\n"),
    );
  expect(bare(file("::sponsor").issue?.body)).toEqual([
    { kind: "sponsor", ...noSponsor, label: "Anzeige", blocks: [] },
  ]);
  expect(bare(file(":::sponsor{label=Thanks}", "Buy.", ":::").issue?.body)).toEqual([
    { kind: "sponsor", ...noSponsor, label: "Thanks", blocks: [paragraph("Buy.")] },
  ]);
});

test.each([
  ["sponsor: { url: https://example.org }", "sponsor.name"],
  ["sponsor: { name: Acme, link: https://example.org }", "link is not a key of sponsor"],
  ["sponsor: { name: Acme, logo: { source: a.png } }", "sponsor.logo"],
  ["sponsor: [Acme, Other]", "expected {name, label, url, logo, disclosure}"],
])("%s is an error that says what is wrong", (line, message) => {
  const { findings } = parseKeys(line);
  expect(findings[0]).toMatchObject({ severity: "error", line: 3 });
  expect(findings.map((finding) => finding.message).join(" ")).toContain(message);
});

test("of an unknown directive the content is kept", () => {
  const { issue, findings } = parseBody(":::sponser[Acme]", "Buy.", ":::");
  expect(findings[0]?.hint).toBe("Did you mean sponsor?");
  expect(bare(issue.body).at(-1)).toEqual(paragraph("Buy."));
});

test("fewer colons than a container began with do not end it", () => {
  expect(parseBody("Text.", "", "::::sponsor[x]", "a", ":::").said).toEqual(["directive/unclosed 6:1"]);
  expect(parseBody("> ::::sponsor[x]", "> a", "> :::", "", "more").said).toEqual(["directive/unclosed 4:3"]);
  expect(parseBody(":::sponsor[x]", "a", "::::").findings).toEqual([]);
  expect(
    parseBody("- item", "  :::sponsor[x]", "  a", "  :::", "", "> :::pullquote", "> a", "> :::").findings,
  ).toEqual([]);
});

test("containers of the same colons end too early, and the inner one is named", () => {
  const { said } = parseBody(":::sponsor[x]", ":::pullquote", "a", ":::", "b", ":::");
  expect(said).toEqual(["directive/unclosed 5:1"]);
  expect(parseBody("::::columns", ":::column", "a", ":::", ":::column", "b", ":::").said).toEqual([
    "directive/unclosed 4:1",
  ]);
});

test("a space after the colons is found and removed", () => {
  const { said, fixed } = parseBody("::: sponsor[Acme]", "Buy.", ":::");
  expect(said).toContain("directive/space 4:1");
  expect(fixed).toContain("\n:::sponsor[Acme]\n");
  expect(parseFile(fixed).findings).toEqual([]);
});

test("a code block without an end is found", () => {
  expect(parseBody("Text.", "", "```js", "x", "", "lost").said).toEqual(["code/unclosed 6:1"]);
  expect(parseBody("- a", "", "  ```js", "  x", "  ```", "", "> ~~~", "> x", "> ~~~").findings).toEqual([]);
  expect(parseBody("    indented").findings).toEqual([]);
});

test("a heading of level 1 is lowered, one below level 4 is shown as level 4", () => {
  const { issue, said, fixed } = parseBody("# One", "", "###### Six");
  expect(said).toEqual(["heading/level-one 4:1", "heading/too-deep 6:1"]);
  expect(bare(issue.body)).toMatchObject([{ kind: "heading", depth: 2 }, { depth: 4 }]);
  expect(fixed).toContain("\n## One\n");
});

const TREE = `# News

Text.

## From the project

Online
======

Two
lines
---

> # Said
>
> ## Below

- ### Deep #

###### Six`;

const LOWERED = `## News

Text.

### From the project

Online
------

### Two lines

> ## Said
>
> ### Below

- #### Deep #

###### Six`;

test("headings move down as a tree", () => {
  const tops = (said: readonly string[]) => said.filter((one) => one.startsWith("heading/level-one"));
  const { said, fixed } = parseBody(TREE);
  expect(tops(said)).toEqual(["heading/level-one 4:1", "heading/level-one 10:1", "heading/level-one 17:3"]);
  // The quotation's tree lies inside the page's: it moves first, the page in the next pass.
  const again = parseFile(fixed).fixed;
  expect(again).toBe(`---\ntitle: Hello\n---\n${LOWERED}\n`);
  expect(tops(parseFile(again).said)).toEqual([]);
});

test("a tree without a heading of level 1 stays where it is, beside a quotation that moves", () => {
  const { fixed } = parseBody("## News", "", "> # Said", "", "### Below");
  expect(fixed.split("\n").slice(3, 8)).toEqual(["## News", "", "> ## Said", "", "### Below"]);
});

test("an underlined heading that ends in a hash keeps it", () => {
  const { fixed } = parseBody("# One", "", "In C #", "---");
  expect(fixed).toContain("\n### In C # ###\n");
  expect(JSON.stringify(parseFile(fixed).issue?.body)).toContain('"In C #"');
});

test("a heading that repeats the title is for its author to remove", () => {
  const { findings, fixed } = parseBody("# Hello!", "", "## News");
  expect(findings).toMatchObject([{ rule: "heading/level-one", fix: null, hint: "Remove it." }]);
  expect(fixed).toContain("# Hello!\n\n## News");
});

test("headings of level 2 that ask are questions, in an interview", () => {
  const body = ["## Why *you*?", "", "a", "", "## “Really?”", "", "a", "", "### How?", "", "## Thanks"];
  const questions = (lines: readonly string[]) =>
    parseFile(["---", "title: x", ...lines, "---", "", ...body].join("\n")).issue?.body.flatMap((block) =>
      block.kind === "heading" ? [block.question] : [],
    );
  expect(questions(["template: interview"])).toEqual([true, true, false, false]);
  expect(questions(["guests: [{ name: Ada }]"])).toEqual([true, true, false, false]);
  expect(questions([])).toEqual([false, false, false, false]);
});

test.each([
  ["<script>alert(1)</script>", "html/forbidden 4:1"],
  ["<iframe src='https://x.y'></iframe>", "html/forbidden 4:1"],
  ["<form action=x>", "html/forbidden 4:1"],
  ["<style>p {}</style>", "html/forbidden 4:1"],
  ["<!-- a note --> <script>x</script>", "html/forbidden 4:17"],
  ["<div><script>x</script></div>", "html/forbidden 4:6"],
  ["Text <SCRIPT>x</SCRIPT>", "html/forbidden 4:6"],
  ["<img src=x onerror=alert(1)>", "html/forbidden 4:1"],
  ["a <sub onclick='x'>b</sub>", "html/forbidden 4:3"],
  ["<div>text</div>", "html/not-allowed 4:1"],
  ["Text <b>bold</b> text", "html/not-allowed 4:6"],
  ['Text <a href="javascript:x">x</a>', "html/not-allowed 4:6"],
  ["x <sub>2", "html/unbalanced 4:3"],
  ["x 2</sub>", "html/unbalanced 4:4"],
  ['x <sub class="y">2</sub>', "html/attributes 4:3"],
])("%s is refused, once", (line, said) => {
  const { issue, said: all } = parseBody(line);
  expect(all).toEqual([said]);
  expect(JSON.stringify(issue.body)).not.toMatch(/onclick|onerror|<script/i);
});

test("comments are notes to oneself", () => {
  const { issue, findings } = parseBody("<!-- <script> later -->", "", "One <!-- no --> two.");
  expect(findings).toEqual([]);
  expect(issue.body).toHaveLength(1);
});

test.each([
  ["[x](javascript:alert(1))", "link/scheme"],
  ["[x](JaVaScRiPt:alert(1))", "link/scheme"],
  ["[x](&#106;avascript:alert(1))", "link/scheme"],
  ["[x](<java\tscript:alert(1)>)", "link/malformed"],
  ["[x](data:text/html,x)", "link/scheme"],
  ["[x](file:///etc/passwd)", "link/scheme"],
  ["[x](vbscript:x)", "link/scheme"],
  ["[x](blob:https://example.org/1)", "link/scheme"],
  ["[x](htps://example.org)", "link/scheme"],
  ["[x](example.org:8080/page)", "link/scheme"],
  ["[x](C:\\notes)", "link/scheme"],
  ["[x](//example.org)", "link/relative"],
  ["[x](/about)", "link/relative"],
  ["[x](page.html)", "link/relative"],
  ["[x](#part)", "link/anchor"],
  ["[x](https://)", "link/malformed"],
  ["[x](<https://a b>)", "link/malformed"],
  ["[x](<{{ urls.web }}/a b>)", "link/malformed"],
  ["[x](mailto:nobody)", "link/malformed"],
  ["[x](mailto:a@b.example,nobody)", "link/malformed"],
  ["[x]()", "link/empty"],
  ["[x](./2026-11-17-odl.md)", "link/unknown-issue"],
  ["[x](../../outside.md)", "link/unknown-issue"],
])("%s is no link for an email", (line, rule) => {
  const { issue, findings } = parseBody(line);
  expect(findings).toMatchObject([{ rule, severity: "error", line: 4, column: 1 }]);
  expect(issue.links).toEqual([]);
  expect(bare(issue.body)).toEqual([paragraph("x")]);
});

test.each([
  "tel:+5112345678",
  "sms:+5112345678?body=yes",
  "irc://irc.example.org/letters",
  "ircs://irc.example.org:6697/letters",
  "xmpp:desk@example.org",
  "matrix:r/letters:example.org",
  "geo:-12.05,-77.04",
  "webcal://example.org/meetings.ics",
  "ftp://ftp.example.org/pub",
  "magnet:?xt=urn:btih:abc",
  "facetime:desk@example.org",
  "obsidian://open?vault=x",
])("a link to %s is mailed, with a finding that can be accepted", (url) => {
  const { issue, findings } = parseBody(`[x](${url})`);
  expect(findings).toMatchObject([{ rule: "link/other-scheme", severity: "warning", line: 4 }]);
  expect(issue.links).toMatchObject([{ url }]);
});

test.each([
  "mailto:a@b.example",
  "mailto:a@b.example,c@d.example",
  "mailto:a@b.example?cc=c@d.example&subject=About%20@letters",
  "mailto:?to=a@b.example",
  "mailto:a%40b.example",
])("%s is an address to write to", (url) => {
  const { issue, findings } = parseBody(`[x](${url})`);
  expect(findings).toEqual([]);
  expect(issue.links).toMatchObject([{ url }]);
});

test("two colons and a word in a line of prose are prose", () => {
  expect(parseBody("Of three languages, Ruby", ":: Python and others were compared.").findings).toEqual([]);
  expect(parseBody(":: subscribe").said).toEqual(["directive/space 4:1"]);
});

test("http links are mailed, with a warning", () => {
  const { issue, findings } = parseBody("[x](http://example.org)");
  expect(findings).toMatchObject([{ rule: "link/not-https", severity: "warning" }]);
  expect(issue.links).toHaveLength(1);
});

test.each([
  ["issues/2026-12-01-hello.md", "./2026-11-17-old.md", "old"],
  ["issues/2026-12-01-hello.md", "2026-11-24-part-one/index.md", "part-one"],
  ["issues/2026-12-01-hello.md", "2026-11-24-part-one/", "part-one"],
  ["issues/2026-12-01-hello/index.md", "../2026-11-17-old.md#why", "old#why"],
])("in %s a link to %s leads to the issue's page", (path, link, page) => {
  const { issue, findings } = parseFile(`---\ntitle: x\n---\n[part 1](${link})\n`, path);
  expect(findings).toEqual([]);
  expect(issue?.links[0]?.url).toBe(`https://letters.example/issues/${page}`);
});

test("the first paragraph is the preview, cut at a word", () => {
  const long = "word ".repeat(40).trim();
  expect(parseBody("## Heading", "", "Hello *there*", "you.").issue.previewText).toBe("Hello there you.");
  const { previewText } = parseBody(`{{ subscriber.first_name | default: "you" }}, ${long}`).issue;
  expect(Array.from(previewText).length).toBeLessThan(140);
  expect(previewText).toMatch(/ word…$/);
  // Without a space to cut at, a merge tag at the limit is kept whole or left out whole.
  for (const length of [126, 127, 128, 129]) {
    const cut = parseBody(`${"a".repeat(length)}{{ urls.web }}${"b".repeat(9)}`).issue.previewText;
    expect(cut.replace(tokenOf(2), "")).toMatch(/^a+b*…$/);
  }
  expect(parseKeys("preview_text: Mine").issue?.description).toBe("Mine");
});

test("words are counted as people count them", () => {
  expect(
    parseBody("One two-three, don’t.", "", "- four", "", "```", "not these words", "```").issue.words,
  ).toBe(5);
});

test("findings come in the order of the file", () => {
  const { said } = parseFile("---\ntitle: Hello\nsection: nope\n---\n[x](#a)\n\n# y\n\n[^z]: z\n");
  expect(said).toEqual([
    "section/unknown 3:10",
    "link/anchor 5:1",
    "heading/level-one 7:1",
    "footnote/unused 9:1",
  ]);
});

test("thousands of blocks in one another are a finding, not a crash", () => {
  const { issue, said } = parseFile(`---\ntitle: x\n---\n${"> ".repeat(4000)}x\n`);
  expect(issue).toBeNull();
  expect(said).toEqual([expect.stringMatching(/^issue\/too-deep 4:/)]);
});

test("a reference to a control character is found at its place, and in code is printed as it is typed", () => {
  const { issue, said, fixed } = parseBody(
    "It&#146;s [x&#7;](https://a.example/&#12;) and `&#128;`.",
    "",
    "    &#128;",
  );
  expect(said).toEqual(["characters/damaged 4:3", "characters/damaged 4:13", "characters/damaged 4:37"]);
  expect(JSON.stringify(issue.body)).toContain('"code","text":"&#128;"');
  expect(fixed).toContain("It’s [x](https://a.example/) and `&#128;`.");
});

test("the sections of a newsletter stay below the headings they were below", () => {
  const { fixed } = parseBody(
    "# News",
    "",
    "## From the project",
    "",
    "Text.",
    "",
    "# Events",
    "",
    "## Online",
  );
  const headings = fixed.split("\n").filter((line) => line.startsWith("#"));
  expect(headings).toEqual(["## News", "### From the project", "## Events", "### Online"]);
});

test("a regular expression without its backticks is a warning, a footnote that is missing an error", () => {
  const { findings } = parseBody('One [^a-z] two [^"] three [^my-note].');
  expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
    "warning footnote/undefined",
    "warning footnote/undefined",
    "error footnote/undefined",
  ]);
});
