import { replaceTokens } from "#src/model/merge-tag.ts";
import type { TemplateInput } from "#src/model/template.ts";

/** Returns code with its merge tags as their author typed them: in code a tag is never a value. */
export function literal(text: string, { issue }: TemplateInput): string {
  return replaceTokens(text, (index) => issue.mergeTags[index]?.source ?? "");
}
