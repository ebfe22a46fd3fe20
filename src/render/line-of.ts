import type { TemplateText } from "#src/model/template.ts";

/** Returns the line of a template on which `what` first stands; null if it stands on none. */
export function lineOf({ source }: TemplateText, what: RegExp): number | null {
  const at = source.search(what);
  return at === -1 ? null : source.slice(0, at).split("\n").length;
}
