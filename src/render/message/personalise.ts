import type { Email, Message, SlotValues } from "#src/model/email.ts";
import type { MergeTag, Parts, Slot } from "#src/model/merge-tag.ts";
import { applyFilters } from "./apply-filters.ts";
import { escapeValue } from "./escape-value.ts";

/** One recipient's message. A value is escaped for its place and never read again: `{{ x }}` in a name stays text. */
export function personalise(email: Email, values: SlotValues): Message {
  return compileEmail(email)(values);
}

/**
 * `personalise` for many recipients: the email is taken apart once, and each distinct slot is computed once per
 * recipient, however often the email holds it. The function is pure: same values, same bytes.
 */
export function compileEmail(email: Email): (values: SlotValues) => Message {
  const slots: Slot[] = [];
  const subject = compileParts(email.subject, slots);
  const html = compileParts(email.html, slots);
  const text = compileParts(email.text, slots);
  return (values) => {
    const filled = slots.map((slot) => fillSlot(email, slot, values));
    return { subject: subject(filled), html: html(filled), text: text(filled) };
  };
}

/** One slot for one recipient: the tag's value through its filters, escaped for where it stands. */
export function fillSlot(email: Pick<Email, "tags">, { tag, context }: Slot, values: SlotValues): string {
  return escapeValue(valueOf(email.tags[tag], values), context);
}

function compileParts(parts: Parts, slots: Slot[]): (filled: readonly string[]) => string {
  const pieces = parts.map((part) => (typeof part === "string" ? part : slotIndex(part, slots)));
  return (filled) => {
    let result = "";
    for (const piece of pieces) result += typeof piece === "string" ? piece : (filled[piece] ?? "");
    return result;
  };
}

function slotIndex(slot: Slot, slots: Slot[]): number {
  const known = slots.findIndex(({ tag, context }) => tag === slot.tag && context === slot.context);
  return known === -1 ? slots.push(slot) - 1 : known;
}

function valueOf(tag: MergeTag | undefined, values: SlotValues): string {
  if (tag === undefined) return "";
  const dot = tag.name.indexOf(".");
  const name = tag.name.slice(dot + 1);
  const source: Readonly<Record<string, string | number | boolean | null>> =
    tag.name.slice(0, dot) === "urls" ? values.urls : values.subscriber;
  return applyFilters(Object.hasOwn(source, name) ? source[name] : null, tag.filters);
}
