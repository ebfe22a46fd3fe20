import type { PhrasingContent, RootContent } from "mdast";
import type { Block, Inline } from "#src/model/block.ts";
import { type BodyContext, placeOf, startOf } from "./body-context.ts";
import { didYouMean } from "#src/issue/front-matter/did-you-mean.ts";
import { plainText } from "#src/model/walk-blocks.ts";
import { readInlines, readLink } from "./read-inlines.ts";
import { readSponsorBlock, SPONSOR_ATTRIBUTES } from "./read-sponsor-block.ts";

type ContainerDirective = Extract<RootContent, { type: "containerDirective" }>;
type Directive = ContainerDirective | Extract<RootContent, { type: "leafDirective" }>;
type ReadBlocks = (nodes: readonly RootContent[], context: BodyContext) => Block[];

interface Known {
  readonly forms: readonly ("leaf" | "container")[];
  readonly attributes: readonly string[];
}

/** The forms a directive may have, and its attributes. */
const DIRECTIVES: Readonly<Record<string, Known>> = {
  guest: { forms: ["leaf"], attributes: ["index"] },
  author: { forms: ["leaf"], attributes: ["index"] },
  subscribe: { forms: ["leaf"], attributes: [] },
  pullquote: { forms: ["leaf", "container"], attributes: ["cite"] },
  button: { forms: ["leaf"], attributes: ["href"] },
  sponsor: { forms: ["leaf", "container"], attributes: SPONSOR_ATTRIBUTES },
  series: { forms: ["leaf"], attributes: [] },
  related: { forms: ["leaf"], attributes: ["section", "tag", "limit"] },
  columns: { forms: ["container"], attributes: [] },
  column: { forms: ["container"], attributes: [] },
};

/** A `::leaf` or `:::container`. The content of an unknown one is kept, so that the preview loses nothing. */
export function readDirective(
  node: Directive,
  context: BodyContext,
  readBlocks: ReadBlocks,
): readonly Block[] {
  const { report } = context;
  const start = startOf(node);
  const known = Object.hasOwn(DIRECTIVES, node.name) ? DIRECTIVES[node.name] : undefined;
  const form = node.type === "leafDirective" ? "leaf" : "container";
  if (known === undefined) {
    const hint = didYouMean(node.name, Object.keys(DIRECTIVES));
    report.error("directive/unknown", start, `There is no directive ${node.name}.`, { hint });
    return contentOf(node, context, readBlocks);
  }
  if (!known.forms.includes(form)) {
    const message =
      form === "leaf"
        ? `${node.name} is written with :::, found ::.`
        : `${node.name} is written with ::, found :::.`;
    report.error("directive/form", start, message, {
      hint:
        form === "leaf"
          ? `Write :::${node.name}, the content, and ::: below it.`
          : `Write ::${node.name} on a line of its own.`,
    });
    return contentOf(node, context, readBlocks);
  }
  for (const name of Object.keys(node.attributes ?? {})) {
    if (known.attributes.includes(name)) continue;
    report.error("directive/unknown-attribute", start, `${node.name} has no attribute ${name}.`, {
      hint: didYouMean(name, known.attributes),
    });
  }
  switch (node.name) {
    case "guest":
    case "author":
      return readCard(node.name, node, context);
    case "series":
      return [{ kind: "series", place: placeOf(node, context) }];
    case "related":
      return readRelated(node, context);
    case "subscribe":
      return [{ kind: "subscribe", place: placeOf(node, context) }];
    case "pullquote":
      return readPullquote(node, context);
    case "button":
      return readButton(node, context);
    case "sponsor":
      return readSponsorBlock(node, context, readBlocks);
    case "columns":
      return readColumns(node, context, readBlocks);
    default:
      report.error("directive/column", start, "This column is not inside ::::columns.", {
        hint: "Put ::::columns before the first :::column and :::: after the last.",
      });
      return contentOf(node, context, readBlocks);
  }
}

function contentOf(node: Directive, context: BodyContext, readBlocks: ReadBlocks): Block[] {
  if (node.type === "containerDirective") return readBlocks(node.children, context);
  return node.children.length === 0
    ? []
    : [{ kind: "paragraph", children: readInlines(node.children, context), place: placeOf(node, context) }];
}

