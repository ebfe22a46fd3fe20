import { parseFragment } from "parse5";

/** The words of an email's HTML, in order: tags, styles, comments and head gone, entities read. Not a sanitizer. */
export function textOfHtml(html: string): string {
  // Every rule about words asks for the text of the same email.
  if (last.html !== html) last = { html, text: readText(html) };
  return last.text;
}

let last = { html: "", text: "" };

function readText(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/<(head|style|script|title)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]\w{1,31});/gi, decoded);
}

const COMMON: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
  "&nbsp;": "\u00a0",
};

/** Decodes any entity that HTML has: a postal address that a template writes as `Stra&szlig;e` is there. */
function decoded(entity: string): string {
  const common = COMMON[entity];
  if (common !== undefined) return common;
  const [node] = parseFragment(entity).childNodes;
  return node !== undefined && "value" in node ? node.value : entity;
}
