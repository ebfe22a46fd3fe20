import type { Html } from "mdast";
import { startOf, type BodyContext } from "./body-context.ts";

/** Tags that are read; `br` is read too. */
export const ALLOWED = ["sub", "sup", "kbd", "mark", "small", "u"] as const;
export type Allowed = (typeof ALLOWED)[number];

/** One allowed tag of inline HTML. */
type HtmlTag =
  | { readonly kind: "open" | "close"; readonly tag: Allowed }
  | { readonly kind: "break" }
  /** A comment, or what was refused with a finding. */
  | { readonly kind: "nothing" };

const DANGEROUS = new Set(
  [
    "script style iframe form input button textarea select object embed applet",
    "link meta base svg math template frame frameset video audio",
  ].flatMap((line) => line.split(" ")),
);
const INSTEAD: Readonly<Record<string, string>> = {
  a: "Write [text](https://…).",
  img: "Write ![alt text](./image.png).",
  b: "Write **text**.",
  strong: "Write **text**.",
  i: "Write *text*.",
  em: "Write *text*.",
  s: "Write ~~text~~.",
  del: "Write ~~text~~.",
  hr: "Write ---.",
  blockquote: "Begin the lines with >.",
  table: "Write a Markdown table.",
  code: "Write `text`.",
};
const TAG = /<(\/?)([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/;
/** Never used with `exec`: that would leave a position behind for the next file. */
const TAGS = new RegExp(TAG, "g");

/** What a piece of raw HTML inside a sentence means. */
export function readInlineHtml(node: Html, context: BodyContext): HtmlTag {
  const match = TAG.exec(node.value);
  if (match === null || match.index > 0) {
    if (!node.value.startsWith("<!--")) refuseDeclaration(node.value, startOf(node), context.report);
    return { kind: "nothing" };
  }
  const [, slash, name = "", attributes = ""] = match;
  const tag = name.toLowerCase();
  if (tag === "br") return { kind: "break" };
  if (!isAllowed(tag)) {
    if (slash === "") refuse(tag, attributes, startOf(node), context);
    return { kind: "nothing" };
  }
  lintAttributes(tag, attributes, startOf(node), context);
  return { kind: slash === "" ? "open" : "close", tag };
}

/** Raw HTML that stands by itself. Comments are an author's notes; everything else is refused, once for each block. */
export function refuseHtml(node: Html, context: BodyContext): void {
  const { report } = context;
  const html = node.value.replace(/<!--[\s\S]*?(-->|$)/g, (comment, end: string, at: number) => {
    if (end === "") refuseComment(startOf(node) + at, report);
    return " ".repeat(comment.length);
  });
  const after = /-->[ \t]*(?=\S)/.exec(node.value);
  if (
    after !== null &&
    node.value.startsWith("<!--") &&
    html.slice(after.index + after[0].length).trim() !== ""
  ) {
    const start = startOf(node) + after.index + 3;
    report.error(
      "html/beside-comment",
      start,
      "Words beside the end of a long comment are not read as Markdown.",
      {
        hint: "Write them on a line of their own.",
        fix: context.text.startsWith("-->", start - 3) ? { start, end: start, text: "\n" } : null,
      },
    );
  }
  const tags = [...html.matchAll(TAGS)];
  const open = tags.filter(([, slash]) => slash === "");
  const worst =
    open.find(([, , name = "", attributes = ""]) => isDangerous(name.toLowerCase(), attributes)) ?? open[0];
  if (worst !== undefined)
    refuse((worst[2] ?? "").toLowerCase(), worst[3] ?? "", startOf(node) + worst.index, context);
  const declaration = /<(?:!\[CDATA|![a-z]|\?)/i.exec(html);
  if (declaration !== null)
    refuseDeclaration(html.slice(declaration.index), startOf(node) + declaration.index, report);
}

/** `<?php … ?>`, `<!doctype …>`, `<![CDATA[…]]>`: nothing of it reaches a reader. */
function refuseDeclaration(source: string, at: number, report: BodyContext["report"]): void {
  report.error("html/not-allowed", at, `This is left out: ${source.slice(0, 40)}`, {
    hint: "Remove it, or write it as code between backticks.",
  });
}

/** A comment that is never closed silently swallows the rest of the issue, or is mailed with it. */
function refuseComment(at: number, report: BodyContext["report"]): void {
  report.error("html/unclosed-comment", at, "This comment is not closed.", {
    hint: "Write --> after the note. Until there nothing is mailed.",
  });
}

function isAllowed(tag: string): tag is Allowed {
  return (ALLOWED as readonly string[]).includes(tag);
}

function isDangerous(tag: string, attributes: string): boolean {
  return DANGEROUS.has(tag) || hasHandler(attributes);
}

function hasHandler(attributes: string): boolean {
  return /(?:^|[\s/"'])on\w+\s*=/i.test(attributes);
}

function refuse(tag: string, attributes: string, at: number, { report }: BodyContext): void {
  if (isDangerous(tag, attributes)) {
    const fault = hasHandler(attributes) ? "has an event handler" : "does not work in an email";
    report.error("html/forbidden", at, `<${tag}> ${fault}.`, {
      hint: "Remove it: mail programs do so anyway, and some treat the whole email as an attack.",
    });
    return;
  }
  report.error("html/not-allowed", at, `The HTML tag <${tag}> is not supported.`, {
    hint: INSTEAD[tag] ?? `Write Markdown instead. Supported tags are ${ALLOWED.join(", ")} and br.`,
  });
}

function lintAttributes(tag: string, attributes: string, at: number, { report }: BodyContext): void {
  if (hasHandler(attributes)) {
    report.error("html/forbidden", at, `<${tag}> has an event handler.`, { hint: "Remove it." });
  } else if (attributes.replace("/", "").trim() !== "") {
    report.warning("html/attributes", at, `The attributes of <${tag}> are left out.`, {
      hint: `Write <${tag}> alone.`,
    });
  }
}
