import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import type { Block } from "#src/model/block.ts";
import { attributeOf, elementsOf, type HtmlElement, isElement, readTree } from "#src/render/html-tree.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { renderEmail } from "#src/render/render-email.ts";
import {
  everyKind,
  families,
  guests,
  images,
  issueWith,
  newsletterWith,
  paragraph,
  place,
} from "./fixture.ts";

interface Feature {
  readonly slug: string;
  /** Client, platform, version: `y`, `n`, or `a #1 #2` with the numbers of notes. */
  readonly stats: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  readonly notes_by_num: Readonly<Record<string, string>> | null;
}

const { data } = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("caniemail/caniemail.json"), "utf8"),
) as { readonly data: readonly Feature[] };

/** Most readers of a newsletter have one of them; Outlook for Windows from 2007 on. */
const CLIENTS = ["gmail", "outlook", "apple-mail", "yahoo", "samsung-email", "thunderbird"];

/** What decides where things stand. Anything else, such as a rounded corner, may be missing. */
const LAYOUT =
  /^(?:padding|margin|width|height|min-width|max-width|display|float|position|text-indent|text-align|vertical-align|border|white-space|list-style|line-height|font|font-size)(?:-(?:top|right|bottom|left|type|position))?$/;

interface Use {
  readonly element: HtmlElement;
  readonly property: string;
  readonly value: string;
}

/** Whether what a note says is the case; the notes are those of the data, so another note there is not overlooked. */
const NOTES: readonly (readonly [RegExp, (use: Use, note: string) => boolean])[] = [
  [/^Partial\. Only supported on table cells/, ({ element }) => !/^t[dh]$/.test(element.tagName)],
  [/^Partial\. Only works on `<table>`/, ({ element }) => element.tagName !== "table"],
  [/^Partial\. Not supported on .*elements/, ({ element }, note) => note.includes(`<${element.tagName}>`)],
  [
    /[Nn]egative values? (?:are|is) not supported|Negative values are not supported/,
    ({ value }) => /(?:^|\s)-\d/.test(value),
  ],
  [/`auto` value is not supported/, ({ value }) => /\bauto\b/.test(value)],
  [/Only supports `display:none`/, ({ element, value }) => value !== "none" || element.tagName === "img"],
  [
    /does not inherit to inner tables/,
    ({ element, value }) =>
      value === "none" && [...elementsOf(element)].some(({ tagName }) => tagName === "table"),
  ],
  [/A border can not be bigger than 8px/, ({ value }) => Number.parseFloat(value) > 8],
  [
    /Unreliable if used on a `<p>` or a `<div>`/,
    ({ element, value }) => /^(?:p|div)$/.test(element.tagName) && !value.startsWith("0"),
  ],
  [/`pre` value is not supported/, ({ value }) => value === "pre"],
  [/flow-relative|Flow-relative/, ({ value }) => /^(?:start|end)$/.test(value)],
  [/Logical property values/, ({ value }) => value.startsWith("inline-")],
  [/match-parent/, ({ value }) => value.includes("match-parent")],
  [/`rem` values? (?:are|is) not supported/, ({ value }) => value.includes("rem")],
  [/[Rr]elative.*size values/, ({ value }) => /(?:em|%|larger|smaller)/.test(value)],
  [
    /`flex`|`inline-flex`|Two-value syntax|two-value syntax|flow-root/,
    ({ value }) => /flex|grid|flow|contents| /.test(value),
  ],
];

