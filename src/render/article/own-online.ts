import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images, OwnBlock, OwnShown, TemplateInput } from "#src/model/template.ts";
import { renderOwnBlocks } from "#src/render/own/render-own-blocks.ts";
import { templateInput } from "#src/render/template-input.ts";
import { filledForNobody } from "./filled-for-nobody.ts";
import { forVisitors } from "./for-visitors.ts";
import { withoutActive } from "./without-active.ts";

/** The newsletter's own blocks as a page shows them, by their index; null for one that no page can show, or that no visitor sees. */
export type OwnOnline = readonly (OwnShown | null)[];

/**
 * Renders the newsletter's own blocks of an issue for its page: as they stand in the mail, but with what a visitor sees in them. Merge tags
 * stay in them, because an article fills all of its tags at once. Runs the blocks' code, as a mail does, and throws what that code throws.
 */
export async function ownOnline({
  issue,
  newsletter,
  images,
  blocks,
}: {
  readonly issue: Issue;
  readonly newsletter: Newsletter;
  readonly images: Images;
  readonly blocks: readonly OwnBlock[];
}): Promise<OwnOnline> {
  if (blocks.length === 0) return [];
  const input = templateInput(issue, newsletter, images);
  const shown = await renderOwnBlocks(forVisitors(input.body, issue), input, blocks);
  return Array.from(shown, (one) => online(one, input));
}

/** `shown` is undefined for a hole in the list. */
function online(shown: OwnShown | undefined, input: TemplateInput): OwnShown | null {
  if (shown === undefined) return null;
  const html = withoutActive(shown.html);
  try {
    filledForNobody(html, input);
  } catch {
    // One block that fails must not take away the page of its issue.
    return null;
  }
  return { ...shown, html };
}
