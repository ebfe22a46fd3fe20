import { posix } from "node:path";
import { endOf, startOf, walkNodes } from "#src/issue/body/body-context.ts";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";
import { maskMergeTags } from "#src/issue/merge-tags/mask-merge-tags.ts";
import { percentDecoded } from "#src/issue/percent-decoded.ts";
import { SNIPPETS } from "#src/project/read-snippets.ts";
import { frontMatterArea } from "./front-matter-area.ts";

/** A place in a file that leads to another file of the newsletter. */
export interface Reference {
  /** Offsets of the written text. */
  readonly start: number;
  readonly end: number;
  /** Where the file would be, relative to the root. More than one path if the ending is not written. */
  readonly files: readonly string[];
}

/** Lists links to issues, pictures, snippets and own blocks, in order. Text that cannot be read as Markdown right now has none. */
export function referencesIn(path: string, text: string): readonly Reference[] {
  try {
    return [...ofFrontMatter(path, text), ...ofBody(path, text)];
  } catch {
    return [];
  }
}

function ofFrontMatter(path: string, text: string): readonly Reference[] {
  const area = frontMatterArea(text);
  if (area === null) return [];
  const found: Reference[] = [];
  const lines = /^[ \t-]*(src|image|logo|template):[ \t]+(["']?)([^\s"'#{][^"'\r\n]*?)\2[ \t]*\r?$/gm;
  const head = text.slice(area.start, area.end);
  for (const match of head.matchAll(lines)) {
    const [whole, key, quote = "", value = ""] = match;
    const start =
      area.start + match.index + whole.indexOf(`${quote}${value}`, whole.indexOf(":")) + quote.length;
    const files =
      key === "template" ? [`templates/${value}.tsx`, `templates/${value}.mjml`] : filesOf(value, path);
    if (files.length > 0) found.push({ start, end: start + value.length, files });
  }
  return found;
}

function ofBody(path: string, text: string): readonly Reference[] {
  const bodyStart = frontMatterArea(text)?.end ?? 0;
  const blank = text.slice(0, bodyStart).replace(/[^\r\n]/g, " ");
  const found: Reference[] = [];
  const add = (from: number, to: number, written: string, files: readonly string[]) => {
    const at = written === "" ? -1 : text.slice(from, to).lastIndexOf(written);
    if (at !== -1 && files.length > 0)
      found.push({ start: from + at, end: from + at + written.length, files });
  };
  walkNodes(parseMarkdown(blank + maskMergeTags(text.slice(bodyStart)).text), (node) => {
    const [start, end] = [startOf(node), endOf(node)];
    if (node.type === "link" || node.type === "image" || node.type === "definition") {
      add(start, end, node.url, filesOf(node.url, path));
      return;
    }
    if (node.type !== "leafDirective" && node.type !== "containerDirective") return;
    const head = end < start ? end : start + (text.slice(start, end).split("\n", 1)[0] ?? "").length;
    const attributes = Object.entries(node.attributes ?? {});
    if (node.name === "snippet") {
      const [[key, value] = ["", ""]] = attributes;
      const name = key === "name" && value ? value : key;
      add(start, head, name, [`${SNIPPETS}${name}.md`]);
      return;
    }
    for (const [key, value] of attributes)
      if (/^(?:href|url|image|logo|src)$/.test(key) && value) add(start, head, value, filesOf(value, path));
    const name = start + (/^:+/.exec(text.slice(start, end))?.[0].length ?? 0);
    const block = `templates/blocks/${node.name}`;
    add(name, name + node.name.length, node.name, [`${block}.tsx`, `${block}.mjml`]);
  });
  return found;
}

/** Returns no file for an address on the web. */
function filesOf(written: string, path: string): readonly string[] {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|#|\{)/i.test(written) || written.includes("\uE000")) return [];
  const file = percentDecoded(written.replace(/[?#].*$/, ""));
  const target = posix.normalize(posix.join(posix.dirname(path), file)).replace(/\/$/, "");
  return target.startsWith("../") ? [] : [target, `${target}/index.md`];
}
