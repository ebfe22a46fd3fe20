import type { Block } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";
import { RATE_TAG, splitTokens, tokenOf } from "#src/model/merge-tag.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Images, TemplateInput } from "#src/model/template.ts";
import { mapBlocks, walkBlocks } from "#src/model/walk-blocks.ts";
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
      rate: rateOf(issue, newsletter),
      subscribe: `${newsletter.url}/subscribe`,
      forward: `mailto:?subject=${encode(issue.title)}${web === null ? "" : `&body=${encode(web)}`}`,
      reply: `mailto:${answers}?subject=${encode(`Re: ${issue.title}`)}`,
    },
    body: completeBody(issue),
    own: [],
  };
}

/**
 * Null for a mail to one person, which asks nothing that could be counted, and with Resend, which has no link of each reader's own to an
 * issue.
 */
function rateOf({ mergeTags, trigger }: Issue, { audience }: Newsletter): string | null {
  const index = mergeTags.findIndex(({ name }) => name === RATE_TAG.name);
  return index === -1 || trigger !== null || audience === "resend" ? null : tokenOf(index);
}

/**
 * Returns the body with the blocks that every issue has and its author need not place: the sponsor above everything, the guests' cards
 * after the opening paragraphs, and at the end, before the endnotes, the authors' cards, the tags, the part before this one, and the
 * links to forward, subscribe and reply. So every template has them, and so does the text. In a body of paragraphs alone, which has no
 * opening, the guests' cards come first.
 */
function completeBody(issue: Issue): readonly Block[] {
  const body = [...issue.body];
  if (issue.guests.length > 0 && !contains(body, "guest")) {
    const opening = body.findIndex((block) => block.kind !== "paragraph");
    const cards = issue.guests.map((_, index): Block => ({ kind: "guest", index, place: PLACE }));
    body.splice(Math.max(0, opening), 0, ...cards);
  }
  const end = body.at(-1)?.kind === "endnotes" ? body.length - 1 : body.length;
  body.splice(end, 0, ...endingOf(issue));
  const { sponsor } = issue;
  // What only some readers get does not tell the others who paid.
  const forAll = mapBlocks(body, (block) => (block.kind === "only" ? [] : [block]));
  const isSaid = walkBlocks(forAll).some((block) => block.kind === "sponsor" && block.name === sponsor?.name);
  if (sponsor !== null && !isSaid) body.unshift({ kind: "sponsor", ...sponsor, blocks: [], place: PLACE });
  return body;
}

/** The end of an issue. A trigger's mail is a letter to one person, not an issue, and has none. */
function endingOf(issue: Issue): readonly Block[] {
  const { body, trigger, authors, tags, series } = issue;
  if (trigger !== null) return [];
  const isNew = (kind: Block["kind"]) => !contains(body, kind);
  const cards = authors.flatMap(({ bio, image }, index): Block[] =>
    bio === null && image === null ? [] : [{ kind: "author", index, place: PLACE }],
  );
  return [
    ...(isNew("author") ? cards : []),
    ...(tags.length > 0 && isNew("tags") ? [{ kind: "tags", place: PLACE } as const] : []),
    ...(series?.previous != null && isNew("series") ? [{ kind: "series", place: PLACE } as const] : []),
    ...(isNew("subscribe") ? [{ kind: "subscribe", place: PLACE } as const] : []),
  ];
}

const PLACE = { line: 1, column: 1, endLine: 1 };

function contains(blocks: readonly Block[], kind: Block["kind"]): boolean {
  return walkBlocks(blocks).some((block) => block.kind === kind);
}

/** Percent-encodes text but not its merge-tag tokens: the reader's value replaces them and is encoded as well. */
function encode(text: string): string {
  return splitTokens(text)
    .map((piece) => (typeof piece === "string" ? encodeURIComponent(piece.toWellFormed()) : tokenOf(piece)))
    .join("");
}

function addressOf(mailbox: string): string {
  return /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
}
