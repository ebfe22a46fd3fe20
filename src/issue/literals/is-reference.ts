import { parseFragment } from "parse5";

/** True for `&amp;` and `&#8217;`. A browser reads `&notreal;` as `&not;` and the letters behind it; Markdown leaves all of it. */
export function isReference(source: string): boolean {
  // Markdown does not read longer numbers; a browser does.
  if (source.startsWith("&#")) return /^&#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});$/.test(source);
  const [only] = parseFragment(source).childNodes;
  const value = only !== undefined && "value" in only ? only.value : source;
  return value !== source && (!value.endsWith(";") || value === ";");
}
