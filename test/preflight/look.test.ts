import { expect, test } from "vitest";
import { known, unavailable } from "#src/model/facts.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { fileFindings } from "#src/preflight/file-findings.ts";
import { FILE_RULES } from "#src/preflight/file-rules.ts";
import { preflight } from "#src/preflight/preflight.ts";
import { WORLD_RULES } from "#src/preflight/world-rules.ts";
import { type Changes, heading, letter, NEWSLETTER, paragraph, UNSUBSCRIBE } from "./build-letter.ts";

const TITLE = "How a letter is made";
const BODY = "A body with enough words for a letter that is worth reading.";
const OURS = /^(?:html|client|contrast|accessibility|deep)\//;

/** A sound email around this body; `head` goes into its head. */
function email(body: string, head = ""): Changes {
  const page = `<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>A letter</title>${head}</head><body><h1>${TITLE}</h1><p>${BODY}</p>${body}<p>The Letter, 12 Press Street, Lima <a href="`;
  return { html: [page, UNSUBSCRIBE, '">Unsubscribe</a></p></body></html>'] };
}

/** What the rules of these groups find, as `severity rule`, or with the message where it matters. */
function found(changes: Changes): readonly string[] {
  return findingsOf(changes).map(({ severity, rule }) => `${severity} ${rule}`);
}

function findingsOf(changes: Changes) {
  const { issue, email: made, facts } = letter(changes);
  return preflight(issue, made, facts).filter(({ rule }) => OURS.test(rule));
}

const TABLE = '<table role="presentation"><tr>';
const LINK = '<a href="https://museum.example/"';
const LONG =
  "Words that run over more than one line on every screen, because there are so many of them. ".repeat(2);

test("nothing is wrong with a sound email", () => {
  expect(found(email("<p>More.</p>"))).toEqual([]);
});

