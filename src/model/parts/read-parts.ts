import type { Choice, Parts, Slot } from "#src/model/merge-tag.ts";

/** Every slot of an email's text, in the parts for all readers. */
export function* slotsIn(parts: Parts): Generator<Slot> {
  for (const part of parts) {
    if (typeof part === "string") continue;
    if ("tag" in part) yield part;
    else yield* slotsIn([...part.only, ...part.otherwise]);
  }
}

/** Text with slots for one reader: `answer` says whether the reader is in the asked segment with that index. */
export function partsFor(parts: Parts, answer: (asked: number) => boolean): readonly (string | Slot)[] {
  return parts.flatMap((part) => {
    if (typeof part === "string" || "tag" in part) return [part];
    return partsFor(answer(part.asked) ? part.only : part.otherwise, answer);
  });
}

/** The text of the parts for all readers, one after the other, with the result of `fill` in place of each slot. */
export function joinParts(parts: Parts, fill: (slot: Slot) => string): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      return "tag" in part ? fill(part) : joinParts([...part.only, ...part.otherwise], fill);
    })
    .join("");
}

/** Parts without slots: the result of `fill` takes their place, in one string with the text around it. */
export function withSlots(parts: Parts, fill: (slot: Slot) => string): Parts {
  const result: (string | Choice)[] = [];
  for (const part of parts) {
    if (typeof part !== "string" && !("tag" in part)) {
      result.push({ ...part, only: withSlots(part.only, fill), otherwise: withSlots(part.otherwise, fill) });
      continue;
    }
    const text = typeof part === "string" ? part : fill(part);
    const last = result.at(-1);
    if (typeof last === "string") result.splice(-1, 1, last + text);
    else result.push(text);
  }
  return result;
}

/**
 * Bytes of UTF-8, without slots, for the reader who gets the most. Nobody knows which segments have readers in common, so each
 * segment is answered on its own, but in the same way wherever it is asked. `bytesOf` says how much a piece of text counts.
 */
export function longestBytes(
  parts: Parts,
  bytesOf: (text: string) => number = (text) => Buffer.byteLength(text),
  answers: ReadonlyMap<number, boolean> = new Map(),
): number {
  let bytes = 0;
  const open = new Map<number, Choice[]>();
  for (const part of parts) {
    if (typeof part === "string") bytes += bytesOf(part);
    else if (!("tag" in part)) {
      const answer = answers.get(part.asked);
      if (answer !== undefined) bytes += longestBytes(answer ? part.only : part.otherwise, bytesOf, answers);
      else open.set(part.asked, [...(open.get(part.asked) ?? []), part]);
    }
  }
  for (const [asked, choices] of open) {
    const under = (answer: boolean) => {
      const known = new Map(answers).set(asked, answer);
      return choices.reduce(
        (sum, { only, otherwise }) => sum + longestBytes(answer ? only : otherwise, bytesOf, known),
        0,
      );
    };
    bytes += Math.max(under(true), under(false));
  }
  return bytes;
}
