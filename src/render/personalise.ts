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
 * recipient, however often it stands in the email. The function is pure: same values, same bytes.
 */
export function compileEmail(email: Email): (values: SlotValues) => Message {
  const slots: Slot[] = [];
  const subject = compileParts(email.subject, slots);
  const html = compileParts(email.html, slots);
  const text = compileParts(email.text, slots);
  return (values) => {
    const filled = slots.map(({ tag, context }) => escapeValue(valueOf(email.tags[tag], values), context));
    return { subject: subject(filled), html: html(filled), text: text(filled) };
  };
}

declare global {
  interface JSON {
    /** ECMAScript 2025's "JSON source text access"; Node has it, TypeScript's library does not yet. */
    rawJSON(text: string): object;
  }
}

/** A message whose strings are JSON already, as `JSON.rawJSON` makes them: `JSON.stringify` copies them. */
export interface JsonMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * `compileEmail` for a sender: the constant parts are escaped for JSON once, not for every reader, which is most of
 * what sending costs. The strings are `JSON.rawJSON` objects: only `JSON.stringify` may look into them.
 */
export function compileJson(email: Email): (values: SlotValues) => JsonMessage {
  const slots: Slot[] = [];
  const quoted = (parts: Parts) =>
    compileParts(
      parts.map((part) => (typeof part === "string" ? inner(part) : part)),
      slots,
    );
  const subject = quoted(email.subject);
  const html = quoted(email.html);
  const text = quoted(email.text);
  const raw = (json: string) => JSON.rawJSON(`"${json}"`) as unknown as string;
  return (values) => {
    const filled = slots.map(({ tag, context }) =>
      inner(escapeValue(valueOf(email.tags[tag], values), context)),
    );
    return { subject: raw(subject(filled)), html: raw(html(filled)), text: raw(text(filled)) };
  };
}

/** A string as JSON, without its quotation marks. */
function inner(text: string): string {
  return JSON.stringify(text).slice(1, -1);
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