const CASES: readonly (readonly [name: string, body: string, expected: readonly string[], head?: string])[] =
  [
    ["a tag is not closed", `${TABLE}<td><div>Words</td></tr></table>`, ["error html/broken-nesting"]],
    ["a tag closes nothing", "</span>", ["error html/broken-nesting"]],
    ["tags cross", "<b>One <i>two</b> three</i>", ["error html/broken-nesting"]],
    ["words between cells", `${TABLE}Words<td>x</td></tr></table>`, ["error html/broken-nesting"]],
    ["a block between cells", `${TABLE}<div>Words</div></tr></table>`, ["error html/broken-nesting"]],
    ["a block in a paragraph", "<p>One<div>two</div></p>", ["warning html/broken-nesting"]],
    ["an end that HTML lets out", "<ul><li>One<li>Two</ul><p>Three<p>Four", []],
    ["a paragraph in a cell in a paragraph's place", `${TABLE}<td><p>One</p></td></tr></table>`, []],
    ["a tag in a style sheet", "", [], "<style>/* <div> */</style>"],
    ["an attribute with a bracket", '<p title="a > b <div>">One</p>', []],
    ["a comment for Outlook without an end", "<!--[if mso]><p>One", ["error html/outlook-comment"]],
    ["one in another", "<!--[if mso]><!--[if gte mso 9]><![endif]-->", ["error html/outlook-comment"]],
    ["an end of another kind", "<!--[if !mso]><!--><p>x</p><![endif]-->", ["error html/outlook-comment"]],
    [
      "a table that only Outlook has",
      `<!--[if mso]>${TABLE}<td><![endif]--><p>x</p><!--[if mso]></td></tr></table><![endif]-->`,
      [],
    ],
    [
      "one that it does not close",
      `<!--[if mso]>${TABLE}<td><![endif]--><p>x</p><!--[if mso]></tr></table><![endif]--></div>`
        .replace("</div>", "")
        .replace("</tr></table>", "</tr>"),
      ["error html/outlook-nesting"],
    ],
    ["what others have and Outlook not", "<!--[if !mso]><!--><p>x</p><!--<![endif]-->", []],
    ["Outlook's own tags", "<!--[if gte mso 9]><xml><o:AllowPNG/></xml><![endif]-->", []],
    ["one id twice", '<p id="a">x</p><p id="a">y</p>', ["warning html/duplicate-id"]],
    ["one attribute twice", '<p class="a" class="b">x</p>', ["warning html/duplicate-attribute"]],
    ["flex", '<div style="display:flex">x</div>', ["warning client/breaks"]],
    ["flex in a sheet", "", ["warning client/breaks"], "<style>.a{display:flex}</style>"],
    ["words from a sheet", "", ["warning client/breaks"], '<style>.a::before{content:"New"}</style>'],
    ["a bullet from a sheet", "", [], '<style>.a::before{content:"•"}</style>'],
    ["a drawing", '<svg width="9" height="9"></svg>', ["warning client/breaks"]],
    ["a WebP picture", '<img src="https://museum.example/a.webp" alt="A press">', ["warning client/breaks"]],
    [
      "a film without a picture",
      '<video src="https://museum.example/a.mp4"></video>',
      ["warning client/breaks"],
    ],
    ["a film with one", `<video src="https://museum.example/a.mp4">${LINK}>The film</a></video>`, []],
    [
      "a font of the newsletter's own",
      "",
      ["info client/degrades"],
      "<style>@font-face{font-family:x;src:url(https://museum.example/x.woff2)}</style>",
    ],
    [
      "a sheet elsewhere",
      "",
      ["warning client/breaks"],
      '<link rel="stylesheet" href="https://museum.example/a.css">',
    ],
    ["pale words", '<p style="color:#999">x y</p>', ["warning contrast/light"]],
    ["pale words that are large", '<p style="color:#8a8a8a;font-size:24px">x y</p>', []],
    [
      "words of the colour behind them",
      `${TABLE}<td bgcolor="#ffffff"><font color="white">x y</font></td></tr></table>`,
      ["warning contrast/light"],
    ],
    ["pale words that nobody sees", '<p style="color:#ffffff;display:none">x y</p>', []],
    ["the preview text", '<div style="color:#ffffff;font-size:1px">x y</div>', []],
    [
      "words on a picture with a colour under it",
      '<div style="background:#111111 url(https://museum.example/a.png);color:#ffffff">x y</div>',
      ["info client/degrades"],
    ],
    [
      "words on a picture alone",
      '<div style="background-image:url(https://museum.example/a.png);color:#ffffff">x y</div>',
      ["info client/degrades", "warning contrast/light"],
    ],
    ["a colour that is not known", '<p style="color:papayawhip">x y</p>', []],
    [
      "a ground that dark forgets",
      '<p class="note" style="background-color:#ffffff">x y</p>',
      ["warning contrast/dark"],
      "<style>@media (prefers-color-scheme:dark){body,.note{color:#eeeeee!important}}</style>",
    ],
    [
      "a dark mode that is whole",
      '<p class="note" style="background-color:#ffffff">x y</p>',
      [],
      "<style>@media (prefers-color-scheme:dark){body{background-color:#111111!important;color:#eeeeee}.note{background-color:#222222!important}a{color:#99ccff}}</style>",
    ],
    [
      "a middle tone",
      '<p style="background-color:#5c5c5c;color:#ffffff">x y</p>',
      ["warning contrast/forced-dark"],
    ],
    ["a table without a role", "<table><tr><td>x</td></tr></table>", ["warning accessibility/layout-table"]],
    ["a table of data", "<table><tr><th>x</th></tr></table>", []],
    ["headers that nobody hears", `${TABLE}<th>x</th></tr></table>`, ["warning accessibility/data-table"]],
    ["a jump", "<h4>More</h4>", ["warning accessibility/heading-jump"]],
    [
      "no zoom",
      "",
      ["warning accessibility/no-zoom"],
      '<meta name="viewport" content="width=device-width, maximum-scale=1">',
    ],
    [
      "a zoom to twice the size",
      "",
      [],
      '<meta name="viewport" content="width=device-width, maximum-scale=2">',
    ],
    ["small words", '<p style="font-size:11px">Small words</p>', ["warning accessibility/small-text"]],
    [
      "a rule that is stronger than a later one",
      '<div class="a"><p class="b">x y</p></div>',
      [],
      "<style>.a .b{color:#222222}.b{color:#dddddd}</style>",
    ],
    ["a table of an Outlook that is gone", `<!--[if lte mso 11]>${TABLE}<td><![endif]--><p>x</p>`, []],
    [
      "a low button in a cell",
      `${TABLE}<td style="background-color:#14566b"><div>${LINK} style="color:#ffffff;text-decoration:none">Read</a></div></td></tr></table>`,
      ["warning accessibility/small-target"],
    ],
    [
      "words and a link in a dark cell",
      `${TABLE}<td style="background-color:#14566b;color:#ffffff"><p>Words</p>${LINK} style="color:#ffffff">Read</a></td></tr></table>`,
      [],
    ],
    ["code in a note", `<p style="font-size:15px"><code style="font-size:.88em">${BODY}</code></p>`, []],
    ["a figure of a footnote", '<p>x<sup style="font-size:10px">12</sup></p>', []],
    [
      "the author's words below 14 px",
      `<p style="font-size:13px">${BODY}</p>`,
      ["warning accessibility/small-text"],
    ],
    ["a caption in 13 px", '<p style="font-size:13px">A caption that stands below a picture</p>', []],
    ["close lines", `<p style="font:16px/18px serif">${LONG}</p>`, ["warning accessibility/tight-lines"]],
    [
      "lines of a factor that goes on",
      `<div style="line-height:1.5"><p style="font-size:20px">${LONG}</p></div>`,
      [],
    ],
    [
      "lines of a length that stays for smaller words",
      `<p style="font:24px/28px serif">A few <span style="font-size:16px">${LONG}</span></p>`,
      [],
    ],
    [
      "lines of a length that stays for larger words",
      `<div style="font:16px/24px serif"><p style="font-size:20px">${LONG}</p></div>`,
      ["warning accessibility/tight-lines"],
    ],
    ["both edges", `<p style="text-align:justify">${LONG}</p>`, ["warning accessibility/justified"]],
    [
      "a link of nothing",
      `${LINK}><img src="https://museum.example/a.png" alt=""></a>`,
      ["warning accessibility/empty-link"],
    ],
    [
      "a link with a name",
      `${LINK} aria-label="The museum"><img src="https://museum.example/a.png" alt=""></a>`,
      [],
    ],
    ["a picture of nothing", '<img src="https://museum.example/a.png">', ["warning accessibility/no-alt"]],
    [
      "a link like the words around it",
      `<p>Words enough for a sentence ${LINK} style="color:#222222;text-decoration:none">here it is</a></p>`,
      ["warning accessibility/color-alone"],
    ],
    [
      "one that is bold",
      `<p>Words enough for a sentence ${LINK} style="color:#222222;text-decoration:none;font-weight:700">here it is</a></p>`,
      [],
    ],
    [
      "one underlined inside",
      `<p>Words enough for a sentence ${LINK} style="color:#222222;text-decoration:none"><span style="text-decoration:underline">here it is</span></a></p>`,
      [],
    ],
    [
      "a low button",
      `<div>${LINK} style="background-color:#14566b;color:#ffffff;text-decoration:none">Read</a></div>`,
      ["warning accessibility/small-target"],
    ],
    [
      "a high one",
      `${TABLE}<td style="background-color:#14566b;padding:14px">${LINK} style="color:#ffffff;text-decoration:none">Read</a></td></tr></table>`,
      [],
    ],
  ];

