import type { TemplateInput } from "#src/model/template.ts";
import { RATINGS } from "#src/model/values/rating.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";

/** Returns the links of `::rate`, the best answer first; none if nobody's answer could be counted. */
export function rateLinks({
  newsletter,
  issue,
  urls,
}: TemplateInput): readonly { readonly label: string; readonly url: string }[] {
  const { rate } = urls;
  if (rate === null) return [];
  const words = wordsIn(newsletter, issue.lang).email.rate;
  return RATINGS.map((answer) => ({ label: words[answer], url: `${rate}/${answer}` }));
}
