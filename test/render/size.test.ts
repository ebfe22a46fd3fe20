import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseIssue } from "#src/issue/parse-issue.ts";
import { htmlBytes } from "#src/model/email.ts";
import { loadProject } from "#src/project/load-project.ts";
import { readImages } from "#src/project/read-images.ts";
import { lean } from "#src/render/mjml/lean.ts";
import { tighten } from "#src/render/mjml/tighten.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { templateInput } from "#src/render/template-input.ts";
import { bareSize, markdownSize, mostBytes } from "../../scripts/bench/bare-size.ts";
import { families } from "./fixture.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { newsletter, templates, issues } = await loadProject(ROOT);
const LONG = join(ROOT, "test/render/long");
const long = (await readdir(LONG)).map((name) => join(LONG, name));
const samples = issues.map(({ source }) => join(ROOT, source.path));

/** By how many bytes an email may pass what its Markdown alone allows: the cards of front matter in it have more. */
const OVER: Readonly<Record<string, number>> = {
  "issues/2026-11-24-from-markdown-to-inbox/index.md digest": 800,
};

for (const file of [...samples, ...long]) {
  const path = relative(ROOT, file);
  const text = await readFile(file, "utf8");
  const others = issues.map(({ source }) => source);
  const { issue } = parseIssue({ path, slug: "sample", text }, { newsletter, templates, issues: others });
  if (issue === null) throw new Error(`${path} does not parse.`);
  const { images } = await readImages(ROOT, issue, newsletter);
  test.each(families)(
    `${path} has at most 1.6 times its bare HTML and a frame in %s`,
    async (_, template) => {
      const email = await renderEmail({ issue, newsletter, template, images });
      expect(htmlBytes(email)).toBeLessThan(
        mostBytes(bareSize(text, templateInput(issue, newsletter, images))),
      );
      expect(htmlBytes(email)).toBeLessThan(
        mostBytes(markdownSize(text)) + (OVER[`${path} ${template.name}`] ?? 0),
      );
    },
  );
}

test.each<[string, string, string]>([
  [
    "indentation",
    '<table>\n    <tr>\n      <td\n         class="a"  style="color:red;"\n      >\n  x\n </td></tr>\n</table>\n',
    '<table><tr><td class="a" style="color:red">x</td></tr></table>',
  ],
  ["what shows nothing", '<td class="" style="">x</td>', "<td>x</td>"],
  [
    "no space between words",
    '<p>one\n   <a href="#">two</a>\n   <b>three</b> four</p>',
    '<p>one\n<a href="#">two</a>\n<b>three</b> four</p>',
  ],
  [
    "no line of code",
    "<div>\n  <pre  style='x'>\n  a\n\n    b </pre>\n</div>",
    "<div><pre  style='x'>\n  a\n\n    b </pre></div>",
  ],
  [
    "no value",
    '<img   alt="a\n  b  c"   src="x?a=1&amp;b=2"  />',
    '<img alt="a\n  b  c" src="x?a=1&amp;b=2"/>',
  ],
  [
    "Outlook’s comments",
    '<!--[if mso | IE]>\n  <table\n    width="640px"\n  ><tr>\n<td><![endif]-->\n<div>x</div>',
    '<!--[if mso | IE]><table width="640px"><tr><td><![endif]--><div>x</div>',
  ],
  ["no selector", "<style>\n  a\n  b { color: red; }\n</style>", "<style>\na\nb { color: red; }\n</style>"],
  [
    "no angle bracket in a value",
    '<a  title="a > b\n c"  href="x">y</a>',
    '<a title="a > b\n c" href="x">y</a>',
  ],
])("MJML loses %s", (_, html, tight) => {
  expect(tighten(html)).toBe(tight);
});

test.each<[string, string, string]>([
  [
    "says a font in one declaration",
    '<td align="left" style="font-size:0;padding:0"><div style="font-family:Georgia,serif;font-size:17px;font-weight:700;line-height:1.6;text-align:left;color:red">x</div></td>',
    '<td align="left" style="padding:0"><div style="font:700 17px/1.6 Georgia,serif;color:red">x</div></td>',
  ],
  [
    "keeps a side that is not the cell’s, and a font that it cannot take apart",
    '<td align="left" style="font-size:0"><div style="font-family:&quot;A;b&quot;,serif;font-size:17px;line-height:1.6;text-align:right">x</div></td>',
    '<td align="left" style="font-size:0"><div style="font-family:&quot;A;b&quot;,serif;font-size:17px;line-height:1.6;text-align:right">x</div></td>',
  ],
  [
    "keeps what a template writes itself",
    '<th style="font-family:Georgia;font-size:17px;line-height:1.6">x</th>',
    '<th style="font-family:Georgia;font-size:17px;line-height:1.6">x</th>',
  ],
  [
    "keeps the classes that a style sheet names",
    '<style>.mj-column-per-100{color:red}.a-outlook{color:red}</style><div class="mj-column-per-100 mj-outlook-group-fix">x</div><td class="b-outlook">',
    '<style>.mj-column-per-100{color:red}.a-outlook{color:red}</style><div class="mj-column-per-100 mj-outlook-group-fix">x</div><td class="b-outlook">',
  ],
  [
    "says of a picture what it does not say itself",
    '<style>\nimg { border:0;height:auto; }\np { margin:0; }</style><img src="a>b" style="border:0"><img src="c">',
    '<style>\nimg { border:0;height:auto; }\np { margin:0; }</style><img src="a>b" style="border:0"><img src="c">',
  ],
  [
    "says nothing of pictures that say it themselves",
    '<style>\nimg { border:0;height:auto; }\np { margin:0; }</style><img src="a>b" style="border:0">',
    '<style>\np { margin:0; }</style><img src="a>b" style="border:0">',
  ],
  [
    "keeps VML’s namespace where there is VML",
    '<html xmlns:v="urn:v"><v:rect></v:rect></html>',
    '<html xmlns:v="urn:v"><v:rect></v:rect></html>',
  ],
  [
    "says once in which direction it runs",
    '<div role="article" lang="ar" dir="rtl"><td style="direction:rtl;font-size:0;padding:0"><div style="text-align:right;direction:rtl;display:inline-block;width:100%">',
    '<div role="article" lang="ar" dir="rtl"><td style="font-size:0;padding:0"><div style="text-align:right;display:inline-block;width:100%">',
  ],
  [
    "keeps another direction than the email’s",
    '<div role="article" dir="ltr"><td style="direction:rtl;font-size:0;padding:0">',
    '<div role="article" dir="ltr"><td style="direction:rtl;font-size:0;padding:0">',
  ],
  [
    "says no type around a title that says its own, and keeps it around words",
    '<div style="font:17px Georgia"><h1 style="font:34px Arial;color:red">A</h1></div><div style="font:17px Georgia"><h1 style="font:34px Arial;color:red">A</h1>b</div>',
    '<div><h1 style="font:34px Arial;color:red">A</h1></div><div style="font:17px Georgia"><h1 style="font:34px Arial;color:red">A</h1>b</div>',
  ],
  [
    "says once that long words are broken",
    '<div role="article" style="color:red"><td style="font-size:0;padding:0;word-break:break-word">x</td></div>',
    '<div role="article" style="word-break:break-word;color:red"><td style="font-size:0;padding:0">x</td></div>',
  ],
])("MJML %s", (_, html, expected) => {
  expect(lean(html)).toBe(expected);
});
