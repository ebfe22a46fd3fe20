import { isZone } from "#src/model/wall-clock.ts";
import { instantOf } from "./instant-of.ts";

export type AttributeType = "string" | "number" | "boolean" | "date";

const YES = new Set(["true", "yes", "y", "1", "on", "t"]);
const NO = new Set(["false", "no", "n", "0", "off", "f"]);

/**
 * Reads a text as a value of its declared type; a date becomes `YYYY-MM-DD`. Undefined if the text is no such value: a
 * merge tag or segment must be able to rely on the type.
 */
export function attributeValue(type: AttributeType, text: string): string | number | boolean | undefined {
  const value = text.trim();
  switch (type) {
    case "string":
      return value === "" ? undefined : value;
    case "number":
      return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(value) && Number.isFinite(Number(value))
        ? Number(value)
        : undefined;
    case "boolean": {
      const word = value.toLowerCase();
      if (YES.has(word)) return true;
      return NO.has(word) ? false : undefined;
    }
    case "date": {
      const at = instantOf(value);
      return at === null ? undefined : new Date(at).toISOString().slice(0, 10);
    }
  }
}

/** `isZone` with a memory: a file names few zones many times, and asking Intl takes longer than the rest of the row. */
export function createZoneCheck(): (zone: string) => boolean {
  const known = new Map<string, boolean>();
  return (zone) => {
    let answer = known.get(zone);
    if (answer === undefined) {
      answer = zone.length < 64 && isZone(zone);
      if (known.size < 5_000) known.set(zone, answer);
    }
    return answer;
  };
}
