import { z } from "zod";
import { errorAt } from "#src/model/errors.ts";
import type { Where } from "#src/model/finding.ts";
import type { OwnBlock, OwnShown, TemplateInput } from "#src/model/template.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { sides } from "#src/render/blocks/styles.ts";
import { htmlRegions } from "#src/render/message/html-regions.ts";
import { fillNodes, fillText } from "#src/render/mjml/fill-mjml.ts";
import { runMjml } from "#src/render/mjml/mjml-family.ts";
import type { MjmlNode } from "#src/render/mjml/mjml-node.ts";
import { parsePart } from "#src/render/mjml/parse-mjml.ts";
import { attributesOf } from "./attributes-of.ts";
import type { OwnContent } from "./own-content.ts";

type MjmlBlock = Extract<OwnBlock, { family: "mjml" }>;

/** These stand for HTML while MJML runs, as the tokens of merge tags do; no author can write them. */
const LABEL = "\uE000\uE002\uE002\uE002\uE002\uE001";
const CONTENT = "\uE000\uE002\uE002\uE002\uE002\uE002\uE001";
const START = "\uE000\uE002\uE002\uE002\uE002\uE002\uE002\uE001";

const TYPES: Readonly<Record<string, z.ZodType>> = {
  text: z.string().min(1),
  // An attribute that is written and empty is not zero.
  number: z.string().min(1).pipe(z.coerce.number()),
  url: z.string().regex(/^(?:https?:\/\/|mailto:|\uE000)/u, "Expected an address with https:// or mailto:"),
};

/** Renders a block of a `.mjml` file to HTML and text. An error in it names the block's own file and line. */
export async function renderMjmlBlock(
  block: MjmlBlock,
  placed: BlockOf<"own">,
  where: Where,
  { label, content }: OwnContent,
  input: TemplateInput,
): Promise<OwnShown> {
  const root = parsePart(block);
  const declared = declaredIn(root, block);
  const attributes = attributesOf(block, declared, placed, where);
  const names = Object.keys(declared.shape);
  const values = Object.fromEntries(names.map((name) => [name, wordOf(attributes[name])]));
  const textNode = nodesOf(root, "block-text")[0];
  if (textNode === undefined) {
    const message = "expected a <block-text> for the plain text, found none.";
    throw errorAt("template/failed", placeOf(root, block), message, {
      hint: "Write <block-text>[[ label ]]</block-text>, with the block's attributes as it needs them.",
    });
  }
  const shown = root.filter(({ tagName }) => tagName !== "block-attribute" && tagName !== "block-text");
  const html = {
    ...values,
    label: label.html === "" ? null : LABEL,
    content: content.html === "" ? null : CONTENT,
  };
  const nodes = shown.flatMap((node) => fillNodes(node, { input, path: block.path, values: html }));
  const rows = await rowsOf(nodes, block, input);
  const ofText = { ...values, label: label.text, content: content.text };
  const text = fillText(textNode, { input, path: block.path, values: ofText });
  return { html: filled(rows, { label: label.html, content: content.html }, block), text: text.trim() };
}

