/** Offsets of the lines between the two `---`. */
interface Area {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the front matter, even while it is being typed: without a closing `---` it ends before the first line that
 * cannot be YAML. Null if there is none.
 */
export function frontMatterArea(text: string): Area | null {
  const opening = /^\uFEFF?---(?:yaml)?[ \t]*\r?\n/.exec(text)?.[0];
  if (opening === undefined) return null;
  const start = opening.length;
  const closing = /^---/m.exec(text.slice(start));
  if (closing !== null) return { start, end: start + closing.index };
  const prose = /^(?![ \t]|[\w-]*:|[\w-]*\r?$|-|#|\]|\})[^\r\n]/m.exec(text.slice(start));
  return { start, end: prose === null ? text.length : start + prose.index };
}
