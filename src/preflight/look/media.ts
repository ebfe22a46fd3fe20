export type Scheme = "light" | "dark";

/** The width of the window in which an email is looked at, in CSS pixels: a computer's. */
const WIDTH = 800;

/** Whether the rules in these at-rules count in a mail program that reads style sheets. */
export function counts(within: readonly string[], scheme: Scheme): boolean {
  return within.every((rule) => {
    const [name = "", ...rest] = rule.split(/\s+/);
    if (name === "media")
      return rest
        .join(" ")
        .split(",")
        .some((query) => holds(query, scheme));
    // In a mail program that knows these at-rules, the rules count.
    return name === "supports" || name === "layer";
  });
}

function holds(query: string, scheme: Scheme): boolean {
  const text = query.trim().toLowerCase();
  if (/^not\b|\bprint\b|\bspeech\b|\bor\b/.test(text)) return false;
  return [...text.matchAll(/\(([^()]*)\)/g)].every(([, feature = ""]) => {
    const [name = "", value = ""] = feature.split(":").map((part) => part.trim());
    if (name === "prefers-color-scheme") return value === scheme;
    const pixels = Number.parseFloat(value) * (/\d(?:r?em)\s*$/.test(value) ? 16 : 1);
    if (/^min-(?:device-)?width$/.test(name)) return WIDTH >= pixels;
    if (/^max-(?:device-)?width$/.test(name)) return WIDTH <= pixels;
    // Any other question, such as about pixels, is for one mail program alone.
    return false;
  });
}