test.each(CASES.map(([name, body, expected, head]) => ({ name, body, expected, head })))(
  "$name",
  ({ body, expected, head }) => {
    expect(found(email(body, head))).toEqual(expected);
  },
);

test("a title that is shown is a heading, and who shows none may have meant it so", () => {
  const without = (title: string): Changes => ({
    html: [
      `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body>${title}<p>${BODY}</p></body></html>`,
    ],
  });
  expect(found(without(`<p>${TITLE}</p>`))).toEqual(["warning accessibility/no-heading"]);
  expect(found(without(""))).toEqual([]);
});

test("a jump of the author's is said where it was written", () => {
  const issue = { body: [paragraph(BODY), heading("A heading of the author's", 12, { depth: 4 })] };
  expect(found({ ...email("<h4>A heading of the author's</h4>"), issue })).toEqual([]);
});

test("a finding names the mail programs of this newsletter's readers, and how many have them", () => {
  const message = (clients: Record<string, number>) => {
    const newsletter = newsletterSchema.parse({ ...NEWSLETTER, clients });
    return findingsOf({ ...email('<div style="display:flex">x</div>'), facts: { newsletter } }).map(
      (one) => one.message,
    );
  };
  expect(message({})).toEqual([expect.stringContaining("Outlook for Windows, which 6% of readers use")]);
  expect(message({ gmail: 60, "outlook/windows": 30, "apple-mail": 10 })).toEqual([
    expect.stringContaining("30% of readers"),
  ]);
  expect(message({ gmail: 60, "apple-mail": 40 })).toEqual([]);
  // Half of Outlook's readers, as they are spread usually.
  expect(message({ outlook: 10, gmail: 10 })).toEqual([expect.stringContaining("25% of readers")]);
});

