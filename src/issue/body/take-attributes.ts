import type { Image, ImageReference, Nodes, Root, Text } from "mdast";
import { endOf, startOf, walkNodes } from "./body-context.ts";
import { didYouMean } from "#src/issue/front-matter/did-you-mean.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";

/** The size and side that an author gives a picture; see `Block`. */
interface PictureLayout {
  readonly width?: number;
  readonly align?: "left" | "center" | "right";
}

declare module "mdast" {
  interface ImageData {
    layout?: PictureLayout;
  }
  interface ImageReferenceData {
    layout?: PictureLayout;
  }
}

const WIDEST = 2000;
const VALUE = String.raw`(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+)`;
const PAIR = String.raw`[a-zA-Z][\w:-]*\s*=\s*${VALUE}`;
/** `{width=300}`, `{#place .class}`, and kramdown's `{: target="_blank"}`. */
const ATTRIBUTES = String.raw`\{:?[ \t]*(?:(?:(?:[#.][\w-]+|${PAIR}|toc)[ \t]*)+|-)\}`;
const BEHIND = new RegExp(`^${ATTRIBUTES}`);
const BEHIND_PICTURE = /^\{[^{}\n]*\}/;
/** At the end of a paragraph a pair in braces may be a formula, so this matches only what cannot mean anything else. */
const MARKED = new RegExp(
  String.raw`(?:^|(?<!^[ \t]*:+[ \t]*)[ \t\n])(\{(?::|[ \t]*[#.][a-zA-Z])[^{}\n]*\})[ \t]*$`,
);
const AT_END = new RegExp(`(${ATTRIBUTES})[ \t]*$`);

/**
 * Reads attributes in braces. Those after a picture become its layout, and leave the text. Everywhere else Markdown prints the
 * braces, so each gets a finding at its place, with the edit that removes it.
 */
export function takeAttributes(root: Root, text: string, report: SourceReporter): void {
  const isTyped = (start: number, value: string) => text.startsWith(value, start);
  const refuse = (start: number, found: string, what: string, severity: "error" | "warning") =>
    report[severity]("attributes/not-read", start, `${found} after ${what} would be mailed as text.`, {
      hint: "Remove it. Attributes in braces are read after a picture: {width=300 align=center}.",
      fix: isTyped(start, found) ? { start, end: start + found.length, text: "" } : null,
    });
  walkNodes(root, (node, parent) => {
    if (node.type !== "text" || parent === null || !("children" in parent) || !node.value.includes("{"))
      return;
    const siblings: readonly Nodes[] = parent.children;
    const before = siblings[siblings.indexOf(node) - 1];
    const picture = before && pictureOf(before);
    const found = (picture ? BEHIND_PICTURE : BEHIND).exec(node.value)?.[0];
    if (found !== undefined && before !== undefined) {
      if (picture) {
        (picture.data ??= {}).layout = readLayout(found, startOf(node), report);
        cut(node, found.length, text);
      } else if (["link", "linkReference", "inlineCode"].includes(before.type)) {
        refuse(startOf(node), found, before.type === "inlineCode" ? "code" : "a link", "error");
      }
    }
    if (siblings.at(-1) !== node) return;
    const isHeading = parent.type === "heading";
    const match = (isHeading ? AT_END : MARKED).exec(node.value);
    if (match?.[1] === undefined || (match.index === 0 && before !== undefined && found !== undefined))
      return;
    if (!isHeading && parent.type !== "paragraph") return;
    const start = text.lastIndexOf(match[1], endOf(node));
    if (start < startOf(node)) return;
    const isCertain = isHeading ? /^\{:?[ \t]*[#.:]/.test(match[1]) : match[1].startsWith("{:");
    refuse(start, match[1], isHeading ? "a heading" : "a paragraph", isCertain ? "error" : "warning");
  });
}

/** The node itself if it is an image, or the image in a link that holds nothing else. */
function pictureOf(node: Nodes): Image | ImageReference | null {
  if (node.type === "image" || node.type === "imageReference") return node;
  if (node.type !== "link" && node.type !== "linkReference") return null;
  const [only, ...others] = node.children;
  return only !== undefined && others.length === 0 ? pictureOf(only) : null;
}

/** Removes the first characters of a text, none of which is escaped. */
function cut(node: Text, length: number, text: string): void {
  node.value = node.value.slice(length);
  const start = node.position?.start;
  if (start?.offset !== undefined && node.position !== undefined) {
    const offset = start.offset + length;
    const column = offset - text.lastIndexOf("\n", offset - 1);
    node.position = { ...node.position, start: { ...start, offset, column } };
  }
}

function readLayout(source: string, at: number, report: SourceReporter): PictureLayout {
  const inner = source.slice(source.startsWith("{:") ? 2 : 1, -1);
  const layout: { width?: number; align?: "left" | "center" | "right" } = {};
  for (const match of inner.matchAll(
    new RegExp(`([#.][\\w-]+)|([\\w-]+)(?:\\s*[=:]\\s*(${VALUE}))?|\\S+`, "g"),
  )) {
    const [all, mark, name = "", written = ""] = match;
    const value = written.replace(/^["']|["']$/g, "");
    const place = at + source.length - 1 - inner.length + match.index;
    if (mark === undefined && name === "width") {
      const width = /^(\d+)(?:px)?$/.exec(value)?.[1];
      if (width !== undefined && Number(width) >= 1 && Number(width) <= WIDEST) layout.width = Number(width);
      else
        report.error(
          "image/width",
          place,
          `Expected a width in pixels from 1 to ${WIDEST}, found ${value || "none"}.`,
          {
            hint: "Write for example {width=300}. A picture is never wider than the column.",
          },
        );
    } else if (mark === undefined && name === "align") {
      if (value === "left" || value === "center" || value === "right") layout.align = value;
      else
        report.error("image/align", place, `Expected left, center or right, found ${value || "nothing"}.`, {
          hint: didYouMean(value, ["left", "center", "right"]),
        });
    } else if (mark === undefined && name === "height") {
      report.warning("image/attribute", place, "The height of a picture follows from its width.", {
        hint: "Remove it.",
      });
    } else {
      report.error("image/attribute", place, `A picture has no attribute ${all}.`, {
        hint:
          mark === undefined
            ? didYouMean(name, ["width", "align"])
            : "Remove it, or write {width=300 align=center}.",
      });
    }
  }
  return layout;
}
