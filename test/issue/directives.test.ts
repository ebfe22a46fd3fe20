import { expect, test } from "vitest";
import { tokenOf } from "#src/model/merge-tag.ts";
import { bare, parseBody, parseFile } from "./parse.ts";

const text = (value: string) => ({ kind: "text", text: value });
const paragraph = (value: string) => ({ kind: "paragraph", children: [text(value)] });

/** Tokens as long as their tags in the file, and these as short as may be. */
const unpadded = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll("\u{E002}", "")) as T;

const image = (src: string, alt: string, caption: string | null = null) => ({
  src,
  alt,
  caption,
  credit: null,
});

test("a card has a title, an address, a picture and words about it", () => {
  const { issue, findings } = parseBody(
    '::card[An *essay*]{href="https://a.example/x" image=./a.png alt="A press"}',
    "",
    ':::card[Another]{href="https://b.example/"}',
    "Ten pages.",
    ":::",
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toEqual([
    {
      kind: "card",
      url: "https://a.example/x",
      video: null,
      image: image("./a.png", "A press"),
      children: [text("An "), { kind: "emphasis", children: [text("essay")] }],
      blocks: [],
    },
    {
      kind: "card",
      url: "https://b.example/",
      video: null,
      image: null,
      children: [text("Another")],
      blocks: [paragraph("Ten pages.")],
    },
  ]);
  expect(issue.links.map(({ url, text: words }) => [url, words])).toEqual([
    ["https://a.example/x", "An essay"],
    ["https://b.example/", "Another"],
  ]);
  expect(bare(issue.images)).toEqual([image("./a.png", "A press")]);
  expect(issue.words).toBe(5);
});

test("the title of a card says what its picture shows", () => {
  const { issue, findings } = parseBody('::card[An essay]{href="https://a.example/x" image="./a.png"}');
  expect(findings).toEqual([]);
  expect(bare(issue.images)).toEqual([image("./a.png", "")]);
});

test("a merge tag works in a card's title, address and alt text", () => {
  const { issue, findings } = parseBody(
    '::card[For {{ subscriber.first_name }}]{href="https://a.example/{{ subscriber.plan }}" image=./a.png alt="{{ subscriber.plan }}"}',
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body.map(unpadded))).toMatchObject([
    {
      url: `https://a.example/${tokenOf(4)}`,
      image: { alt: tokenOf(4) },
      children: [text(`For ${tokenOf(3)}`)],
    },
  ]);
});

test.each([
  ["https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube", "dQw4w9WgXcQ"],
  ["https://youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=10s", "YouTube", "dQw4w9WgXcQ"],
  ["https://m.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube", "dQw4w9WgXcQ"],
  ["https://youtu.be/dQw4w9WgXcQ?si=abc", "YouTube", "dQw4w9WgXcQ"],
  ["<https://www.youtube.com/shorts/a-b_c-d_e-f>", "YouTube", "a-b_c-d_e-f"],
  ["https://www.youtube.com/live/dQw4w9WgXcQ", "YouTube", "dQw4w9WgXcQ"],
  ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "YouTube", "dQw4w9WgXcQ"],
  ["https://vimeo.com/76979871", "Vimeo", "76979871"],
  ["https://vimeo.com/76979871/abcdef0123", "Vimeo", "76979871"],
  ["https://player.vimeo.com/video/76979871", "Vimeo", "76979871"],
  ["https://vimeo.com/channels/staffpicks/76979871", "Vimeo", "76979871"],
])("%s alone in a paragraph is a film", (written, site, id) => {
  const { issue, findings } = parseBody("Before.", "", written, "", "After.");
  const url = written.replace(/[<>]/g, "");
  const src = `./${site.toLowerCase()}-${id}.jpg`;
  expect(findings).toEqual([]);
  expect(bare(issue.body[1])).toEqual({
    kind: "card",
    url,
    video: { site, id },
    image: image(src, ""),
    children: [],
    blocks: [],
  });
  expect(issue.links.map((link) => link.url)).toEqual([url]);
  expect(issue.images.map((one) => one.src)).toEqual([src]);
});

