import type { Block } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";
import { splitTokens, tokenOf } from "#src/model/merge-tag.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images, TemplateInput } from "#src/model/template.ts";
import { walkBlocks } from "#src/model/walk-blocks.ts";
import { resolveTheme } from "./resolve-theme.ts";
import { webUrl } from "./web-url.ts";

/** What a template of either family is given for one issue: plain data, theme resolved, body complete. */
export function templateInput(issue: Issue, newsletter: Newsletter, images: Images): TemplateInput {
  const web = issue.archive === "none" ? null : webUrl(newsletter, issue.slug);
  const answers = addressOf(issue.replyTo ?? newsletter.reply_to ?? issue.from ?? newsletter.from);
  return {
    newsletter,
    issue,
    theme: resolveTheme(newsletter, images),
    images,
    urls: {
      web,
      unsubscribe: tokenOf(0),
      preferences: tokenOf(1),
      subscribe: `${newsletter.url}/subscribe`,
      forward: `mailto:?subject=${encode(issue.title)}${web === null ? "" : `&body=${encode(web)}`}`,
      reply: `mailto:${answers}?subject=${encode(`Re: ${issue.title}`)}`,
    },
    body: completeBody(issue),
    own: [],
  };
}

/**
 * The body with the blocks every issue has and the author need not place: the guests' cards after the opening
 * paragraphs, and the forward, subscribe and reply calls at the end, before the endnotes.
 */
function completeBody(issue: Issue): readonly Block[] {
  const body = [...issue.body];
  const place = { line: 1, column: 1, endLine: 1 };
  if (issue.guests.length > 0 && !contains(body, "guest")) {
    const opening = body.findIndex((block) => block.kind !== "paragraph");
    const cards = issue.guests.map((_, index): Block => ({ kind: "guest", index, place }));
    body.splice(Math.max(0, opening), 0, ...cards);
  }
  if (issue.trigger === null && !contains(body, "subscribe")) {
    const end = body.at(-1)?.kind === "endnotes" ? body.length - 1 : body.length;
    body.splice(end, 0, { kind: "subscribe", place });
  }
  return body;
}

function contains(blocks: readonly Block[], kind: Block["kind"]): boolean {
  return walkBlocks(blocks).some((block) => block.kind === kind);
}

/** Percent-encode text but not its merge-tag tokens, which the reader's value replaces, encoded as well. */
function encode(text: string): string {
  return splitTokens(text)
    .map((piece) => (typeof piece === "string" ? encodeURIComponent(piece.toWellFormed()) : tokenOf(piece)))
    .join("");
}

function addressOf(mailbox: string): string {
  return /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
}
