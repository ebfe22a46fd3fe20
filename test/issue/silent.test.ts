import { lintLostWords } from "#src/issue/body/lint-lost-words.ts";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";
import { sourceReporter } from "#src/issue/source-reporter.ts";
import { expect, test } from "vitest";
import { bare, parseBody, parseFile, parseKeys } from "./parse.ts";

const text = (value: string) => ({ kind: "text", text: value });
const strong = (value: string) => ({ kind: "strong", children: [text(value)] });

/** The severity and rule of each finding, with its place. */
function said(...lines: readonly string[]): readonly string[] {
  return parseBody(...lines).findings.map(
    ({ severity, rule, line, column }) => `${severity} ${rule} ${line}:${column}`,
  );
}

test("words beside a comment or a closing tag are read as Markdown", () => {
  const { issue, findings } = parseBody(
    "<!-- checked 3 May --> A coffee is **3 euro**.",
    "",
    "- <!-- new --> [Book](https://example.org/book)",
    "",
    "</div> and **more**",
    "",
    "> <!-- one --> <!-- two --> said",
  );
  expect(findings).toMatchObject([{ rule: "html/stray-tag", severity: "info", line: 8 }]);
  expect(bare(issue.body)).toMatchObject([
    { kind: "paragraph", children: [text("A coffee is "), strong("3 euro"), text(".")] },
    { kind: "list", items: [{ blocks: [{ children: [{ kind: "link", children: [text("Book")] }] }] }] },
    { kind: "paragraph", children: [text("and "), strong("more")] },
    { kind: "quote", blocks: [{ children: [text("said")] }] },
  ]);
});

test("an item that holds a note alone is left out with it", () => {
  const { issue, findings } = parseBody("- <!-- ask Ana -->", "- two", "", "1. <!-- a --> <!-- b -->");
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    { kind: "list", items: [{ blocks: [{ children: [text("two")] }] }] },
  ]);
});

test("a comment alone is left out, over several lines too", () => {
  const { issue, findings } = parseBody(
    "One",
    "<!-- a -->",
    "<!-- b",
    "",
    "c -->",
    "",
    "two<!-- d --> three",
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toEqual([
    { kind: "paragraph", children: [text("One")] },
    { kind: "paragraph", children: [text("two"), text(" three")] },
  ]);
});

test.each([
  [["Good.", "", "<!-- ask Ana", "", "## Prices"], "error html/unclosed-comment 6:1"],
  [["- one <!-- ask Ana", "- two"], "error html/unclosed-comment 4:7"],
  [["> <!-- ask Ana", "", "two"], "error html/unclosed-comment 4:3"],
  [["<!-- a", "b --> **two**"], "error html/beside-comment 5:6"],
  [["one <![CDATA[two]]> three"], "error html/not-allowed 4:5"],
  [["<?php", "two", "?>"], "error html/not-allowed 4:1"],
  [["<!ELEMENT two>"], "error html/not-allowed 4:1"],
  [['one <a href="x two'], "warning html/not-read 4:5"],
])("%j is named", (lines, finding) => {
  expect(said(...lines)).toEqual([finding]);
});

test("words beside the end of a long comment can be moved by the fix", () => {
  const { fixed } = parseBody("<!-- a", "b --> **two**");
  expect(fixed).toContain("b -->\n **two**");
  expect(parseFile(fixed).findings).toEqual([]);
});

test("a refused block of HTML keeps its words", () => {
  const { issue, said: rules } = parseBody(
    "<div>",
    'One &amp; <img src="x" alt="two">',
    "</div> three",
    "",
    "four",
  );
  expect(rules).toEqual(["html/not-allowed 4:1"]);
  expect(bare(issue.body)).toEqual([
    { kind: "paragraph", children: [text("One & two three")] },
    { kind: "paragraph", children: [text("four")] },
  ]);
});

test("tags that are read may stand on lines of their own", () => {
  const { issue, findings } = parseBody("One.", "", "<br>", "", "<small>", "Terms **apply**.", "</small>");
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    {},
    { kind: "paragraph", children: [{ kind: "break" }] },
    { kind: "paragraph", children: [{ kind: "html", tag: "small", children: [{}, strong("apply"), {}] }] },
  ]);
});

