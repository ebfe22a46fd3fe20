import { MAIL_CLIENTS, type MailClient } from "#src/model/values/mail-clients.ts";
import type { Letter, Rule, Target } from "#src/preflight/letter.ts";
import { authorPlace } from "#src/preflight/look/author-place.ts";
import { inTemplate } from "#src/preflight/look/in-template.ts";
import { attributeOf, wordsOf } from "#src/preflight/look/tree.ts";
import { clientShares } from "./client-shares.ts";
import { type Feature, FEATURES } from "./features.ts";
import { UNSUPPORTED } from "./unsupported.ts";
import type { Use } from "./uses.ts";

/** Reports what mail programs of the newsletter's readers do not know, once for each feature. */
export const checkClients: Rule = (letter, report) => {
  const shares = clientShares(letter.facts.newsletter);
  for (const feature of FEATURES) {
    const lacking = lackingIn(feature, shares);
    const share = lacking.reduce((sum, [, one]) => sum + one, 0);
    if (share === 0) continue;
    const use = feature.find(letter.look);
    if (use === null) continue;
    const names = lacking.map(([client]) => MAIL_CLIENTS[client][0]);
    const message = `${use.written} is not known to ${listed(names)}, which ${percent(share)} of readers use: there ${feature.without}.`;
    const target = targetOf(letter, use);
    if (feature.effect === "breaks")
      report.warning("client/breaks", target, message, { hint: feature.instead });
    else report.info("client/degrades", target, message, { hint: feature.instead });
  }
};

/** The programs without a feature that readers use, the most used first. */
function lackingIn(
  { slugs }: Feature,
  shares: ReadonlyMap<MailClient, number>,
): readonly (readonly [MailClient, number])[] {
  const lacking = new Set(slugs.flatMap((slug) => UNSUPPORTED[slug]?.split(" ") ?? []));
  return [...shares]
    .filter(([client, share]) => share > 0 && lacking.has(client))
    .toSorted((a, b) => b[1] - a[1]);
}

/** The target is the line of the author's picture or block; everything else is the template's. */
function targetOf(letter: Letter, { element, texts }: Use): Target {
  const { issue } = letter;
  if (element !== null) {
    const src = attributeOf(element, "src");
    const image = issue.images.find((one) => one.src === src);
    if (image !== undefined) return image.place;
    const own = authorPlace(issue, wordsOf(element), "own");
    if (own !== null) return own;
  }
  return inTemplate(letter, ...texts);
}

/** The most programs that a message names. */
const SHOWN = 4;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN);
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
}

function percent(share: number): string {
  return share < 0.01 ? "less than 1%" : `${Math.round(100 * share)}%`;
}
