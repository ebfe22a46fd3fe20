import { LetterpressError } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { type HostedList, findLists } from "#src/app/hosted/find-lists.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";

/**
 * Finds every list of the config at Resend. Throws `audience/unknown-list` if one is missing, or if its
 * topic is `opt_out` by default: a person who has left that list could not be told from one who has not.
 */
export async function contactLists(
  hosted: Hosted,
  newsletter: Newsletter,
): Promise<ReadonlyMap<string, HostedList>> {
  for (const [key, { title, segment, topic }] of Object.entries(newsletter.lists)) {
    if (segment !== undefined && topic !== undefined) continue;
    const name = JSON.stringify(title);
    throw new LetterpressError(
      "audience/unknown-list",
      `lists.${key} names no segment and topic of Resend.`,
      {
        hint: `Write in newsletter.config.ts: lists: { ${key}: { title: ${name}, segment: ${name}, topic: ${name} } }. Then \`letterpress connect\` creates both at Resend.`,
      },
    );
  }
  const { lists, findings } = await findLists(hosted, newsletter);
  const [first] = findings;
  if (first !== undefined)
    throw new LetterpressError("audience/unknown-list", first.message, {
      hint: first.hint ?? "Make it at Resend, or correct its name in newsletter.config.ts.",
    });
  for (const [key, { isOptOut }] of lists) {
    if (!isOptOut) continue;
    throw new LetterpressError(
      "audience/unknown-list",
      `The topic of lists.${key} has opt_out as its default, so a reader who left looks like one who never chose.`,
      {
        hint: "A topic's default never changes: make another one at Resend with opt_in, and name it in newsletter.config.ts.",
      },
    );
  }
  return lists;
}

/** Throws `audience/unknown-list` unless the config has a list of that name. */
export function expectList(newsletter: Newsletter, list: string): void {
  if (Object.hasOwn(newsletter.lists, list)) return;
  throw new LetterpressError(
    "audience/unknown-list",
    `Expected one of ${Object.keys(newsletter.lists).join(", ")}, got ${JSON.stringify(list)}.`,
  );
}