test("emphasis closes beside the punctuation of Chinese, Japanese and Korean", () => {
  const { issue, findings } = parseBody("**注意：**请看。**「強調」**です。~~《旧》~~新。*“주의”*입니다.");
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    {
      children: [
        strong("注意："),
        {},
        strong("「強調」"),
        {},
        { kind: "delete" },
        {},
        { kind: "emphasis" },
        {},
      ],
    },
  ]);
});

test.each([
  ["**“Hola”**dijo", ["warning emphasis/not-read 4:1", "warning emphasis/not-read 4:9"]],
  ["*“Hola”*dijo", ["warning emphasis/not-read 4:1"]],
  ["one **two", ["warning emphasis/not-read 4:5"]],
  ["2**3, 2 * 3 * 4, from 5*, ____, snake_case, * and \\*\\*this\\*\\*, price* and *offer", []],
])("in %s, marks that Markdown leaves are named", (line, findings) => {
  expect(said(line)).toEqual(findings);
});

test.each([
  ["See [the docs][docs].", "error link/undefined 4:5"],
  ["See [another][].", "error link/undefined 4:5"],
  ["See [**the** `docs`][docs].", "error link/undefined 4:5"],
  ["![Map][map]", "error link/undefined 4:1"],
  ["![Map]", "warning link/undefined 4:1"],
  ["See [Smith][1].", "warning link/undefined 4:5"],
  ["[text](my file.pdf)", "error link/not-read 4:6"],
  ["[a [b](https://b.example) c](https://a.example)", "error link/not-read 4:28"],
])("%s has no address", (line, finding) => {
  expect(said(line)).toEqual([finding]);
});

test("brackets that are meant as such are prose", () => {
  expect(said("[sic], x\\[0\\]\\[1\\], Wow![1], [1], `[a][b]`, [a](https://a.example)[b].")).toEqual([]);
  expect(said("> [!NOTE]", "> One [two].")).toEqual([]);
});

test("a definition near the name is suggested", () => {
  const { findings } = parseBody("See [the docs][doc].", "", "[docs]: https://docs.example");
  expect(findings[0]?.hint).toMatch(/^Did you mean \[docs\]\?/);
});

test("a line that Markdown takes for a definition is not lost without a word", () => {
  expect(
    said(
      "[Anna]: Yes.",
      "",
      "[a]: https://a.example",
      "[a]: https://b.example",
      "",
      "[a]",
      "",
      "[//]: # (x)",
    ),
  ).toEqual(["warning link/unused-definition 4:1", "warning link/defined-twice 7:1"]);
});

test("a row with too many cells is as wide in the model as it was written", () => {
  const { issue, findings } = parseBody("| a | b |", "| --- | :-: |", "| 1 | 2 | 3 |", "| 4 |");
  expect(findings).toMatchObject([{ rule: "table/too-many-cells", severity: "error", line: 6, column: 9 }]);
  expect(bare(issue.body)).toMatchObject([
    {
      align: [null, "center", null],
      head: [{ children: [text("a")] }, { children: [text("b")] }, { children: [] }],
      rows: [
        [{}, {}, { children: [text("3")] }],
        [{ children: [text("4")] }, {}, { children: [] }],
      ],
    },
  ]);
});

test.each([
  [["| a | b | c |", "| --- | --- |", "| 1 | 2 | 3 |"], "error table/not-read 5:1"],
  [["", "| --- | --- |", "| 1 | 2 |"], "error table/not-read 5:1"],
  [["> a | b", "> --- | --- | ---"], "error table/not-read 5:3"],
])("%j is no table, and is named", (lines, finding) => {
  expect(said(...lines)).toEqual([finding]);
});

