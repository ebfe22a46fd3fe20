import { replaceTokens } from "#src/model/merge-tag.ts";
import type { TemplateInput } from "#src/model/template.ts";

/** Code shows a merge tag as its author typed it: in code it is never a value. */
export function literal(text: string, { issue }: TemplateInput): string {
  return replaceTokens(text, (index) => issue.mergeTags[index]?.source ?? "");
}
