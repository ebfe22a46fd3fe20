import { errorAt } from "#src/model/errors.ts";
import type { Where } from "#src/model/finding.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { sides, TEXT_WIDTH } from "#src/render/blocks/styles.ts";
import { headCss, headMeta } from "#src/render/head-css.ts";
import { linksHtml } from "#src/render/blocks/links-html.ts";
import { footerHtml, reasonHtml } from "#src/render/footer-html.ts";
import { datelineRow, mastheadHtml } from "#src/render/masthead-html.ts";
import { nameplateHtml } from "#src/render/nameplate-html.ts";
import { type BodyOf, coverNodes, mjmlFlow, mjmlSections } from "./mjml-blocks.ts";
import type { MjmlNode } from "./mjml-node.ts";
import { withOwnClasses } from "./own-classes.ts";
import { ownPart, sideOf } from "./own-parts.ts";
import { placeholder, placeholders, type Placeholders } from "./placeholders.ts";
import { preheaderHtml } from "#src/render/react/preheader-html.ts";
import { roomIn, sidesOf } from "./room.ts";
import { type Said, saidIn } from "./said.ts";

const PLACEHOLDER = /\[\[\s*([\w.]+)\s*\]\]/g;

/**
 * Fills a parsed template with one issue: replaces `<issue-head/>`, `<issue-preheader/>`, `<issue-body/>`, `<issue-links/>` and the parts
 * `<issue-masthead/>`, `<issue-cover/>`, `<issue-footer/>`, decides `if="name !other"` (all must hold), and fills `[[ name ]]`, escaped for
 * the place it stands in. Throws `template/failed` for an unknown placeholder, for a part in a place where it cannot stand, and for a
 * template without exactly one `<issue-body/>`.
 */
export function fillMjml(root: MjmlNode, input: TemplateInput, path: string): MjmlNode {
  const [first, second] = nodesOf(root, "issue-body");
  if (first === undefined || second !== undefined) {
    const [body = root] = nodesOf(root, "mj-body");
    const found = first === undefined ? "none" : "a second one";
    throw errorAt(
      "template/failed",
      placeOf(second ?? body, path),
      `expected one <issue-body />, found ${found}.`,
      {
        hint: first === undefined ? lineToAdd(root) : "Remove one of them.",
      },
    );
  }
  const said = saidIn(root);
  const filling: Filling = { input, path, said, side: sideOf(said), values: placeholders(input), room: 0 };
  const filled = fillNode(root, filling, null)[0] ?? root;
  return withOwnClasses(filled, input);
}

interface OwnFilling {
  readonly input: TemplateInput;
  readonly path: string;
  /** The block's own values, in addition to those of every template. */
  readonly values: Placeholders;
}

/** Fills a node of a block of the newsletter's own, for a column. Throws `template/failed` as `fillMjml` does. */
export function fillNodes(node: MjmlNode, { input, path, values }: OwnFilling): MjmlNode[] {
  const [body] = nodesOf(node, "issue-body");
  if (body !== undefined)
    throw errorAt(
      "template/failed",
      placeOf(body, path),
      "a block is a part of the issue, so it cannot hold <issue-body />.",
    );
  const said = saidIn({ tagName: "mjml" });
  const all = { ...placeholders(input), ...values };
  return fillNode(node, { input, path, said, side: "0", values: all, room: TEXT_WIDTH }, "mj-column");
}

/** Fills such a block's plain text, in which nothing is escaped. */
export function fillText(node: MjmlNode, { input, path, values }: OwnFilling): string {
  const all = { ...placeholders(input), ...values };
  return (node.content ?? "").replace(PLACEHOLDER, (_, key: string, offset: number) => {
    const line =
      (node.contentLine ?? node.line ?? 1) + (node.content ?? "").slice(0, offset).split("\n").length - 1;
    return placeholder(all, key, { file: node.file ?? path, line, column: null }) ?? "";
  });
}

/** Returns the line to add, with the footer unless the template has its own: the footer would be the next thing that is missing. */
function lineToAdd(root: MjmlNode): string {
  const hasFooter =
    JSON.stringify(root).includes("urls.unsubscribe") || nodesOf(root, "issue-links").length > 0;
  const footer = hasFooter || nodesOf(root, "issue-footer").length > 0 ? "" : "<issue-footer />";
  return `Add this line in <mj-body>: <issue-body />${footer}`;
}