test("width and alignment behind a picture are its layout", () => {
  const { issue, findings } = parseBody(
    "![Wide](./wide.png){width=300}",
    "",
    '[![Map](./map.png "Caption")](https://example.org){width="120px" align=center}',
    "",
    "Text ![dot](./dot.png){ width = 20 } more ![r][ref]{width=7}",
    "",
    "[ref]: ./ref.png",
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    { kind: "image", width: 300 },
    { kind: "image", width: 120, align: "center", url: "https://example.org" },
    {
      kind: "paragraph",
      children: [{}, { kind: "image", width: 20 }, text(" more "), { kind: "image", width: 7 }],
    },
  ]);
});

test.each([
  ["![a](./a.png){width=50%}", "error image/width 4:15"],
  ["![a](./a.png){width=0}", "error image/width 4:15"],
  ["![a](./a.png){align=middle}", "error image/align 4:15"],
  ["![a](./a.png){.wide}", "error image/attribute 4:15"],
  ["![a](./a.png){big}", "error image/attribute 4:15"],
  ["![a](./a.png){: height=30}", "warning image/attribute 4:17"],
  ["x ![a](./a.png){align=left}", "warning image/align 4:3"],
  ["## Title {#place .wide}", "error attributes/not-read 4:10"],
  ["## Case {n=1}", "warning attributes/not-read 4:9"],
  ["Text {: .lead}", "error attributes/not-read 4:6"],
  ["Text {.lead}", "warning attributes/not-read 4:6"],
  ["[a](https://a.example){target=_blank} b", "error attributes/not-read 4:23"],
])("%s is named where the braces stand", (line, finding) => {
  expect(said(line)).toEqual([finding]);
});

test("the fix removes attributes that nothing reads, and braces in prose stay", () => {
  expect(parseBody("## Title {#place}").fixed).toContain("## Title \n");
  expect(said("The set {a, b}, {x=1} and {}.", "", "`a`{b}")).toEqual([]);
});