test.each([
  ["in a sentence", "See https://youtu.be/dQw4w9WgXcQ today."],
  ["with words of its own", "[The film](https://youtu.be/dQw4w9WgXcQ)"],
  ["in a list", "- https://youtu.be/dQw4w9WgXcQ"],
  ["of a channel", "https://www.youtube.com/@type"],
  ["of a list of films", "https://www.youtube.com/playlist?list=PL1"],
  ["of the site", "https://vimeo.com/about"],
  ["of a site with a name like it", "https://notyoutube.com/watch?v=dQw4w9WgXcQ"],
  ["in code", "`https://youtu.be/dQw4w9WgXcQ`"],
])("the address of a film %s stays what it is", (_, written) => {
  const { issue, findings } = parseBody(written);
  expect(findings).toEqual([]);
  expect(JSON.stringify(issue.body)).not.toContain('"card"');
});

test("a card with the address of a film has the film's picture, its own title, or a picture of its own", () => {
  const { issue, findings } = parseBody(
    '::card[How it is set]{href="https://vimeo.com/76979871"}',
    "",
    '::card[With our picture]{href="https://youtu.be/dQw4w9WgXcQ" image=./still.png}',
    "",
    '::card{href="https://youtu.be/dQw4w9WgXcQ"}',
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toMatchObject([
    { video: { site: "Vimeo" }, image: { src: "./vimeo-76979871.jpg" }, children: [text("How it is set")] },
    { video: { site: "YouTube" }, image: { src: "./still.png" } },
    { video: { site: "YouTube" }, image: { src: "./youtube-dQw4w9WgXcQ.jpg" }, children: [] },
  ]);
});

test("a gallery holds two or three pictures, on lines or in paragraphs of their own", () => {
  const { issue, findings } = parseBody(
    ":::gallery",
    '![One](./1.png "First")',
    "[![Two](./2.png)](https://a.example/)",
    "",
    "![Three][3]",
    ":::",
    "",
    "[3]: ./3.png",
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toEqual([
    {
      kind: "gallery",
      blocks: [
        { kind: "image", image: image("./1.png", "One", "First"), url: null },
        { kind: "image", image: image("./2.png", "Two"), url: "https://a.example/" },
        { kind: "image", image: image("./3.png", "Three"), url: null },
      ],
    },
  ]);
  expect(issue.images.map(({ src, place }) => [src, place.line])).toEqual([
    ["./1.png", 5],
    ["./2.png", 6],
    ["./3.png", 8],
  ]);
});

test("a button may be secondary, and two stand beside each other", () => {
  const { issue, findings } = parseBody(
    '::button[Quiet]{href="https://a.example/" secondary}',
    "",
    ":::buttons",
    "**[Come](https://b.example/)**",
    "",
    '::button[Sell]{href="https://c.example/" secondary}',
    ":::",
  );
  expect(findings).toEqual([]);
  expect(bare(issue.body)).toEqual([
    { kind: "button", url: "https://a.example/", secondary: true, children: [text("Quiet")] },
    {
      kind: "buttons",
      blocks: [
        { kind: "button", url: "https://b.example/", children: [text("Come")] },
        { kind: "button", url: "https://c.example/", secondary: true, children: [text("Sell")] },
      ],
    },
  ]);
});

test("contents list the headings of level 2, which get an anchor each", () => {
  const { issue, findings } = parseBody(
    "::contents[What *we* asked]",
    "",
    "## Where is `it`? [Here](https://a.example/)[^1]",
    "",
    "Text.",
    "",
    "### Below",
    "",
    "## Who melts it?",
    "",
    "[^1]: A note.",
  );
  expect(findings).toEqual([]);
  const [contents, first, , below, second] = bare(issue.body);
  expect(contents).toEqual({
    kind: "contents",
    children: [text("What "), { kind: "emphasis", children: [text("we")] }, text(" asked")],
    entries: [
      {
        anchor: "part-1",
        children: [text("Where is "), { kind: "code", text: "it" }, text("? "), text("Here")],
      },
      { anchor: "part-2", children: [text("Who melts it?")] },
    ],
  });
  expect([first, below, second].map((block) => block && "anchor" in block && block.anchor)).toEqual([
    "part-1",
    false,
    "part-2",
  ]);
});

test("contents in a column list the headings of columns, and none of a sponsor's", () => {
  const { issue, findings } = parseBody(
    "::::columns",
    ":::column",
    "::contents",
    ":::",
    ":::column",
    "## One",
    ":::",
    "::::",
    "",
    ":::sponsor[Type & Sons]",
    "## Buy type",
    ":::",
    "",
    "## Two",
  );
  expect(findings).toEqual([]);
  const entries = [
    { anchor: "part-1", children: [text("One")] },
    { anchor: "part-2", children: [text("Two")] },
  ];
  const heading = { kind: "heading", depth: 2, question: false };
  expect(bare(issue.body)).toEqual([
    {
      kind: "columns",
      columns: [
        [{ kind: "contents", children: [], entries }],
        [{ ...heading, anchor: "part-1", children: [text("One")] }],
      ],
    },
    {
      kind: "sponsor",
      name: "Type & Sons",
      label: null,
      url: null,
      logo: null,
      disclosure: null,
      blocks: [{ ...heading, children: [text("Buy type")] }],
    },
    { ...heading, anchor: "part-2", children: [text("Two")] },
  ]);
});

test("without contents no heading has an anchor", () => {
  expect(bare(parseBody("## One").issue.body)).toEqual([
    { kind: "heading", depth: 2, question: false, children: [text("One")] },
  ]);
});

test.each<[string, readonly string[], readonly string[]]>([
  ["a card without an address", ["::card[Title]"], ["directive/empty 4:1"]],
  ["a card without a title", ['::card{href="https://a.example/"}'], ["directive/empty 4:1"]],
  ["a card with a wrong address", ['::card[T]{href="javascript:x"}'], ["link/scheme 4:1"]],
  [
    "a card whose picture is a merge tag",
    ['::card[T]{href="https://a.example" image="{{ subscriber.plan }}"}'],
    ["image/merge-tag 4:1"],
  ],
  [
    "a card with a misspelt attribute",
    ['::card[T]{href="https://a.example" img=./a.png}'],
    ["directive/unknown-attribute 4:1"],
  ],
  [
    "a card with a link in its title",
    ['::card[A [b](https://b.example)]{href="https://a.example"}'],
    ["directive/link-in-link 4:1"],
  ],
  [
    "a button with a link in its text",
    ['::button[A <https://b.example>]{href="https://a.example"}'],
    ["directive/link-in-link 4:1"],
  ],
  ["a gallery of one", [":::gallery", "![A](./a.png)", ":::"], ["directive/gallery 4:1"]],
  [
    "a gallery of four",
    [":::gallery", ...["a", "b", "c", "d"].map((name) => `![A](./${name}.png)`), ":::"],
    ["directive/gallery 4:1"],
  ],
  [
    "words in a gallery",
    [":::gallery", "![A](./a.png) and words", "", "![B](./b.png)", ":::"],
    ["directive/content 5:1"],
  ],
  [
    "one button of two",
    [":::buttons", '::button[A]{href="https://a.example"}', ":::"],
    ["directive/buttons 4:1"],
  ],
  [
    "words between buttons",
    [":::buttons", '::button[A]{href="https://a.example"}', "", "or", ":::"],
    ["directive/content 7:1"],
  ],
  [
    "a misspelt attribute of a button",
    ['::button[A]{href="https://a.example" secundary}'],
    ["directive/unknown-attribute 4:1"],
  ],
  [
    "a value where none is taken",
    ['::button[A]{href="https://a.example" secondary="no"}'],
    ["directive/attribute-value 4:1"],
  ],
  [
    "contents a second time",
    ["::contents", "", "## A", "", "> ::contents"],
    ["directive/second-contents 8:3"],
  ],
  ["contents of nothing", ["::contents", "", "Text."], ["directive/no-contents 4:1"]],
  ["words of a share row", ["::share[Tell them]"], ["directive/label 4:1"]],
  ["words of the calls", ["::subscribe[Join us]"], ["directive/label 4:1"]],
  ["an attribute of a share row", ["::share{mail}"], ["directive/unknown-attribute 4:1"]],
  ["a share row that is a container", [":::share", ":::"], ["directive/form 4:1"]],
])("%s is a finding at its line", (_, lines, said) => {
  expect(parseBody(...lines).said).toEqual(said);
});

test("what is wrong with a block costs none of its words", () => {
  const { issue } = parseBody(
    ":::card[Title]{href=javascript:x}",
    "About it.",
    ":::",
    "",
    ":::gallery",
    "![A](./a.png)",
    "",
    "Beside.",
    ":::",
    "",
    ":::buttons",
    "Or not.",
    ":::",
  );
  expect(bare(issue.body)).toMatchObject([
    paragraph("Title"),
    paragraph("About it."),
    { kind: "image" },
    paragraph("Beside."),
    paragraph("Or not."),
  ]);
});

test("a misspelt attribute is named with the one that is meant", () => {
  const { findings } = parseBody('::card[T]{href="https://a.example" imge=./a.png}');
  expect(findings[0]).toMatchObject({ message: "card has no attribute imge.", hint: "Did you mean image?" });
});

const interview = (...lines: readonly string[]) =>
  parseFile(
    [
      "---",
      "title: Hello",
      "authors: [ines]",
      "guests: [{ name: Ana Rivas }, { name: Omar Ben Ali }, { name: Ana Soto }, { name: 三木 }]",
      "---",
      ...lines,
    ].join("\n"),
  );
const speakers = (result: ReturnType<typeof interview>) =>
  result.issue?.body.map((block) => (block.kind === "paragraph" ? (block.speaker ?? null) : block.kind));

test("who speaks is known by name, first name, last names or initials, with the colon inside or behind", () => {
  const result = interview(
    "**Omar:** I do.",
    "",
    "**Ben Ali**: I do.",
    "",
    "**omar ben ali :** I do.",
    "",
    "**OBA:** I do.",
    "",
    "**Inés:** And who pays?",
    "",
    "**三木：** 私です。",
    "",
    "**Rivas:** Nobody.",
    "",
    "Nobody at all.",
  );
  expect(result.findings).toEqual([]);
  expect(speakers(result)).toEqual(["guest", "guest", "guest", "guest", "author", "guest", "guest", null]);
});

test("a label that is no name is prose", () => {
  const result = interview(
    "**Note:** This is one.",
    "",
    "**Omar** agrees: yes.",
    "",
    "**In the words of Omar Ben Ali:** yes.",
    "",
    "**Omar:**",
    "",
    "*Omar:* yes.",
  );
  expect(result.findings).toEqual([]);
  expect(speakers(result)).toEqual([null, null, null, null, null]);
});

test("a name that two have, one that is misspelt, and a stranger who speaks twice are warnings", () => {
  const result = interview(
    "**Ana:** Which of us?",
    "",
    "**Omr:** I do.",
    "",
    "**Omar:** I do.",
    "",
    "**Inés:** Who?",
    "",
    "**Quentin:** Me.",
    "",
    "**Quentin:** Me again.",
  );
  expect(
    result.findings.map(({ severity, rule, line, message, hint }) => [severity, rule, line, message, hint]),
  ).toEqual([
    ["warning", "speaker/ambiguous", 6, "Ana may be Ana Rivas or Ana Soto.", "Write the whole name."],
    [
      "warning",
      "speaker/unknown",
      8,
      "Omr speaks here, but is neither a guest nor an author.",
      "Did you mean Omar?",
    ],
    [
      "warning",
      "speaker/unknown",
      14,
      "Quentin speaks here, but is neither a guest nor an author.",
      expect.stringContaining("Known are Ana Rivas, Omar Ben Ali"),
    ],
    ["warning", "speaker/unknown", 16, expect.any(String), expect.any(String)],
  ]);
  // A label with two owners is nobody's.
  expect(speakers(result)).toEqual([null, null, "guest", "author", null, null]);
});

test("where nobody is declared, a label in bold is prose", () => {
  expect(parseBody("**Ana:** Hello.", "", "**Ana:** Hello again.").findings).toEqual([]);
});
