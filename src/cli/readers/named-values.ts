import { LetterpressError } from "#src/model/errors.ts";

/** Reads every `--attribute name=value` that was given. Throws `usage/invalid`. */
export function namedValues(attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    attributes.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) {
        const message = `Expected --attribute name=value, got ${JSON.stringify(pair)}.`;
        throw new LetterpressError("usage/invalid", message);
      }
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