function wordOf(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

/** Reads the attributes that a block's file declares. Throws `template/failed` if it is not MJML or a declaration is wrong. */
export function mjmlAttributes(block: MjmlBlock): z.ZodObject {
  return declaredIn(parsePart(block), block);
}

function declaredIn(root: readonly MjmlNode[], block: MjmlBlock): z.ZodObject {
  return z.object(
    Object.fromEntries(nodesOf(root, "block-attribute").map((node) => declarationOf(node, block))),
  );
}

/** Returns `<block-attribute name="price" type="number" optional="true" />` as the name and schema of one attribute. */
function declarationOf(node: MjmlNode, block: MjmlBlock): readonly [string, z.ZodType] {
  const { name = "", type = "text", optional, values } = node.attributes ?? {};
  const fail = (message: string) => errorAt("template/failed", placeOf([node], block), message);
  if (!/^[a-z][a-z0-9_-]*$/.test(String(name)) || name === "label" || name === "content")
    throw fail(`expected a name for this attribute, found "${String(name)}".`);
  const base = values === undefined ? TYPES[String(type)] : z.enum(String(values).split(/\s+/));
  if (base === undefined)
    throw fail(`expected type to be ${Object.keys(TYPES).join(", ")}, found ${String(type)}.`);
  return [String(name), String(optional) === "true" ? base.optional() : base];
}

/** Renders the block alone in a document, and returns the rows that it is in a column, in a table. */
async function rowsOf(nodes: readonly MjmlNode[], block: MjmlBlock, input: TemplateInput): Promise<string> {
  const mark: MjmlNode = { tagName: "mj-raw", content: START };
  const tag = (tagName: string, attributes: Record<string, string>, children: readonly MjmlNode[] = []) =>
    ({ tagName, attributes, children, file: block.path, absoluteFilePath: block.path, line: 1 }) as MjmlNode;
  const column = tag("mj-column", { padding: "0" }, [mark, ...nodes, mark]);
  const document = await runMjml(
    tag("mjml", {}, [
      tag("mj-head", {}, [
        tag(
          "mj-attributes",
          {},
          looks(input).map(([name, look]) => tag(name, look)),
        ),
      ]),
      tag("mj-body", {}, [tag("mj-section", { padding: "0" }, [column])]),
    ]),
    block.path,
  );
  const [, rows = ""] = document.split(START);
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody>${rows}</tbody></table>`;
}

/** The type and colours of the text around the block, which hold unless the block says otherwise. */
function looks({ theme, issue }: TemplateInput): (readonly [string, Record<string, string>])[] {
  const { ink, accent, onAccent, rule } = theme.light;
  const { start } = sides(issue.dir);
  const text = {
    padding: "0",
    align: start,
    color: ink,
    "css-class": "lp-mj-ink",
    "line-height": "1.6",
    "font-size": "17px",
  };
  return [
    ["mj-text", { ...text, "font-family": escapeHtml(theme.serif) }],
    [
      "mj-button",
      {
        padding: "6px 0",
        "inner-padding": "12px 24px",
        align: start,
        "background-color": accent,
        color: onAccent,
        "border-radius": "4px",
        "font-family": escapeHtml(theme.sans),
        "font-size": "16px",
        "font-weight": "600",
        "css-class": "lp-mj-button",
      },
    ],
    ["mj-image", { padding: "0", align: start }],
    [
      "mj-divider",
      { padding: "8px 0", "border-width": "1px", "border-color": rule, "css-class": "lp-mj-rule" },
    ],
    ["mj-table", { ...text, "font-family": escapeHtml(theme.sans), "font-size": "15px" }],
  ];
}

/** Puts HTML in the place of its stand-ins. Throws `template/failed` for one in an attribute. */
function filled(
  html: string,
  { label, content }: { label: string; content: string },
  block: MjmlBlock,
): string {
  const STAND_IN = new RegExp(`${LABEL}|${CONTENT}`, "gu");
  const regions = htmlRegions(html);
  return html.replace(STAND_IN, (found, at: number) => {
    const region = regions.find(({ start, end }) => start <= at && at < end);
    if (region?.context !== "text") {
      const name = found === LABEL ? "label" : "content";
      const line = block.source
        .slice(0, Math.max(0, block.source.search(`\\[\\[\\s*${name}\\s*\\]\\]`)))
        .split("\n").length;
      const message = `[[ ${name} ]] is HTML and stands in an attribute.`;
      throw errorAt("template/failed", { file: block.path, line, column: null }, message, {
        hint: "Put it into the text of a tag, or declare an attribute for it.",
      });
    }
    return found === LABEL ? label : content;
  });
}

function nodesOf(nodes: readonly MjmlNode[], tag: string): readonly MjmlNode[] {
  return nodes.filter(({ tagName }) => tagName === tag);
}

function placeOf([node]: readonly MjmlNode[], block: MjmlBlock): Where {
  return { file: block.path, line: node?.line ?? null, column: null };
}
