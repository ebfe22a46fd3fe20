import type { Segment } from "#src/model/segment.ts";

/** A segment that an email asks each reader about, because a part of it is for some readers only. */
export interface AskedSegment {
  /** As its author typed it. */
  readonly query: string;
  readonly rule: Segment;
}

/** Names a reader's frozen answer among their slot values. No attribute's name holds a blank. */
export function answerKey({ query }: AskedSegment): string {
  return `segment ${query}`;
}

/**
 * Whether a reader is in the segment: what the plan froze, and nothing newer, so that a repeat has the same bytes. Where nothing
 * was frozen, there is no reader: a page, a preview, a test for nobody in particular.
 */
export function isIn(asked: AskedSegment, values: Readonly<Record<string, unknown>>): boolean {
  const frozen = values[answerKey(asked)];
  return typeof frozen === "boolean" ? frozen : isStrangerIn(asked.rule);
}

/**
 * Whether somebody of whom nothing is known is in a segment, as the ledger would answer: on no list, without attributes. To say no to
 * every segment would show a stranger what `-plan:pro` keeps for those who pay.
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
