import { joinParts } from "#src/model/parts/read-parts.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { cutHtml } from "#src/render/message/cut-slots.ts";
import { htmlRegions } from "#src/render/message/html-regions.ts";
import { fillSlot } from "#src/render/message/personalise.ts";
import { tagsOf } from "#src/render/tags-of.ts";
import { webUrl } from "#src/render/web-url.ts";

/**
 * Fills each merge tag as for a reader about whom nothing is known. A visitor has no links of their own, so these lead to `/u`, `/p` and
 * `/r`, which say where a reader finds theirs. Throws for a tag in a place where no escaping makes it safe.
 */
export function filledForNobody(
  html: string,
  { issue, newsletter }: Pick<TemplateInput, "issue" | "newsletter">,
): string {
  const { url } = newsletter;
  const web = webUrl(newsletter, issue.slug);
  const urls = { unsubscribe: `${url}/u`, preferences: `${url}/p`, rate: `${url}/r`, web };
  const tags = tagsOf(issue);
  const parts = cutHtml(html, htmlRegions(html), { tags, web }, ({ what, reason }) => {
    throw new Error(`A block of ${issue.path} has a ${what} ${reason}.`);
  });
  return joinParts(parts, (slot) => fillSlot({ tags }, slot, { subscriber: {}, urls }));
}