interface Filling {
  readonly input: TemplateInput;
  readonly path: string;
  readonly said: Said;
  /** The room in the node that is being filled, in px. */
  readonly room: number;
  /** The space beside the text of a column. */
  readonly side: string;
  readonly values: Placeholders;
  /** How many columns stand beside each other in the node that is being filled. */
  readonly columns?: number;
}

function fillNode(node: MjmlNode, filling: Filling, parent: string | null): MjmlNode[] {
  const { values } = filling;
  const place = placeOf(node, filling.path);
  const { if: condition, ...attributes } = node.attributes ?? {};
  if (condition !== undefined && !holds(String(condition), values, place)) return [];
  const part = ownPart(node.tagName, { parent, side: filling.side, said: filling.said });
  if (part !== null)
    return part.flatMap((child) => fillNode(child, filling, parent)).map((child) => located(child, node));
  const filled = fillAttributes(attributes, values, place);
  const own = ownNodes({ ...node, attributes: filled }, filling, parent);
  if (own !== null) return own.map((child) => located(child, node));
  const columns = (node.children ?? []).filter(({ tagName }) => tagName === "mj-column").length;
  const inner = { ...filling, room: roomIn(node, filling.room, filling.said, filling.columns ?? 1), columns };
  const children = (node.children ?? []).flatMap((child) => fillNode(child, inner, node.tagName));
  const content = node.content === undefined ? {} : { content: fillContent(node, node.content, filling) };
  return [{ ...node, attributes: filled, children, ...content }];
}

type OwnTag = (node: MjmlNode, filling: Filling, parent: string | null) => MjmlNode[];

const OWN_TAGS: Readonly<Partial<Record<string, OwnTag>>> = {
  /**
   * The text of the issue; a template has it exactly once. In `mj-column` it is the column's content. In `mj-body` it brings its own
   * sections, so that the issue's columns stand side by side. It is as wide as the elements around it leave room, or as
   * `width="440px"` says.
   */
  "issue-body": (node, filling, parent) => {
    const body = bodyOf(node, filling, parent);
    const { input } = filling;
    return parent === "mj-column" ? mjmlFlow(input.body, body) : mjmlSections(input.body, body);
  },
  /** The cover image with its caption, without the space at the sides that `<issue-cover />` has. In `mj-column`. */
  "issue-picture": (node, filling) =>
    coverNodes(bodyOf(node, filling, "mj-column"), String(node.attributes?.["padding"] ?? "0")),
  /** The logo or the newsletter's name, the number and date, and the link to read online, all in one `mj-text`. In `mj-column`. */
  "issue-masthead-text": ({ attributes = {} }, { input }) => [
    { tagName: "mj-text", attributes, content: mastheadHtml(input) },
  ],
  /** Why the reader gets this, the postal address and the links, all in one `mj-text`. In `mj-column`. */
  "issue-footer-text": ({ attributes = {} }, { input }) => [
    { tagName: "mj-text", attributes, content: footerHtml(input) },
  ],
  /** The logo or the newsletter's name. In `mj-column`. */
  "issue-nameplate": (node, filling) => {
    const text = quietText(node, filling, nameplateHtml(filling.input));
    const look = { "mj-class": "issue-nameplate", "css-class": "lp-text lp-mj-ink" };
    return [{ ...text, attributes: { ...text.attributes, ...look } }];
  },
  /** The number, the date and the link to read online. In `mj-column`. */
  "issue-dateline": ({ attributes = {} }, { input }) => {
    const content = datelineRow(input);
    const table = { "mj-class": "issue-quiet", role: "presentation", ...attributes };
    return content === ""
      ? []
      : [{ tagName: "mj-table", attributes: table, content: `<tbody>${content}</tbody>` }];
  },
  /** Why the reader gets this, and the postal address. In `mj-column`. */
  "issue-reason": (node, filling) => [quietText(node, filling, reasonHtml(filling.input))],
  /** The hidden preview text, where you place it. Without this tag, it comes first in the body. */
  "issue-preheader": (_, { input }) => [{ tagName: "mj-raw", content: preheaderHtml(input) }],
  /** The footer's links alone. It takes the attributes of an `mj-text`. In `mj-column`. */
  "issue-links": ({ attributes = {} }, { input }) => [
    {
      tagName: "mj-text",
      attributes: { "mj-class": "issue-links", "css-class": "lp-text lp-mj-muted", ...attributes },
      content: linksHtml(input),
    },
  ],
  /** Letterpress's title, meta tags and styles, where you place them in `mj-head`. */
  "issue-head": (_, { input }) => [
    { tagName: "mj-title", content: escapeHtml(input.issue.subject) },
    {
      tagName: "mj-raw",
      content: headMeta()
        .map(([name, text]) => `<meta name="${name}" content="${text}">`)
        .join(""),
    },
    { tagName: "mj-style", content: headCss(input) },
  ],
};

