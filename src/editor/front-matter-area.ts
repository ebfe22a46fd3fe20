/** Offsets of the lines between the two of `---`. */
interface Area {
  readonly start: number;
  readonly end: number;
}

/** Where the front matter is, also while it is being typed: without an end it goes to the first line that cannot be YAML. Null where there is none. */
export function frontMatterArea(text: string): Area | null {
  const opening = /^\uFEFF?---(?:yaml)?[ \t]*\r?\n/.exec(text)?.[0];
  if (opening === undefined) return null;
  const start = opening.length;
  const closing = /^---/m.exec(text.slice(start));
  if (closing !== null) return { start, end: start + closing.index };
  const prose = /^(?![ \t]|[\w-]*:|[\w-]*\r?$|-|#|\]|\})[^\r\n]/m.exec(text.slice(start));
  return { start, end: prose === null ? text.length : start + prose.index };
}