/** The card of the next guest or author, or of the one that `index` names. */
function readCard(kind: "guest" | "author", node: Directive, context: BodyContext): readonly Block[] {
  const { report } = context;
  const [count, placed] = [context[`${kind}s`], context.placed[kind]];
  const written = node.attributes?.["index"];
  const index =
    written == null ? [...Array(count).keys()].find((one) => !placed.includes(one)) : Number(written);
  if (index === undefined || !Number.isInteger(index) || index < 0 || index >= count) {
    const message =
      written == null
        ? `There is no ${kind} (left) for this card.`
        : `There is no ${kind} ${written}; counting starts at 0.`;
    report.error(`directive/no-${kind}`, startOf(node), message, {
      hint:
        count === 0
          ? `Name the ${kind} in ${kind}s: of the front matter.`
          : `Write one ::${kind} for each ${kind}.`,
    });
    return [];
  }
  placed.push(index);
  return [{ kind, index, place: placeOf(node, context) }];
}

const MOST_RELATED = 10;

/** Its issues are those that there are: `loadProject` finds them, with the names that are not there. */
function readRelated(node: Directive, context: BodyContext): readonly Block[] {
  const { section, tag, limit: written } = node.attributes ?? {};
  const limit = written == null ? 3 : Number(written);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_RELATED) {
    const message = `Expected a limit from 1 to ${MOST_RELATED}, found ${written}.`;
    context.report.error("directive/limit", startOf(node), message, { hint: "Write ::related{limit=3}." });
    return [];
  }
  const place = placeOf(node, context);
  const index = context.related.push(place) - 1;
  return [{ kind: "related", index, section: section || null, tag: tag || null, limit, place }];
}

function readPullquote(node: Directive, context: BodyContext): readonly Block[] {
  const start = startOf(node);
  const cite = node.attributes?.["cite"];
  const children =
    node.type === "leafDirective" ? readInlines(node.children, context) : paragraphsOf(node, context);
  if (plainText(children).trim() === "") {
    context.report.error("directive/empty", start, "This pullquote is empty.", {
      hint: 'Write ::pullquote[The sentence.]{cite="Who"}.',
    });
    return [];
  }
  const read = cite ? context.tags.read(cite, start) : null;
  return [{ kind: "pullquote", children, cite: read, place: placeOf(node, context) }];
}

/** The paragraphs of a pullquote in one, with breaks between them. */
function paragraphsOf(node: ContainerDirective, context: BodyContext): readonly Inline[] {
  return node.children.flatMap((child, index): readonly Inline[] => {
    if (child.type !== "paragraph") {
      context.report.error("directive/content", startOf(child), "A pullquote can hold text only.", {
        hint: "Move everything else out of it.",
      });
      return [];
    }
    const children = readInlines(child.children, context);
    return index === 0 ? children : [{ kind: "break" }, ...children];
  });
}

function readButton(node: Directive, context: BodyContext): readonly Block[] {
  const children = readInlines(node.children as PhrasingContent[], context);
  const href = node.attributes?.["href"];
  if (!href || plainText(children).trim() === "") {
    context.report.error("directive/empty", startOf(node), "A button needs a text and an address.", {
      hint: 'Write ::button[Join]{href="https://…"}.',
    });
    return [];
  }
  const url = readLink(href, plainText(children), node, context);
  const place = placeOf(node, context);
  return [url === null ? { kind: "paragraph", children, place } : { kind: "button", url, children, place }];
}

function readColumns(node: Directive, context: BodyContext, readBlocks: ReadBlocks): readonly Block[] {
  const { report } = context;
  const children = node.children as RootContent[];
  const columns = children
    .filter((child) => child.type === "containerDirective")
    .filter(({ name }) => name === "column");
  const stray = children.find((child) => !(columns as readonly RootContent[]).includes(child));
  if (stray !== undefined) {
    const message = "Between ::::columns and :::: only :::column is allowed.";
    report.error("directive/content", startOf(stray), message, {
      hint: "Move it into a column, or out of the columns.",
    });
  }
  if (columns.length < 2 || columns.length > 3) {
    const message = `Expected two or three columns, found ${columns.length}.`;
    report.error("directive/columns", startOf(node), message, {
      hint: "Write ::::columns with four colons, and :::column with three inside it.",
    });
    const content = columns.flatMap((column): RootContent[] => column.children);
    return readBlocks(columns.length === 0 ? children : content, context);
  }
  const blocks = columns.map((column) => readBlocks(column.children, context));
  return [{ kind: "columns", columns: blocks, place: placeOf(node, context) }];
}
