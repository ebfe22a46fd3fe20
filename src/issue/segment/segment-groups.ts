interface Grouped {
  /** The query with every group of a field, and every excluded group, as a quoted text of the same length. */
  readonly text: string;
  /** The content of each group, by the offset at which the quoted text starts. */
  readonly groups: ReadonlyMap<number, string>;
  /** Offset of a bracket that is never closed; null if there is none. */
  readonly unclosed: number | null;
}

/**
 * `city:(Lima OR Cusco)` and `-(a OR b)` are common in this syntax, but the parser does not know them. Each is replaced by
 * a placeholder of the same length, so that every column the parser reports stays correct, and is parsed separately.
 */
export function takeGroups(query: string): Grouped {
  const groups = new Map<number, string>();
  let text = query;
  let unclosed: number | null = null;
  for (let at = 0; at < query.length; at += 1) {
    const char = query.charAt(at);
    if (char === '"' || char === "'") at = closingQuote(query, at);
    else if (char === "(") {
      const end = closingBracket(query, at);
      if (end === null) {
        unclosed ??= at;
      } else if (/[:=<>]$|(?:^|[\s(])-$/.test(query.slice(0, at))) {
        groups.set(at, query.slice(at + 1, end));
        text = `${text.slice(0, at)}"${"_".repeat(end - at - 1)}"${text.slice(end + 1)}`;
        at = end;
      }
    }
  }
  return { text, groups, unclosed };
}

/** The offset of the quote that closes the one at `start`; the end of the text if none does. */
function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) === "\\") at += 1;
    else if (text.charAt(at) === text.charAt(start)) return at;
  }
  return text.length;
}

function closingBracket(text: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"' || char === "'") at = closingQuote(text, at);
    else if (char === "(") depth += 1;
    else if (char === ")" && (depth -= 1) === 0) return at;
  }
  return null;
}
