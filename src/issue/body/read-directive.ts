import type { PhrasingContent, RootContent } from "mdast";
import type { Block, Inline } from "#src/model/block.ts";
import { type BodyContext, placeOf, startOf } from "./body-context.ts";
import { didYouMean } from "#src/issue/front-matter/did-you-mean.ts";
import { plainText } from "#src/model/walk-blocks.ts";
import { readInlines } from "./read-inlines.ts";
import type { ContainerDirective, Directive, ReadBlocks } from "./directives/directive.ts";
import { readButton, readButtons } from "./directives/read-buttons.ts";
import { readCard } from "./directives/read-card.ts";
import { readGallery } from "./directives/read-gallery.ts";
import { readOwn } from "./directives/read-own.ts";
import { readSponsorBlock } from "./directives/read-sponsor-block.ts";
import { DIRECTIVE_NAMES, DIRECTIVES } from "./directives/directives.ts";

/** Reads a `::leaf` or `:::container`. The content of an unknown directive is kept, so that the preview loses nothing. */
export function readDirective(
  node: Directive,
  context: BodyContext,
  readBlocks: ReadBlocks,
): readonly Block[] {
  const { report } = context;
  const start = startOf(node);
  const known = Object.hasOwn(DIRECTIVES, node.name) ? DIRECTIVES[node.name] : undefined;
  const form = node.type === "leafDirective" ? "leaf" : "container";
  if (known === undefined && context.ownBlocks.includes(node.name))
    return [readOwn(node, context, readBlocks)];
  if (known === undefined) {
    const hint = didYouMean(node.name, [...DIRECTIVE_NAMES, ...context.ownBlocks]);
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
  lintAttributes(node, context);
  if (known.wordless === true && node.children.length > 0) {
    report.error("directive/label", start, `${node.name} takes no words; these would be lost.`, {
      hint: `Write ::${node.name} alone on its line, and the words above or below it.`,
    });
  }
  switch (node.name) {
    case "guest":
    case "author":
      return readPerson(node.name, node, context);
    case "series":
      return [{ kind: "series", place: placeOf(node, context) }];
    case "related":
      return readRelated(node, context);
    case "subscribe":
    case "share":
      return [{ kind: node.name, place: placeOf(node, context) }];
    case "contents": {
      const children = readInlines(node.children as PhrasingContent[], context);
      return [{ kind: "contents", children, entries: [], place: placeOf(node, context) }];
    }
    case "rate": {
      const children = readInlines(node.children as PhrasingContent[], context);
      return [{ kind: "rate", children, place: placeOf(node, context) }];
    }
    case "card":
      return readCard(node, context, readBlocks);
    case "gallery":
      return readGallery(node, context, readBlocks);
    case "buttons":
      return readButtons(node, context, readBlocks);
    case "pullquote":
      return readPullquote(node, context);
    case "button":
      return readButton(node, context);
    case "sponsor":
      return readSponsorBlock(node, context, readBlocks);
    case "columns":
      return readColumns(node, context, readBlocks);
    case "else":
      report.error("directive/else", start, "This :::else does not follow the end of an :::only.", {
        hint: "End the part before it with its own :::, and write nothing between that and :::else.",
      });
      return contentOf(node, context, readBlocks);
    default:
      report.error("directive/column", start, "This column is not inside ::::columns.", {
        hint: "Put ::::columns before the first :::column and :::: after the last.",
      });
      return contentOf(node, context, readBlocks);
  }
}

/** Reports attributes that the directive does not have: a typing mistake would otherwise silently change nothing. */
export function lintAttributes(node: Directive, { report }: BodyContext): void {
  const known = DIRECTIVES[node.name]?.attributes ?? [];
  for (const name of Object.keys(node.attributes ?? {})) {
    if (known.includes(name)) continue;
    report.error("directive/unknown-attribute", startOf(node), `${node.name} has no attribute ${name}.`, {
      hint: known.length === 0 ? "Remove the braces: it takes no attributes." : didYouMean(name, known),
    });
  }
}

function contentOf(node: Directive, context: BodyContext, readBlocks: ReadBlocks): Block[] {
  if (node.type === "containerDirective") return readBlocks(node.children, context);
  return node.children.length === 0
    ? []
    : [{ kind: "paragraph", children: readInlines(node.children, context), place: placeOf(node, context) }];
}

/** The card of the next guest or author, or of the one that `index` names. */
function readPerson(kind: "guest" | "author", node: Directive, context: BodyContext): readonly Block[] {
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
    const rule = kind === "guest" ? "directive/no-guest" : "directive/no-author";
    report.error(rule, startOf(node), message, {
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

/** Reads `::related` without its issues: `loadProject` finds them among all issues, and reports names that do not exist. */
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

/** Joins the paragraphs of a pullquote into one, with breaks between them. */
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
