import type { Segment } from "#src/model/segment.ts";

/** A segment that an email asks each reader about, because a part of it is for some readers only. */
export interface AskedSegment {
  /** As its author typed it. */
  readonly query: string;
  readonly rule: Segment;
}

/** The name of a reader's frozen answer among their slot values. No attribute has such a name, because none holds a blank. */
export function answerKey({ query }: AskedSegment): string {
  return `segment ${query}`;
}

/**
 * Whether a reader is in the segment, by the answer that the plan froze and nothing newer, so that a repeat has the same bytes.
 * If no answer was frozen, there is no particular reader: the email is for a page, a preview or a test.
 */
export function isIn(asked: AskedSegment, values: Readonly<Record<string, unknown>>): boolean {
  const frozen = values[answerKey(asked)];
  return typeof frozen === "boolean" ? frozen : isStrangerIn(asked.rule);
}

/**
 * Whether somebody of whom nothing is known is in a segment, as the ledger would answer: on no list, without attributes. If the
 * answer were no for every segment, a stranger would see the `:::else` of `-plan:pro`, which is for those who pay.
 */
function isStrangerIn(rule: Segment): boolean {
  switch (rule.kind) {
    case "everybody":
      return true;
    case "and":
      return rule.parts.every(isStrangerIn);
    case "or":
      return rule.parts.some(isStrangerIn);
    case "not":
      return !isStrangerIn(rule.part);
    case "attribute":
    case "column":
    case "subscribed":
    case "clicked":
    case "received":
    case "list":
      return false;
  }
}