/** Notes that say something else than that a value is ignored. */
const HARMLESS =
  /^Buggy\. (?:Vertical padding will be the same|`background-color` is included|`em` and `px` units behave|The webmail has a generic style|Replaces `height` by|Supported but)|^Supports? |[Nn]on[- ]Google [Aa]ccounts|120 dpi|logical|`normal` value|default style|image`|url\(\)|auto-fit|border-image|overline|RoundRect|elliptical|VML/;

function ignored(use: Use): readonly string[] {
  const feature = data.find(({ slug }) => slug === slugOf(use.property));
  if (feature === undefined) return [];
  return CLIENTS.flatMap((client) =>
    Object.entries(feature.stats[client] ?? {}).flatMap(([platform, versions]) =>
      versionsOf(`${client}/${platform}`, versions)
        .filter(([, support]) => isIgnored(support, feature, use))
        .map(([version]) => `${client} ${platform} ${version}`),
    ),
  );
}

function versionsOf(client: string, versions: Readonly<Record<string, string>>) {
  const all = Object.entries(versions);
  return client === "outlook/windows" ? all.filter(([version]) => Number(version) >= 2007) : all.slice(-1);
}

function isIgnored(support: string, { notes_by_num: notes, slug }: Feature, use: Use): boolean {
  if (support.startsWith("n")) return true;
  return [...support.matchAll(/#(\d+)/g)].some(([, number = ""]) => {
    const note = notes?.[number] ?? "";
    const rules = NOTES.filter(([pattern]) => pattern.test(note));
    if (rules.length === 0 && !HARMLESS.test(note) && support.startsWith("a"))
      throw new Error(`Nobody has read this note of ${slug} yet: ${note}`);
    return support.startsWith("a") && rules.some(([, holds]) => holds(use, note));
  });
}

function slugOf(property: string): string {
  return `css-${property.replace(/^(padding|margin|border)-.*$/, "$1")}`;
}

/** What stands in for a property where a client ignores it; empty where nothing does. */
function standsIn({ element, property, value }: Use): string {
  const ancestors = ancestorsOf(element);
  const isHidden = [element, ...ancestors].some((one) =>
    (attributeOf(one, "style") ?? "").includes("mso-hide:all"),
  );
  const hasWidth = (one: HtmlElement) => attributeOf(one, "width") !== null;
  const [parent] = ancestors;
  if (isHidden) return "mso-hide";
  // A mail program draws these so by itself.
  if (/^0(?:px)?(?: 0(?:px)?)*$/.test(value) || (property === "display" && value === "block"))
    return "nothing";
  if (/^(?:width|height)$/.test(property) && attributeOf(element, property) !== null) return "the attribute";
  if (property === "max-width" && element.tagName === "img" && hasWidth(element)) return "the attribute";
  if (
    /^(?:max-)?width$/.test(property) &&
    ancestors.some((one) => /^t(?:able|d)$/.test(one.tagName) && hasWidth(one))
  )
    return "the table that Outlook has around it";
  if (property === "display" && value === "inline-block" && parent?.tagName === "td") return "the cell";
  if (property === "padding" && (attributeOf(parent ?? element, "style") ?? "").includes("mso-padding-alt"))
    return "mso-padding-alt";
  if (
    property === "margin" &&
    element.tagName === "img" &&
    (attributeOf(parent ?? element, "style") ?? "").includes("text-align")
  )
    return "the cell's text-align";
  if (value === "0 auto" && ancestors.some((one) => attributeOf(one, "align") === "center"))
    return "the table that Outlook has around it";
  if (property === "height" && (attributeOf(element, "style") ?? "").includes(`line-height:${value}`))
    return "its line";
  // Outlook breaks no word and no line that it need not.
  if (property === "white-space") return element.tagName === "pre" ? "pre" : "nothing";
  return "";
}

function ancestorsOf(element: HtmlElement): readonly HtmlElement[] {
  const { parentNode } = element;
  if (parentNode === null || !("tagName" in parentNode)) return [];
  return isElement(parentNode) ? [parentNode, ...ancestorsOf(parentNode)] : [];
}

/** The HTML as Outlook for Windows reads it: what is in its comments counts, and what is hidden from it does not. */
function forOutlook(html: string): string {
  return html
    .replace(/<!--\[if lte mso 11\]>[^]*?<!\[endif\]-->/g, "")
    .replace(/<!--\[if !mso\]><!-->[^]*?<!--<!\[endif\]-->/g, "")
    .replace(/<!--\[if (?:mso|mso \| IE)\]>|<!\[endif\]-->/g, "");
}

function usesIn(html: string): readonly Use[] {
  return [...elementsOf(readTree(forOutlook(html)).html)].flatMap((element) =>
    (attributeOf(element, "style") ?? "")
      .split(";")
      .map((declaration) => /^\s*([a-z-]+)\s*:\s*(.*?)\s*$/.exec(declaration))
      .flatMap((match) =>
        match === null ? [] : [{ element, property: match[1] ?? "", value: match[2] ?? "" }],
      ),
  );
}

function faultsIn(html: string): readonly string[] {
  const faults = usesIn(html)
    .filter((use) => LAYOUT.test(use.property) && standsIn(use) === "")
    .map((use) => [use, ignored(use)] as const)
    .filter(([, clients]) => clients.length > 0)
    .map(
      ([{ element, property, value }, [client = ""]]) =>
        `<${element.tagName}> ${property}:${value} is ignored by ${client}`,
    );
  return [...new Set(faults)];
}

const picture = { src: "./press.png", alt: "A press", caption: "A caption", credit: null, place };
const nested: readonly Block[] = [
  {
    kind: "list",
    ordered: true,
    start: 98,
    place,
    items: [
      {
        checked: null,
        place,
        blocks: [
          paragraph("First"),
          paragraph("Second"),
          ...everyKind.code,
          ...everyKind.quote,
          ...everyKind.list,
          ...everyKind.table,
        ],
      },
      { checked: true, place, blocks: [paragraph("Done"), ...everyKind.list] },
    ],
  },
  ...(["left", "center", "right"] as const).map((align): Block => ({
    kind: "image",
    image: picture,
    url: null,
    width: 200,
    align,
    place,
  })),
  {
    kind: "callout",
    tone: "note",
    blocks: [...everyKind.button, ...everyKind.image, ...everyKind.columns],
    place,
  },
  { kind: "heading", depth: 2, question: true, children: [{ kind: "text", text: "Why?" }], place },
];

const dressed = newsletterWith({
  theme: { logo: { light: "logo.png", dark: "logo-dark.png", alt: "The nameplate", width: 180 } },
});

for (const [family, template] of families) {
  for (const [kind, body] of Object.entries({ ...everyKind, nested })) {
    test(`${kind} in ${family} stands where it should in every client`, async () => {
      const issue = issueWith(body, { guests, image: picture });
      const email = await renderEmail({ issue, newsletter: dressed, template, images });
      const urls = {
        unsubscribe: "https://x.example/u",
        preferences: "https://x.example/p",
        rate: "https://x.example/r",
        web: "https://x.example",
      };
      const { html } = personalise(email, { subscriber: {}, urls });
      // All of it was read, and not a part of it taken for a comment.
      const { body: read } = readTree(forOutlook(html));
      expect([...elementsOf(read)].map((one) => attributeOf(one, "href"))).toContain(urls.unsubscribe);
      expect(faultsIn(html)).toEqual([]);
    });
  }
}

test.each([
  [
    '<ul style="padding:0 0 0 26px"><li>x</li></ul>',
    "<ul> padding:0 0 0 26px is ignored by outlook windows 2007",
  ],
  ['<div style="padding:8px 0">x</div>', "<div> padding:8px 0 is ignored by outlook windows 2007"],
  ['<h2 style="padding:22px 0 0">x</h2>', "<h2> padding:22px 0 0 is ignored by outlook windows 2007"],
  ['<p style="margin:-8px 0 0">x</p>', "<p> margin:-8px 0 0 is ignored by gmail desktop-webmail 2019-10"],
  ['<img style="width:100px">', "<img> width:100px is ignored by outlook windows 2007"],
  [
    '<span style="display:inline-block">x</span>',
    "<span> display:inline-block is ignored by outlook windows 2007",
  ],
  ['<div style="float:left">x</div>', "<div> float:left is ignored by outlook windows 2007"],
  [
    '<div style="border-top:1px solid #ddd">x</div>',
    "<div> border-top:1px solid #ddd is ignored by outlook windows 2007",
  ],
])("what clients ignore is seen: %s", (html, fault) => {
  expect(faultsIn(`<html><body>${html}</body></html>`)).toEqual([fault]);
});