test("a fault is found at the line of the template that says it", () => {
  const template = {
    path: "templates/own.mjml",
    source: '<mjml>\n  <mj-text color="#999999">\n    <div style="display: flex">',
  };
  const changes = {
    ...email('<div style="display:flex"><p style="color:#999999">x y</p></div>'),
    facts: { template },
  };
  expect(findingsOf(changes).map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual([
    "client/breaks templates/own.mjml:3",
    "contrast/light templates/own.mjml:2",
  ]);
});

test("a logo that is lost in dark mode, and colours that are moved, are the config's", () => {
  const logo = { light: "logo.png", alt: "The Letter", width: 180 };
  const newsletter = newsletterSchema.parse({ ...NEWSLETTER, theme: { accent: "#ffcc00", logo } });
  const facts = { newsletter, logo: known({ clear: 0.8, lost: 0.9 }) };
  expect(
    findingsOf({ facts }).map(({ rule, file, message }) => `${rule} ${file} ${message.split(":")[0]}`),
  ).toEqual([
    "contrast/theme newsletter.config.ts theme.accent",
    "contrast/logo-vanishes newsletter.config.ts theme.logo",
  ]);
  expect(found({ facts: { logo: known({ clear: 0, lost: 0.9 }) } })).toEqual([]);
});

test("a mail that Gmail cuts says at which block", () => {
  const lines = Array.from({ length: 60 }, (_, index) => `Paragraph number ${index} of this letter`);
  const body = lines.flatMap((words, index) => [
    ...(index === 30 ? [heading("The second half", 100)] : []),
    paragraph(words, 10 + 2 * index),
  ]);
  const shown = lines.map(
    (words, index) =>
      `${index === 30 ? "<h2>The second half</h2>" : ""}<p>${words}</p>${"<i></i>".repeat(400)}`,
  );
  const { issue, email: made, facts } = letter({ ...email(shown.join("")), issue: { body } });
  const [cut] = preflight(issue, made, facts).filter(({ rule }) => rule === "size/clipped");
  // 102,400 bytes end in the 36th or 37th of these, with 2,846 bytes each.
  expect(cut?.line).toBe(10 + 2 * 36);
  expect(cut?.message).toContain("It would cut here, below “The second half”.");
});

test("what did not run has not passed", () => {
  expect(found({ ...email(""), facts: { deep: unavailable("no browser") } })).toEqual([
    "warning deep/not-run",
  ]);
  const fault = {
    id: "aria-roles",
    help: "Roles are valid",
    impact: "serious",
    looks: ["light"],
    html: "<p>",
    words: "",
    elements: 2,
  } as const;
  expect(found({ ...email(""), facts: { deep: known([fault]) } })).toEqual(["warning deep/axe"]);
});

test("what the files decide has the same answer on another day, and the world is asked besides", () => {
  const rules = [...FILE_RULES, ...WORLD_RULES].map(({ name }) => name);
  expect(new Set(rules).size).toBe(rules.length);
  const sendAt = { kind: "instant", at: 5, zone: "UTC", source: "" } as const;
  const {
    issue,
    email: made,
    facts,
  } = letter({ ...email('<p id="a">x</p><p id="a">y</p>'), issue: { sendAt, draft: true } });
  const first = fileFindings(issue, made, facts);
  expect(first.map(({ rule }) => rule)).toContain("reason/missing");
  const [late, early] = [facts, { ...facts, now: known(4) }].map((now) => preflight(issue, made, now));
  expect(late?.map(({ rule }) => rule)).toContain("schedule/past");
  expect(early?.map(({ rule }) => rule)).not.toContain("schedule/past");
  for (const found of [late, early]) expect(found).toEqual(expect.arrayContaining([...first]));
});
