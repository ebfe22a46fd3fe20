import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { toHtml } from "hast-util-to-html";
import { toHast } from "mdast-util-to-hast";
import { expect, test } from "vitest";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";
import { htmlBytes } from "#src/model/email.ts";
import { tighten } from "#src/render/mjml/tighten.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { parseFile } from "../issue/parse.ts";
import { families, newsletterWith } from "./fixture.ts";

const LONG = join(import.meta.dirname, "long");
/** What the frame of an email may have, in bytes. */
const FRAME = 9000;

for (const name of await readdir(LONG)) {
  const text = await readFile(join(LONG, name), "utf8");
  const body = text.replace(/^---\n[^]*?\n---\n/, "");
  const bare = Buffer.byteLength(toHtml(toHast(parseMarkdown(body))));
  test.each(families)(
    `${name} has at most 1.6 times its bare HTML and a frame in %s`,
    async (_, template) => {
      const { issue } = parseFile(text);
      if (issue === null) throw new Error("The issue does not parse.");
      const email = await renderEmail({ issue, newsletter: newsletterWith(), template, images: {} });
      expect(bare).toBeGreaterThan(50_000);
      expect(htmlBytes(email)).toBeLessThan(1.6 * bare + FRAME);
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
