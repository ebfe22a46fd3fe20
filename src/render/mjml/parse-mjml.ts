import parseXml from "mjml-parser-xml";
import { errorAt } from "#src/model/errors.ts";
import type { Template } from "#src/model/template.ts";
import { checkPairs } from "./check-pairs.ts";
import { ENDING_TAGS } from "./ending-tags.ts";
import type { MjmlNode } from "./mjml-node.ts";

export type MjmlTemplate = Extract<Template, { family: "mjml" }>;

const COMPONENTS = Object.fromEntries(
  ENDING_TAGS.map((tag) => [tag, { endingTag: true, getTagName: () => tag }]),
);
/** MJML's parser silently drops an `mj-include` that it may not follow; under this name the tag stays. */
const INCLUDE = "letterpress-include";

/**
 * Parses an MJML template to JSON, with its parts in place. MJML reads no file: parts come from `template.parts` alone, so that no path can
 * leave templates/. Throws `template/failed` with file and line.
 */
export function parseMjml(template: MjmlTemplate): MjmlNode {
  const folder = template.path.slice(0, template.path.lastIndexOf("/") + 1);
  const root = parseSource(template.source, template.path);
  return withParts(root, { template, folder, open: [template.path] });
}

interface Inclusion {
  readonly template: MjmlTemplate;
  /** The folder of templates, ending in "/". */
  readonly folder: string;
  /** Files being included, the outermost first. */
  readonly open: readonly string[];
}

/** Parses a file or a part as it is written. Throws `template/failed` with a line if it is not MJML. */
export function parseSource(source: string, path: string): MjmlNode {
  checkPairs(source, path);
  const renamed = source.replace(/<(\/?)mj-include\b/g, `<$1${INCLUDE}`);
  try {
    const root = parseXml(renamed, { components: COMPONENTS, keepComments: false, actualPath: path });
    return named(root as MjmlNode, path, renamed.split("\n"));
  } catch (error) {
    const where = { file: path, line: 1, column: null };
    throw errorAt("template/failed", where, "expected MJML, found none of its tags.", {
      cause: error,
      hint: "Write <mjml><mj-body><issue-body /><issue-footer /></mj-body></mjml>.",
    });
  }
}

/**
 * Names the file in each node. MJML's findings print `absoluteFilePath`: the path within the project says more, and is the same everywhere.
 */
function named(node: MjmlNode, path: string, lines: readonly string[]): MjmlNode {
  const children = node.children?.map((child) => named(child, path, lines)) ?? [];
  const place = { file: path, absoluteFilePath: path };
  return { ...node, ...place, children, ...contentLineOf(node, lines) };
}

function contentLineOf({ tagName, line = 1, content }: MjmlNode, lines: readonly string[]) {
  if (content === undefined) return {};
  const opening = new RegExp(`<${tagName}\\b(?:"[^"]*"|'[^']*'|[^>"'])*>\\s*`);
  const [before = ""] = opening.exec(lines.slice(line - 1).join("\n")) ?? [];
  return { contentLine: line + before.split("\n").length - 1 };
}

/** Parses a block of the newsletter's own, which is written like the content of a column. */
export function parsePart({
  source,
  path,
}: {
  readonly source: string;
  readonly path: string;
}): readonly MjmlNode[] {
  const root = parseSource(`<mjml><mj-body>${source}</mj-body></mjml>`, path);
  return root.children?.find(({ tagName }) => tagName === "mj-body")?.children ?? [];
}

function withParts(node: MjmlNode, inclusion: Inclusion): MjmlNode {
  const children = (node.children ?? []).flatMap((child) =>
    child.tagName === INCLUDE ? partOf(child, inclusion) : [withParts(child, inclusion)],
  );
  return { ...node, children };
}

function partOf(node: MjmlNode, { template, folder, open }: Inclusion): readonly MjmlNode[] {
  const from = open.at(-1) ?? template.path;
  const where = { file: from, line: node.line ?? 1, column: null };
  const written = String(node.attributes?.["path"] ?? "");
  const path = resolved(from, written);
  const key = path?.startsWith(folder) ? path.slice(folder.length) : null;
  const source = key !== null && Object.hasOwn(template.parts, key) ? template.parts[key] : undefined;
  if (path === null || source === undefined) {
    const message = `expected a part in ${folder}parts/, found no "${written}" there.`;
    throw errorAt("template/failed", where, message);
  }
  if (open.includes(path)) {
    throw errorAt("template/failed", where, `${path} includes itself.`);
  }
  const whole = /<mjml[\s>]/.test(source) ? source : `<mjml><mj-body>${source}</mj-body></mjml>`;
  const root = withParts(parseSource(whole, path), { template, folder, open: [...open, path] });
  return root.children?.find(({ tagName }) => tagName === "mj-body")?.children ?? [];
}

/** Resolves `written` relative to the folder of `from`; null if it climbs out of the project or is absolute. */
function resolved(from: string, written: string): string | null {
  if (/^(?:[/\\]|[a-z]+:)/i.test(written)) return null;
  const steps = from.split("/").slice(0, -1);
  for (const step of written.split("/")) {
    if (step === ".." && steps.pop() === undefined) return null;
    if (step !== ".." && step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}
