import type { Email, SlotValues } from "#src/model/email.ts";
import type { Parts, Slot } from "#src/model/merge-tag.ts";
import { fillSlot } from "./personalise.ts";

declare global {
  interface JSON {
    /** ECMAScript's "JSON source text access"; Node has it, TypeScript's library does not yet. */
    rawJSON(text: string): object;
  }
}

/** A message whose strings are JSON already, as `JSON.rawJSON` makes them: only `JSON.stringify` may look into them. */
export interface JsonMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Everything in this message that differs from reader to reader, in order, escaped as it is sent. */
  readonly varying: readonly string[];
}

/** Up to this share of a text may be written as \u escapes to keep it in one byte a character. */
const ESCAPED_SHARE = 0.05;

/**
 * `compileEmail` for a sender: the constant parts are escaped for JSON once, not for every reader, which is most of
 * what sending costs. A text that is nearly all ASCII is made wholly so: a single curly quote would double what the
 * string takes in memory and what every copy of it costs.
 */
export function compileJson(email: Email): (values: SlotValues) => JsonMessage {
  const slots: Slot[] = [];
  const subject = compile(email.subject, slots);
  const html = compile(email.html, slots);
  const text = compile(email.text, slots);
  return (values) => {
    const filled = slots.map((slot) => inner(fillSlot(email, slot, values)));
    return { subject: subject(filled), html: html(filled), text: text(filled), varying: filled };
  };
}

function compile(parts: Parts, slots: Slot[]): (filled: readonly string[]) => string {
  const constant = parts.filter((part) => typeof part === "string").join("");
  const foreign = constant.match(NON_ASCII)?.length ?? 0;
  const escape = foreign <= constant.length * ESCAPED_SHARE ? ascii : (json: string) => json;
  const pieces = parts.map((part) =>
    typeof part === "string" ? escape(inner(part)) : slotIndex(part, slots),
  );
  return (filled) => {
    let json = '"';
    for (const piece of pieces) json += typeof piece === "string" ? piece : escape(filled[piece] ?? "");
    return JSON.rawJSON(`${json}"`) as unknown as string;
  };
}

function slotIndex(slot: Slot, slots: Slot[]): number {
  const known = slots.findIndex(({ tag, context }) => tag === slot.tag && context === slot.context);
  return known === -1 ? slots.push(slot) - 1 : known;
}

/** A string as JSON, without its quotation marks. */
function inner(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const NON_ASCII = /[\u0080-\uFFFF]/g;

/** The same JSON in ASCII. */
function ascii(json: string): string {
  return json.replace(NON_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
