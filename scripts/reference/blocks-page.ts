import type { Node } from "oxc-parser";
import { DIRECTIVES as KNOWN_DIRECTIVES } from "#src/issue/body/directives/directives.ts";
import type { BlockKind } from "#src/model/block.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { readSample } from "./sample-input.ts";
import { declarationIn, findNode, openSource, proseOf, unionDocs } from "./source-file.ts";
import { table } from "./table.ts";

const HEAD = `# Blocks

What an issue's Markdown becomes. The body is [CommonMark](https://commonmark.org) with GitHub's tables, footnotes, task lists, strikethrough and bare links, read
once into a list of blocks: the same list for React Email, MJML and plain text. [Writing an issue](../write.md) tells how to use them; a template that shows
[blocks of its own](../templates.md#blocks-of-your-own) is given the fields below each. Every example here is read by a test.
`;

const DIRECTIVES = `## Directives

A directive begins a line: \`::name[words]{attribute="value"}\` stands alone, \`:::name\` holds what follows up to a line of \`:::\`. A container outside has more
colons than those in it. A colon within a sentence is only a colon.
`;

/** Describes blocks, directives, inline content and HTML in Markdown, from their types and tables. */
export function blocksPage(): string {
  const blocks = unionDocs("src/model/block.ts", "Block").map(({ node, doc }) => blockSection(node, doc));
  const parts = [HEAD, ...blocks, `${DIRECTIVES}\n${directives()}`, inlines(), html()];
  return `${parts.map((part) => part.trim()).join("\n\n")}\n`;
}

function blockSection(node: Node, doc: string): string {
  const [kind = ""] = kindsOf(node);
  const example = /^```md\n([\s\S]*?)^```$/m.exec(doc)?.[1];
  const head = [`## ${kind}`, proseOf(doc)];
  if (example === undefined) {
    if (!doc.startsWith("From front matter:"))
      throw new Error(`The docstring of the block ${kind} has no example.`);
    return [...head, `Fields: ${fieldsOf(node)}.`].join("\n\n");
  }
  expectBlock(kind as BlockKind, example);
  const fence = example.includes("```") ? "````" : "```";
  return [...head, `${fence}md\n${example}${fence}`, `Fields: ${fieldsOf(node)}.`].join("\n\n");
}

/** Reads the example as an author's: it must give this block, and no finding. */
function expectBlock(kind: BlockKind, example: string): void {
  const { issue, findings } = readSample(example);
  const wrong = findings.filter(({ severity }) => severity !== "info").map(({ message }) => message);
  if (wrong.length > 0) throw new Error(`The example of ${kind}: ${wrong.join(" ")}`);
  if (!walkBlocks(issue.body).some((block) => block.kind === kind))
    throw new Error(`The example of ${kind} gives no such block.`);
}

/** Lists the fields of a union's member as code, without `kind`. Every member has `place`. */
function fieldsOf(node: Node): string {
  const { text } = openSource("src/model/block.ts");
  const members = node.type === "TSTypeLiteral" ? node.members : [];
  const fields = members.flatMap((member) => {
    if (member.type !== "TSPropertySignature" || member.key.type !== "Identifier") return [];
    const { name } = member.key;
    const type = member.typeAnnotation?.typeAnnotation;
    const code = type === undefined ? "" : text.slice(type.start, type.end);
    return name === "kind"
      ? []
      : [`\`${name}: ${code.replaceAll("readonly ", "").replaceAll(/\s+/g, " ")}\``];
  });
  return [...fields, "`place`"].join(", ");
}

function kindsOf(node: Node): string[] {
  const members = node.type === "TSTypeLiteral" ? node.members : [];
  const kind = members.find(
    (member) =>
      member.type === "TSPropertySignature" && member.key.type === "Identifier" && member.key.name === "kind",
  );
  const found: string[] = [];
  const gather = (one: Node): void => {
    if (one.type === "Literal" && typeof one.value === "string") found.push(one.value);
    else findNode(one, (child) => child !== one && (gather(child), false));
  };
  if (kind !== undefined) gather(kind);
  return [...new Set(found)];
}

function directives(): string {
  const rows = Object.entries(KNOWN_DIRECTIVES).map(([name, { forms, attributes, about }]) => [
    forms.map((form) => (form === "leaf" ? `\`::${name}\`` : `\`:::${name}\``)).join(" or "),
    attributes.map((attribute) => `\`${attribute}\``).join(", "),
    about,
  ]);
  return table(["Written", "Attributes", "What it is"], rows);
}

function inlines(): string {
  const rows = unionDocs("src/model/block.ts", "Inline").map(({ node, doc }) => [
    kindsOf(node)
      .map((kind) => `\`${kind}\``)
      .join(", "),
    proseOf(doc),
    fieldsOf(node).replace(/(?:, )?`place`$/, ""),
  ]);
  return `## Within a sentence\n\nThe \`children\` of a block are a list of these.\n\n${table(["Kind", "Written", "Fields"], rows)}`;
}

/** Writes the Markdown in `Write **text**.` as code; a hint of words alone stays as it is. */
function inCode(hint: string): string {
  const [, start = "", written = ""] = /^(Write|Begin the lines with) (.+)\.$/.exec(hint) ?? [];
  if (!/[*~`>[]|---/.test(written)) return hint;
  return written.includes("`") ? `${start} \`\` ${written} \`\`.` : `${start} \`${written}\`.`;
}

/** Lists the HTML that is refused, with the Markdown to write in its place. */
function html(): string {
  const file = openSource("src/issue/raw-html/instead-of.ts");
  const instead = declarationIn(file, "INSTEAD").node;
  const rows =
    instead.type === "ObjectExpression"
      ? instead.properties.flatMap((property) => {
          if (property.type !== "Property" || property.key.type !== "Identifier") return [];
          // Some tags share a sentence, which has a name.
          const { value } = property;
          const said = value.type === "Identifier" ? declarationIn(file, value.name).node : value;
          return said.type === "Literal" ? [[`\`<${property.key.name}>\``, inCode(String(said.value))]] : [];
        })
      : [];
  return `## HTML

Of HTML only \`<sub>\`, \`<sup>\`, \`<kbd>\`, \`<mark>\`, \`<small>\`, \`<u>\` and \`<br>\` are read, without attributes. A comment is a private note and is not mailed. Everything else is the error
\`html/not-allowed\`, which \`check --fix\` often writes as Markdown, and \`html/forbidden\` where mail programs would take it for an attack:

${table(["Instead of", "Markdown"], rows)}`;
}