test.each([
  ["Hi *|FNAME|*,", "error", "Hi {{ subscriber.first_name }},"],
  ["Hi *|FNAME|there|*,", "error", 'Hi {{ subscriber.first_name | default: "there" }},'],
  ["| Hi *|PLAN|* |", "error", "| Hi {{ subscriber.plan }} |"],
  ["Hi %recipient.first_name%,", "error", "Hi {{ subscriber.first_name }},"],
  ["Hi <%= first_name %>,", "error", "Hi {{ subscriber.first_name }},"],
  ["[Bye](*|UNSUB|*)", "error", "[Bye]({{ urls.unsubscribe }})"],
  ["Hi [firstname,fallback=you],", "error", 'Hi {{ subscriber.first_name | default: "you" }},'],
  ["Hi *|MC:SUBJECT|*,", "error", null],
  ["Hi %%first_name%%,", "warning", null],
  ["Hi ##email##,", "warning", null],
  ["Hi {name},", "warning", null],
  ['Hi {first_name, "you"},', "warning", null],
  ["Hi [[firstname]],", "warning", null],
  ["Hi $plan$,", "warning", null],
  ["Hi %FIRSTNAME%,", "warning", null],
])("%s is another system’s merge tag", (line, severity, fixed) => {
  const { findings, fixed: result } = parseBody(line);
  const foreign = findings.filter(({ rule }) => rule === "merge-tag/foreign");
  expect(foreign).toMatchObject([{ severity, line: 4 }]);
  expect(line.slice((foreign[0]?.column ?? 0) - 1)).toMatch(/^[*%<[#{$]/);
  expect(result.split("\n")[3]).toBe(fixed ?? line);
});

test.each([
  ["Hi *|DATE:d/m/y|*,", "error", null],
  ["Hi {!Contact.FirstName},", "error", "Hi {{ subscriber.first_name }},"],
  ["Hi {! $User.FirstName },", "error", "Hi {{ subscriber.first_name }},"],
  ["Hi {$name},", "warning", null],
  ["[Online]({$url}) {$account_address}", "warning", null],
  ["Hi {$first_name|default('you')},", "warning", null],
  ["Hi [subscriber:firstname | default:reader],", "warning", null],
  ["Hi [recipient.name],", "warning", null],
  ["Hi [% name %],", "warning", null],
  ["Hi %first_name%,", "warning", null],
  ["Hi %basic:email%,", "warning", null],
  ["Hi @@FirstName@@,", "warning", null],
  ["Hi &&FirstName&&,", "warning", null],
  ["Hi #FNAME#,", "warning", null],
  ["Hi __FNAME__,", "warning", null],
  ["Hi ~~FNAME~~,", "warning", null],
  ["Hi ^FNAME^,", "warning", null],
  ["Hi «FirstName»,", "warning", null],
  ["Hi {FIRST_NAME|there},", "warning", null],
  ["Your key is {uuid}.", "warning", null],
  ["[DEFAULT_FROM_NAME] writes", "warning", null],
  ["{tag_unsubscribe}", "warning", null],
])("%s is another system’s merge tag, too", (line, severity, fixed) => {
  const { findings, fixed: result } = parseBody(line);
  expect(findings.filter(({ rule }) => rule === "merge-tag/foreign")[0]).toMatchObject({ severity, line: 4 });
  expect(result.split("\n")[3]).toBe(fixed ?? line);
});

test("what only looks like a merge tag is prose", () => {
  for (const line of [
    "Python has __name__ and __init__, and a path /items/{uuid} or /users/{id}.",
    "Il dit «Prénom» et «Nom», and «name» is a word.",
    "100% of 50%, 5%%, %d and %s, 20%name and %TEMP%.",
    "Sets {a, b}, {x|y}, f(x) = {0|1}, [user manual], [Contact: Ana], [member].",
    "Tags #news #first #NAME and C# or F#, a@b.example, @@ and ##.",
    "It costs $5 or $6, US$ 7, and $HOME is a path.",
    "~~Gone~~ and **NAME**, x^2 + y^2, A & B && C.",
  ])
    expect([line, said(line).filter((one) => one.includes("merge-tag"))]).toEqual([line, []]);
});

test("another system’s merge tag is found in front matter, and nowhere in code or in a comment", () => {
  expect(parseKeys('subject: "Hi *|FNAME|*"', 'preview_text: "For {name}"').said).toEqual([
    "merge-tag/foreign 3:14",
    "merge-tag/foreign 4:20",
  ]);
  expect(said("`*|FNAME|*` <!-- *|FNAME|* --> \\*|FNAME|\\*", "", "```", "<%= x %>", "```")).toEqual([]);
  expect(said("{x}, 100 % of 50 %, $5 and $6, ##, 5%%, {a: b}, %d%.")).toEqual([]);
});

test.each([
  ["See [[old]] here", "error link/wiki 4:5"],
  ["![[photo.png|300]]", "error link/wiki 4:1"],
  ['{{< figure src="x.png" >}}', "error merge-tag/shortcode 4:1"],
  ["{{% notice %}}", "error merge-tag/shortcode 4:1"],
  ["{% include x.html %}", "error merge-tag/statement 4:1"],
  ['[gallery ids="1,2"]', "warning shortcode/unknown 4:1"],
  ["one [/caption]", "warning shortcode/unknown 4:5"],
  ["##Heading", "warning heading/no-space 4:1"],
  ["one ==two== a==b", "warning mark/not-read 4:5"],
  ["one^[two]", "warning footnote/inline 4:4"],
  ["!!! note", "warning callout/not-read 4:1"],
  ["::: {.note}", "error directive/not-read 4:1"],
  ["one $$x^2$$", "warning math/not-read 4:5"],
  ["one `two", "warning code/not-read 4:5"],
])("%s is named instead of mailed as it stands", (line, finding) => {
  expect(said(line)).toEqual([finding]);
});

test("one tilde between numbers is a range, and deletes nothing", () => {
  const { issue, findings } = parseBody("10~20元, 30~40元. About ~5 of ~~ten~~.");
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    { children: [text("10~20元, 30~40元. About ~5 of "), { kind: "delete" }, text(".")] },
  ]);
});

test.each([
  ["~gone~", "warning emphasis/not-read 4:1", "~~gone~~"],
  ["H~2~O", "warning markup/not-read 4:2", "H<sub>2</sub>O"],
  ["the 2^nd^ x", "warning markup/not-read 4:6", "the 2<sup>nd</sup> x"],
  ["これは_強調_です。", "warning emphasis/not-read 4:4", null],
  ["so ** bold ** it", "warning emphasis/not-read 4:4", null],
  ["[words] (https://a.example)", "warning link/not-read 4:7", null],
  ["[words]<https://a.example>", "warning link/not-read 4:7", null],
  ["(words)[https://a.example]", "warning link/not-read 4:7", null],
  ["one {++two++} three", "warning markup/not-read 4:5", null],
  ["one {>>ask Ana<<}", "warning markup/not-read 4:5", null],
  ["Yes :tada:!", "warning markup/not-read 4:5", null],
  ["*[PDF]: a format", "warning markup/not-read 4:1", null],
  ["[TOC]", "warning markup/not-read 4:1", null],
  ["- [-] one", "warning markup/not-read 4:3", null],
  ["one ^a-block", "warning markup/not-read 4:5", null],
  ["one\\", "warning markup/not-read 4:4", null],
  ["one&nbsp two", "warning markup/not-read 4:4", null],
  ["<!-- a <!-- b --> c -->", "warning markup/not-read 4:21", null],
  ["one <!– two –>", "warning markup/not-read 4:5", null],
  ["\\newpage", "warning markup/not-read 4:1", null],
  ["Hi ${first_name},", "warning merge-tag/foreign 4:4", null],
  ["Hi [FNAME],", "warning merge-tag/foreign 4:4", null],
])("%s of another Markdown is named", (line, finding, fixed) => {
  const { fixed: result } = parseBody(line);
  expect(said(line)).toEqual([finding]);
  expect(result.split("\n")[3]).toBe(fixed ?? line);
});

test.each([
  ["one %%a note%% two", "warning markup/not-read 4:5", null],
  ["{# a note #}", "warning markup/not-read 4:1", null],
  ["one {/* a note */} two", "warning markup/not-read 4:5", null],
  ["{/*note*/}", "warning markup/not-read 4:1", null],
  ["{::comment}x{:/comment}", "warning markup/not-read 4:1", null],
  ['import Tabs from "@theme/Tabs";', "warning markup/not-read 4:1", null],
  ["export const x = 1;", "warning markup/not-read 4:1", null],
  ["See {frontMatter.heading} here", "warning markup/not-read 4:5", null],
  ["One [two]{.mark} three", "warning markup/not-read 4:5", null],
  ["[gallery]", "warning shortcode/unknown 4:1", null],
  ["[youtube https://youtu.be/dQw4w9WgXcQ]", "warning shortcode/unknown 4:1", null],
  ["{youtube}abc{/youtube}", "warning shortcode/unknown 4:1", null],
  ["{panel:title=x}words{panel}", "warning shortcode/unknown 4:1", null],
  ["h2. A heading", "warning markup/not-read 4:1", null],
  ["!photo.png!", "warning markup/not-read 4:1", null],
  ["As [@smith2020, p. 4] says", "warning markup/not-read 4:4", null],
  ["one ++two++ three", "warning markup/not-read 4:5", "one <u>two</u> three"],
  ["the root $x^2$ here", "warning math/not-read 4:10", null],
  ["who ||did it|| then", "warning markup/not-read 4:5", null],
  ["^a-block", "warning markup/not-read 4:1", null],
  ["Words <o:p></o:p>", "warning html/not-read 4:7", null],
])("%s of another system is named", (line, finding, fixed) => {
  expect(said(line)[0]).toBe(finding);
  expect(parseBody(line).fixed.split("\n")[3]).toBe(fixed ?? line);
});

test("a table drawn with plus signs is named", () => {
  expect(said("+---+---+", "| a | b |", "+---+---+")[0]).toBe("warning table/not-read 4:1");
});

test("signs of other systems in prose are prose", () => {
  for (const line of [
    "It rose 5 %% and 6 %% (sic), C++ and Java++, a||b, x || y || z.",
    "Import duties from “China” rose; export const was wrong; imports from the East.",
    "The set {x | x > 0} and {page 4}; the talk [video] and [Audio, 3 min].",
    "It costs $5^ and $6, or $10 a month; a\\^b, 10^3 of $x.",
    "Write to [@ana](https://a.example) or @ana; see h1. and h2 in f1.",
    "Wow!photo.png! is odd, and so is 1+1+1 and + and ++.",
    "At 10:30 it began { and ended }, ^_^ and :-) and <3 and <-- here.",
  ])
    expect([line, said(line).filter((one) => !one.includes("wow"))]).toEqual([line, []]);
});

test.each([
  ['title: "Hello **world** of news"', "2:15"],
  ["title: A [link](https://a.example/) here", "2:10"],
  ["title: Hello <b>world</b>", "2:14"],
  ['title: "What `code` is"', "2:14"],
  ["title: Salt &amp; pepper", "2:13"],
  ["title: Salt\nsubtitle: with *stars*", "3:16"],
  ['title: Salt\nguests: [{ name: Ada, bio: "Wrote _two_ books" }]', "3:35"],
])("front matter is plain text: %s", (lines, place) => {
  const { findings } = parseFile(`---\n${lines}\n---\n\nGood morning.\n`);
  expect(findings[0]).toMatchObject({ rule: "markup/not-read", severity: "warning" });
  expect(`${findings[0]?.line}:${findings[0]?.column}`).toBe(place);
});

test("signs of Markdown in a title may be meant", () => {
  for (const title of [
    "A title with * and 2 * 3 * 4",
    "snake_case and __init__",
    "AT&T, R&D and Q&A; the price*",
    "5 < 6 and <3, Array<string>",
    "It’s ~5 to 10~20",
    "The `- case",
  ])
    expect([title, parseFile(`---\ntitle: ${JSON.stringify(title)}\n---\n\nGood morning.\n`).said]).toEqual([
      title,
      [],
    ]);
});

test("a definition of a term and rows without a head are named", () => {
  expect(said("Ink", ": what presses use")).toEqual(["warning markup/not-read 5:1"]);
  expect(said("> | a | b |", "> | 1 | 2 |")).toEqual(["warning table/not-read 4:3"]);
});

test.each([
  [["a) one", "b) two"], "5:1"],
  [["We need:", "a. ink", "b. paper"], "6:1"],
  [["A) one", "goes on", "B) two"], "6:1"],
  [["i. one", "ii. two", "iii. three"], "5:1"],
  [["(i) one", "(ii) two"], "5:1"],
  [["(1) one", "(2) two"], "5:1"],
  [["[1] Smith", "[2] Jones"], "5:1"],
  [["Then:", "2. two", "3. three"], "6:1"],
  [["1.1 Ink", "1.2 Paper"], "5:1"],
  [["1.one", "2.two"], "5:1"],
  [["- one", "  a) two", "  b) three"], "6:3"],
  [["> a) one", "> b) two"], "5:3"],
  [["1. one", "2.two"], "5:1"],
  [["1、一", "2、二"], "5:1"],
  [["一、甲", "二、乙"], "5:1"],
  [["① one", "② two"], "5:1"],
  [["• one", "• two"], "5:1"],
  [["– Hola.", "– Adiós."], "5:1"],
  [["See:", "✓ one", "✓ two"], "5:1"],
  [["🔹 one", "🔸 two"], "5:1"],
  [["[ ] one", "[x] two"], "5:1"],
  [["☐ one", "☑ two"], "5:1"],
  [["#1 one", "#2 two"], "5:1"],
  [["1 - one", "2 - two"], "5:1"],
  [["1/ one", "2/ two"], "5:1"],
  [["1º uno", "2º dos"], "5:1"],
  [["1.a one", "1.b two"], "5:1"],
  [["а) один", "б) два"], "5:1"],
  [["α. one", "β. two"], "5:1"],
  [["أ) واحد", "ب) اثنان"], "5:1"],
  [["١. واحد", "٢. اثنان"], "5:1"],
  [["⁃ one", "⁃ two"], "5:1"],
  [["-> one", "-> two"], "5:1"],
  [["-- Hola.", "-- Adiós."], "5:1"],
  [["- one", "-two"], "5:1"],
  [["- one", "- two", "  -[three](https://a.example)"], "6:3"],
  [["* one", "*two"], "5:1"],
  [["Buy:", "-ink", "-paper"], "5:1"],
])("lines of %j become one, and are named", (lines, place) => {
  const found = parseBody(...lines).findings;
  expect(found[0]).toMatchObject({ rule: "items/not-read", severity: "warning" });
  expect(`${found[0]?.line}:${found[0]?.column}`).toBe(place);
});

test("a mark that only wants its space gets it", () => {
  const { fixed } = parseBody("- one", "-two", "  -three", "", "Buy:", "+ink", "+**paper**");
  expect(fixed).toContain("- one\n- two\n  - three\n\nBuy:\n+ ink\n");
  expect(parseBody("*Without tax.", "*Until Monday.").fixed).toContain("\n*Without tax.\n*Until Monday.\n");
});

test("lines that only begin like an item are prose", () => {
  for (const lines of [
    ["a) one", "", "b) two"],
    ["He chose plan", "b) and went home"],
    ["I. Newton saw it, and so did", "J. Kepler and", "T. Brahe"],
    ["В. Иванов и", "Г. Петров пришли"],
    ["At 9: coffee, and", "12: lunch; then", "2020 - 2021", "2022 - 2023"],
    ["See plan #1 and then", "#3 after it"],
    ["It went up -> then", "-> down"].slice(0, 1),
    ["a) one\\", "b) two  ", "c) three"],
    ["Since then,", "i. e. for a year, it is so,", "e. g. here"],
    ["- The flag", "  -1 is no item, -e neither"],
    ["A range of 10", "- 12 pages"],
    ["It grew by", "1.5 million in May and", "2.5 million in June"],
    ["Out in", "2024. Then", "2026. And so on"],
    ["Well – he said –", "– and left"],
    ["We had fun 🎉", "🎉 and then", "went home"],
    ["- one", "  two - three", "- four"],
    ["-5 °C in", "-7 °C"],
    ["Signed", "-Jane"],
    ["`-a`", "`-b`"],
  ])
    expect([lines, said(...lines).filter((one) => one.includes("items/"))]).toEqual([lines, []]);
});

test.each([
  ["Salt &notreal; pepper", "4:6", "Write the sign itself."],
  ["Salt &npsp; pepper", "4:6", "Did you mean &nbsp;?"],
  ["Caf&eactue; here", "4:4", "Did you mean &eacute;?"],
  ["A &NBSP; b", "4:3", "Did you mean &nbsp;?"],
  ["A &#99999999; b", "4:3", "Write the sign itself."],
])("a name that HTML does not have is mailed as it stands: %s", (line, place, hint) => {
  const { findings } = parseBody(line);
  expect(findings).toMatchObject([{ rule: "markup/not-read", severity: "warning" }]);
  expect(`${findings[0]?.line}:${findings[0]?.column}`).toBe(place);
  expect(findings[0]?.hint).toContain(hint);
});

test("a bracket that opens nothing before a link is named, and one that closes again is prose", () => {
  expect(said("[a [b](https://a.example) c")).toEqual(["warning link/not-read 4:1"]);
  expect(said("[[b](https://a.example)")).toEqual(["warning link/not-read 4:1"]);
  expect(said("In [a [b](https://a.example) c] and [0, 1) it is so.")).toEqual([]);
});

test("names that HTML has, and other signs like them, are no slips", () => {
  expect(
    said(
      "&amp; &nbsp; &eacute; &#8217; &#x2019; &semi; &CounterClockwiseContourIntegral; `&notreal;` \\&notreal;",
    ),
  ).toEqual([]);
  expect(said("M&Ms; R&D; AT&T; Q&A; salt & pepper; https://a.example/?a=1&bee=2;")).toEqual([]);
});

test.each([
  ["See [a ] b](https://a.example) now.", "error 4:5", "See [a \\] b](https://a.example) now."],
  ["[one ] two ] three](https://a.example)", "error 4:1", "[one \\] two \\] three](https://a.example)"],
  ["[a ] **b**](https://a.example)", "error 4:1", "[a \\] **b**](https://a.example)"],
  ["[a ] b][ref]", "error 4:1", "[a \\] b][ref]"],
  ["See [1] and words](https://a.example).", "warning 4:5", "See [1] and words](https://a.example)."],
])("a bracket among the words of a link is named, with what to type: %s", (line, found, written) => {
  const { findings, fixed } = parseBody(line, "", "[ref]: https://b.example", "", "[ref]");
  expect(findings).toMatchObject([
    { rule: "link/not-read", hint: expect.stringContaining("Write \\] for a bracket") },
  ]);
  expect(`${findings[0]?.severity} ${findings[0]?.line}:${findings[0]?.column}`).toBe(found);
  const again = parseFile(fixed);
  expect(again.fixed.split("\n")[3]).toBe(written);
});

test("the same signs in prose are prose", () => {
  for (const line of [
    "At 10:30:45, std::vector, a:b:c and “:see below: ” no more.",
    "2 ** 3 ** 4, 10^3, a^b, x --> y, AT&T, R&amp;D, https://a.example/?a=1&copy=2",
    "See [1] (https://a.example), [2026] and [UPDATE] in f(x)[0].",
    "this_file_name 文_件 ~/.config and ~user, ~5 ~6",
    "`H~2~O`, \\~gone\\~, \\:tada:, | a |",
  ])
    expect([line, said(line)]).toEqual([line, []]);
});

test("a bare www address leads to https", () => {
  const { issue, findings } = parseBody(
    "Write to www.example.org, (www.example.org/x) or <https://www.example.org>.",
  );
  expect(findings).toEqual([]);
  expect(issue.links.map(({ url }) => url)).toEqual([
    "https://www.example.org",
    "https://www.example.org/x",
    "https://www.example.org",
  ]);
  expect(said("[www.example.org](http://www.example.org)")).toEqual(["warning link/not-https 4:1"]);
});

test("a control character is a finding at its place in the issue", () => {
  expect(said("Before \u0002 after.")).toEqual(["error characters/damaged 4:8"]);
});

test("words that no block holds are named, whatever lost them", () => {
  const text = "One\n\ntwo **three** two\n";
  const report = sourceReporter("issues/hello.md", text);
  const place = { path: "issues/hello.md", line: 1, endLine: 1, column: 1, endColumn: 4 };
  const one = [{ kind: "text", text: "One two" }] as const;
  lintLostWords(parseMarkdown(text), [{ kind: "paragraph", children: one, place }], new Set(), report);
  expect(report.findings).toMatchObject([
    { rule: "body/lost-words", line: 3, column: 7, message: expect.stringContaining(": three") },
    { rule: "body/lost-words", line: 3, column: 14, message: expect.stringContaining(": two") },
  ]);
});
