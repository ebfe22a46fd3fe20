import type { Email } from "#src/model/email.ts";
import type { BroadcastFields } from "#src/model/hosted/broadcast.ts";
import { type IssueMark, writeMark } from "#src/model/hosted/issue-mark.ts";
import type { MergeTag, Slot, SlotContext } from "#src/model/merge-tag.ts";
import { isIn } from "#src/model/parts/asked-segment.ts";
import { partsFor } from "#src/model/parts/read-parts.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";

/** Goes between braces in the plain text, which has no other escape: it is invisible, and the braces are no merge tag any more. */
const WORD_JOINER = "\u2060";

/**
 * Turns an email into a broadcast, whose merge tags Resend fills in for each contact. The tags are written here, after every serializer,
 * because a serializer would encode their braces. Braces that the author wrote stay text: in HTML as character references, in the plain
 * text with a word joiner between them. The subject has no such escape, and preflight refuses tags and braces there.
 */
export function broadcastFields(
  email: Email,
  to: { readonly segment: string; readonly topic: string },
  mark: IssueMark,
): BroadcastFields {
  return {
    ...to,
    from: email.from,
    replyTo: email.replyTo,
    subject: filled(toAll(email, "subject"), email.tags, asIs),
    html: filled(toAll(email, "html"), email.tags, inHtml).replace(
      /<\/title>/i,
      (end) => end + writeMark(mark),
    ),
    text: filled(toAll(email, "text"), email.tags, inPlain),
  };
}

/**
 * Resend knows no parts for some readers, and preflight refuses them. If one gets here all the same, everybody gets what a stranger may
 * see.
 */
function toAll(email: Email, part: "subject" | "html" | "text"): readonly (string | Slot)[] {
  return partsFor(email[part], (index) => {
    const asked = email.asked?.[index];
    return asked !== undefined && isIn(asked, {});
  });
}

/**
 * Returns Resend's own tag: `{{{contact.first_name|there}}}`. Its unsubscribe page stands for every `urls.` tag: a reader may choose there,
 * too.
 */
function resendTag(tag: MergeTag | undefined, context: SlotContext): string {
  if (tag === undefined) return "";
  if (tag.name.startsWith("urls.")) return "{{{RESEND_UNSUBSCRIBE_URL}}}";
  const name = tag.name.slice("subscriber.".length);
  const fallback = String(tag.filters.find((filter) => filter.name === "default")?.args[0] ?? "");
  const words = context === "plain" || context === "header" ? fallback : escapeHtml(fallback);
  return words === "" ? `{{{contact.${name}}}}` : `{{{contact.${name}|${words}}}}`;
}

type Escape = (brace: string) => string;
const asIs: Escape = (brace) => brace;
const inHtml: Escape = (brace) => (brace === "{" ? "&#123;" : "&#125;");
const inPlain: Escape = (brace) => (brace === "{" ? `{${WORD_JOINER}` : `${WORD_JOINER}}`);

function filled(parts: readonly (string | Slot)[], tags: readonly MergeTag[], escape: Escape): string {
  const isSlot = (part: string | Slot | undefined) => part !== undefined && typeof part !== "string";
  return parts
    .map((part, index) => {
      if (typeof part !== "string") return resendTag(tags[part.tag], part.context);
      let text = escaped(part, /\{{3,}/g, escape);
      // A brace beside a tag would be read as a part of it.
      if (isSlot(parts[index + 1])) text = escaped(text, /\{+$/, escape);
      return isSlot(parts[index - 1]) ? escaped(text, /^\}+/, escape) : text;
    })
    .join("");
}

function escaped(text: string, braces: RegExp, escape: Escape): string {
  return text.replace(braces, (run) => Array.from(run, escape).join(""));
}
