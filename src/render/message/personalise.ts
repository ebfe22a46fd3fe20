import type { Email, Message, SlotValues } from "#src/model/email.ts";
import type { MergeTag, Parts, Slot } from "#src/model/merge-tag.ts";
import { isIn } from "#src/model/parts/asked-segment.ts";
import { partsFor } from "#src/model/parts/read-parts.ts";
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
  const asked = email.asked ?? [];
  return (values) => {
    const filled = new Map<string, string>();
    const fill = (slot: Slot) => {
      const name = `${slot.tag} ${slot.context}`;
      const known = filled.get(name);
      if (known !== undefined) return known;
      const value = fillSlot(email, slot, values);
      filled.set(name, value);
      return value;
    };
    const answers = asked.map((one) => isIn(one, values.subscriber));
    const textOf = (parts: Parts) =>
      partsFor(parts, (index) => answers[index] === true)
        .map((part) => (typeof part === "string" ? part : fill(part)))
        .join("");
    return { subject: textOf(email.subject), html: textOf(email.html), text: textOf(email.text) };
  };
}

/** One slot for one recipient: the tag's value through its filters, escaped for where it stands. */
export function fillSlot(email: Pick<Email, "tags">, { tag, context }: Slot, values: SlotValues): string {
  return escapeValue(valueOf(email.tags[tag], values), context);
}

function valueOf(tag: MergeTag | undefined, values: SlotValues): string {
  if (tag === undefined) return "";
  const dot = tag.name.indexOf(".");
  const name = tag.name.slice(dot + 1);
  const source: Readonly<Record<string, string | number | boolean | null>> =
    tag.name.slice(0, dot) === "urls" ? values.urls : values.subscriber;
  return applyFilters(Object.hasOwn(source, name) ? source[name] : null, tag.filters);
}