function ownNodes(node: MjmlNode, filling: Filling, parent: string | null): MjmlNode[] | null {
  return OWN_TAGS[node.tagName]?.(node, filling, parent) ?? null;
}

/** A line of small print, as it stands in masthead and footer. */
function quietText({ attributes = {} }: MjmlNode, { input }: Filling, content: string): MjmlNode {
  return {
    tagName: "mj-text",
    attributes: {
      "mj-class": "issue-quiet",
      "css-class": "lp-text lp-mj-muted",
      align: sides(input.issue.dir).start,
      ...attributes,
    },
    content,
  };
}

/** Returns what the body is drawn with. It is as wide as the template says, or as the elements around it leave room. */
function bodyOf(node: MjmlNode, { input, said, room, path }: Filling, parent: string | null): BodyOf {
  const own = node.attributes?.["width"];
  const width = own === undefined ? null : /^(\d+)(?:px)?$/.exec(String(own));
  if (own !== undefined && width === null) {
    throw errorAt(
      "template/failed",
      placeOf(node, path),
      `expected a width in px, found width="${String(own)}".`,
      {
        hint: `Write <${node.tagName} width="440px" />.`,
      },
    );
  }
  if (width !== null) return { input, said, width: Number(width[1]) };
  const section = parent === "mj-column" ? 0 : sidesOf({ tagName: "mj-section" }, said);
  return {
    input,
    said,
    width: Math.max(1, Math.floor(room - section - sidesOf({ tagName: "mj-text" }, said))),
  };
}

/** The nodes we make carry the line of the tag they replace, so that MJML's findings name a place that exists. */
function located(node: MjmlNode, { line, file, absoluteFilePath, includedIn }: MjmlNode): MjmlNode {
  const place = { line, file, absoluteFilePath, includedIn } as Partial<MjmlNode>;
  const children = (node.children ?? []).map((child) => located(child, place as MjmlNode));
  return { attributes: {}, ...node, ...place, children };
}

function holds(condition: string, values: Placeholders, place: Where): boolean {
  return condition.split(/\s+/).every((name) => {
    const negated = name.startsWith("!");
    const value = placeholder(values, name.slice(negated ? 1 : 0), place);
    return (value !== null && value !== "") !== negated;
  });
}

function fillAttributes(
  attributes: Readonly<Record<string, string | boolean>>,
  values: Placeholders,
  place: Where,
): Record<string, string | boolean> {
  const entries = Object.entries(attributes).map(([name, value]) => {
    if (typeof value !== "string") return [name, value] as const;
    const filled = value.replace(PLACEHOLDER, (_, key: string) =>
      escapeHtml(placeholder(values, key, place) ?? ""),
    );
    return [name, filled] as const;
  });
  return Object.fromEntries(entries);
}

/** Fills a node's content. In a style sheet entities mean nothing, so what could end a declaration is removed there. */
function fillContent(node: MjmlNode, content: string, { values, path }: Filling): string {
  const escape = node.tagName === "mj-style" ? (value: string) => value.replace(/[<>{};]/g, "") : escapeHtml;
  return content.replace(PLACEHOLDER, (_, key: string, offset: number) => {
    const line = (node.contentLine ?? node.line ?? 1) + content.slice(0, offset).split("\n").length - 1;
    return escape(placeholder(values, key, { file: node.file ?? path, line, column: null }) ?? "");
  });
}

function nodesOf(node: MjmlNode, tag: string): readonly MjmlNode[] {
  const own = node.tagName === tag ? [node] : [];
  return [...own, ...(node.children ?? []).flatMap((child) => nodesOf(child, tag))];
}

function placeOf(node: MjmlNode, path: string): Where {
  return { file: node.file ?? path, line: node.line ?? 1, column: null };
}
