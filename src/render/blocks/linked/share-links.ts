import { TOKEN } from "#src/model/merge-tag.ts";
import { sharePlaces } from "#src/model/pages/share-places.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";

/** Returns the links of `::share`; none if the issue is not online. */
export function shareLinks({ newsletter, issue, urls }: TemplateInput): ReturnType<typeof sharePlaces> {
  if (urls.web === null) return [];
  const words = wordsIn(newsletter, issue.lang).email;
  // A merge tag in the title would tell everybody the name of the reader who shares.
  const title = new RegExp(TOKEN.source, "u").test(issue.title) ? newsletter.name : issue.title;
  return sharePlaces(newsletter, { url: urls.web, title }, { mail: words.forward[0], copy: words.copy });
}
