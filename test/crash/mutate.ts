/** What slips, merges and strange programs put into files. */
const STRANGE = [
  "\\ud83d",
  "\\u0000",
  "\u0000",
  "\u{1F600}",
  "\u202E",
  "\uFEFF",
  "\uE000",
  "99",
  "-1",
  "1e999",
  "NaN",
  "null",
  "true",
  "2026-02-30",
  "2026-12-08T09:00:99Z",
  "2026-12-08T09:00+99:00",
  "0000-00-00 00:00",
  "9999-12-31 23:59",
  "next",
  "local",
  "__proto__",
  "constructor",
  "toString",
  "---",
  "...",
  "{{",
  "}}",
  "{% raw %}",
  "{{ subscriber.first_name | date: 'long', 'x_y' }}",
  "{{ subscriber.first_name | truncate: 99999999999999999999 }}",
  "*a",
  "&a ",
  "<<: *a",
  "!!js/function 'x'",
  "? - : -",
  "\t",
  "\r",
  "'",
  '"',
  "`",
  "[",
  "]",
  "{",
  "}",
  "](",
  "<!--",
  "<br>",
  ":::",
  "::guest",
  "javascript:alert(1)",
  "data:,",
  "//",
  "../../../etc/passwd",
  "%00",
  "%E0%A4%A",
  "a".repeat(5000),
  "> ".repeat(400),
  "[".repeat(400),
  "a:\n  ".repeat(200),
  "en_US",
  "x-private",
  "Mars/Olympus",
  "<<<<<<< HEAD\n",
] as const;

interface Mutated<T> {
  readonly content: T;
  /** What was done to it, so that it can be done again by hand. */
  readonly how: string;
}

/** A text with one slip in it. */
export function mutateText(text: string, random: () => number): Mutated<string> {
  const below = (n: number) => Math.floor(random() * n);
  const at = below(text.length);
  const strange = STRANGE[below(STRANGE.length)] ?? "";
  const lines = text.split("\n");
  const line = below(lines.length);
  const shown = JSON.stringify(strange.slice(0, 60));
  switch (below(8)) {
    case 0: {
      const code = below(0x250);
      return {
        content: text.slice(0, at) + String.fromCodePoint(code) + text.slice(at + 1),
        how: `character ${code} at ${at}`,
      };
    }
    case 1: {
      const length = 1 + below(40);
      return {
        content: text.slice(0, at) + text.slice(at + length),
        how: `${length} characters gone at ${at}`,
      };
    }
    case 2:
      return { content: text.slice(0, at) + strange + text.slice(at), how: `${shown} at ${at}` };
    case 3: {
      const from = below(text.length);
      return {
        content: text.slice(0, at) + text.slice(from, from + 60) + text.slice(at),
        how: `a copy of ${from} at ${at}`,
      };
    }
    case 4:
      return { content: text.slice(0, at), how: `cut off at ${at}` };
    case 5: {
      const other = below(lines.length);
      const swapped = lines.with(line, lines[other] ?? "").with(other, lines[line] ?? "");
      return { content: swapped.join("\n"), how: `lines ${line + 1} and ${other + 1} exchanged` };
    }
    // A value, twice as often: what is read from it is where ranges matter.
    default: {
      const valued = lines.with(
        line,
        (lines[line] ?? "").replace(/(:\s*["']?)[^"'\n]*/, `$1${strange.replaceAll("$", "$$$$")}`),
      );
      return { content: valued.join("\n"), how: `line ${line + 1} says ${shown}` };
    }
  }
}

/** Bytes with a few of them changed, or cut off. */
export function mutateBytes(bytes: Uint8Array, random: () => number): Mutated<Uint8Array> {
  const below = (n: number) => Math.floor(random() * n);
  if (random() < 0.2) return cut(bytes, below(bytes.length));
  const changed = Uint8Array.from(bytes);
  const places = Array.from({ length: 1 + below(6) }, () => below(changed.length));
  for (const at of places) changed[at] = below(256);
  return { content: changed, how: `other bytes at ${places.join(", ")}` };
}

function cut(bytes: Uint8Array, at: number): Mutated<Uint8Array> {
  return { content: bytes.subarray(0, at), how: `cut off at ${at}` };
}
