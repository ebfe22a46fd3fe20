import type { Html } from "mdast";
import type { Fix } from "#src/model/finding.ts";
import { ALLOWED, type Allowed } from "#src/issue/raw-html/allowed-tags.ts";
import { blockFix } from "#src/issue/raw-html/block-fix.ts";
import { isHtmlName } from "#src/issue/raw-html/html-names.ts";
import { inlineFix, type Sentence, strayFix } from "#src/issue/raw-html/inline-fix.ts";
import { insteadOf } from "#src/issue/raw-html/instead-of.ts";
import { startOf, type BodyContext } from "./body-context.ts";

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
/** Tags that show something from elsewhere: a link to it can replace them. */
const MEDIA = new Set(["iframe", "video", "audio", "source"]);
const TAG = /<(\/?)([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/;
/** Never used with `exec`, which would keep a position for the next file. */
const TAGS = new RegExp(TAG, "g");

/** Returns what a piece of raw HTML inside a sentence means; `node` is the node at `index` of the sentence. */
export function readInlineHtml(node: Html, index: number, sentence: Sentence, context: BodyContext): HtmlTag {
  const match = TAG.exec(node.value);
  if (match === null || match.index > 0) {
    if (!node.value.startsWith("<!--")) refuseDeclaration(node.value, startOf(node), context.report);
    return { kind: "nothing" };
  }
  const [, slash, name = "", attributes = ""] = match;
  const tag = name.toLowerCase();
  if (tag === "br") return { kind: "break" };
  if (!isAllowed(tag)) {
    const isSafe = !isDangerous(tag, attributes) || isMedia(tag, attributes);
    if (slash !== "") {
      if (!sentence.pairs.has(index)) sayStray(tag, node, strayFix(tag, node), context);
      return { kind: "nothing" };
    }
    const fix = isSafe && mayFix(context) ? inlineFix(index, sentence) : null;
    refuse(tag, attributes, startOf(node), context, fix);
    return { kind: "nothing" };
  }
  lintAttributes(tag, attributes, startOf(node), context);
  return { kind: slash === "" ? "open" : "close", tag };
}

/** Reads a block of raw HTML. Comments are an author's notes; everything else is refused, once for each block. */
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
  const declaration = /<(?:!\[CDATA|![a-z]|\?)/i.exec(html);
  if (worst !== undefined)
    refuse(
      (worst[2] ?? "").toLowerCase(),
      worst[3] ?? "",
      startOf(node) + worst.index,
      context,
      fixOf(node, open, context),
    );
  else if (declaration !== null)
    refuseDeclaration(html.slice(declaration.index), startOf(node) + declaration.index, report);
  else if (tags.length > 0)
    sayStray((tags[0]?.[2] ?? "").toLowerCase(), node, fixOf(node, [], context), context);
}

/** The fix for a block; null if a part of it is dangerous, because only its author can say what that was meant to do. */
function fixOf(node: Html, open: readonly RegExpExecArray[], context: BodyContext): Fix | null {
  const { tags, text } = context;
  const isSafe = open.every(([, , name = "", attributes = ""]) => {
    const tag = name.toLowerCase();
    return !isDangerous(tag, attributes) || isMedia(tag, attributes);
  });
  return isSafe && mayFix(context) ? blockFix(node, tags.literal(node.value), text) : null;
}

function isMedia(tag: string, attributes: string): boolean {
  return MEDIA.has(tag) && !hasHandler(attributes);
}

/**
 * Reports a closing tag on its own. Nobody sees it: its other half may have been written as Markdown already. A name that HTML does
 * not have is a word, and refused.
 */
function sayStray(tag: string, node: Html, fix: Fix | null, context: BodyContext): void {
  const { report } = context;
  if (!isHtmlName(tag)) refuse(`/${tag}`, "", startOf(node), context, fix);
  else report.info("html/stray-tag", startOf(node), `</${tag}> is left out.`, { hint: "Remove it.", fix });
}

/** The number of findings after which none gets a fix: each fix takes a millisecond, and a file may hold thousands. */
const MOST_FIXED = 500;

function mayFix({ report }: BodyContext): boolean {
  return report.findings.length < MOST_FIXED;
}

/** Refuses `<?php … ?>`, `<!doctype …>` and `<![CDATA[…]]>`: nothing of them reaches a reader. */
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

function refuse(tag: string, attributes: string, at: number, { report }: BodyContext, fix: Fix | null): void {
  if (isDangerous(tag, attributes)) {
    const fault = hasHandler(attributes) ? "has an event handler" : "does not work in an email";
    const hint = hasHandler(attributes) ? null : insteadOf(tag);
    report.error("html/forbidden", at, `<${tag}> ${fault}.`, {
      hint: hint ?? "Remove it: mail programs do so anyway, and some treat the whole email as an attack.",
      fix,
    });
    return;
  }
  if (tag !== "!" && !isHtmlName(tag)) {
    report.error("html/not-allowed", at, `<${tag}> is read as an HTML tag, but HTML has no such tag.`, {
      hint: `Write \\<${tag}>, or put it between backticks, so that readers see it.`,
      fix,
    });
    return;
  }
  if (tag === "br" || isAllowed(tag)) {
    const hint =
      tag === "br"
        ? "Remove it: a blank line divides paragraphs."
        : `Write <${tag}>words</${tag}> within a line, beside its words.`;
    const message = `<${tag}> on a line of its own begins a block of HTML, which is not read.`;
    report.error("html/not-allowed", at, message, { hint, fix });
    return;
  }
  report.error("html/not-allowed", at, `The HTML tag <${tag}> is not supported.`, {
    hint: insteadOf(tag) ?? `Write Markdown instead. Supported tags are ${ALLOWED.join(", ")} and br.`,
    fix,
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
