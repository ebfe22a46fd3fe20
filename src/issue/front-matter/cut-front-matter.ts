import matter from "gray-matter";
import { type Document, isMap, parseDocument } from "yaml";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { findYamlErrors } from "./find-yaml-errors.ts";

/** Front matter cut off its file. Offsets are into the whole file. */
export interface FrontMatter {
  readonly document: Document.Parsed;
  /** Where the YAML starts: the document's own offsets are relative to it. */
  readonly base: number;
  /** Where the body starts. */
  readonly bodyStart: number;
}

const CLOSING = "Write front matter between two lines of exactly ---.";

/**
 * Cut the front matter off `text`. The fence is checked before gray-matter runs: gray-matter would execute `---js`,
 * take a whole body for YAML if the end is missing, and mail the front matter if a blank line precedes it.
 * Null where it cannot be read; the findings say why.
 */
export function cutFrontMatter(text: string, report: SourceReporter): FrontMatter | null {
  const start = openingAt(text, report);
  if (start === null) return null;
  const lineEnd = endOfLine(text, start);
  const language = text.slice(start + 3, lineEnd).trim();
  if (language !== "" && language !== "yaml") {
    report.error("front-matter/language", start, `Expected front matter in YAML, found ---${language}.`, {
      hint: "Write --- alone, with YAML below it. No other language is supported.",
    });
    return null;
  }
  const closing = closingAt(text, lineEnd, report);
  if (closing === null) return null;
  const base = language === "" ? start + 3 : lineEnd;
  const document = parse(text.slice(start), base, text, report);
  return document === null ? null : { document, base, bodyStart: closing };
}

/** Offset of the opening `---`. */
function openingAt(text: string, report: SourceReporter): number | null {
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  if (start === 1) {
    report.info("front-matter/byte-order-mark", 0, "The file starts with a byte order mark.", {
      hint: "Save it as UTF-8 without one.",
      fix: { start: 0, end: 1, text: "" },
    });
  }
  if (/^---(?!-)/.test(text.slice(start, start + 4))) return start;
  const blank = /^\s+(?=---[ \t]*(?:yaml)?[ \t]*\r?\n)/.exec(text.slice(start));
  if (blank !== null) {
    const fence = start + blank[0].length;
    report.error("front-matter/not-first-line", fence, "There are blank lines before the front matter.", {
      hint: "Begin the file with ---, or the front matter is mailed as text.",
      fix: { start, end: fence, text: "" },
    });
    return fence;
  }
  if (text.startsWith("+++", start)) {
    report.error("front-matter/language", start, "Expected front matter in YAML, found +++ (TOML).", {
      hint: "Write it in YAML between two lines of ---.",
    });
  } else {
    report.error("front-matter/missing", start, "Expected front matter on the first line, found none.", {
      hint: "Begin the file with a line of ---, then title: and other keys, then --- again.",
    });
  }
  return null;
}

/** Offset of the body, after the closing `---`. Like gray-matter, we take the first line that begins with `---`. */
function closingAt(text: string, from: number, report: SourceReporter): number | null {
  const at = text.indexOf("\n---", Math.max(0, from - 1));
  if (at === -1) {
    const gap = /\r?\n[ \t]*(?=\r?\n)/.exec(text.slice(from));
    const end = gap === null ? null : from + gap.index + (text[from + gap.index] === "\r" ? 2 : 1);
    report.error("front-matter/unclosed", 0, "The front matter has no end.", {
      hint: CLOSING,
      fix: end === null ? null : { start: end, end, text: "---\n" },
    });
    return null;
  }
  const end = endOfLine(text, at + 1);
  const line = text.slice(at + 1, end).trimEnd();
  if (line !== "---") {
    const message = `Expected --- to end the front matter, found ${line}.`;
    report.error("front-matter/unclosed", at + 1, message, { hint: CLOSING });
    return null;
  }
  return Math.min(text.length, text.startsWith("\r\n", end) ? end + 2 : end + 1);
}

function endOfLine(text: string, from: number): number {
  return from + text.slice(from).search(/\r?\n|$/);
}

function parse(text: string, base: number, whole: string, report: SourceReporter): Document.Parsed | null {
  let document = readYaml("");
  const engine = (yaml: string): object => {
    // gray-matter cuts between the two characters of a Windows line end.
    document = readYaml(yaml.replace(/\r$/, ""));
    return {};
  };
  // Passing options keeps gray-matter's cache off: it would hand out what another caller has changed.
  matter(text, { engines: { yaml: { parse: engine }, javascript: refused, json: refused, coffee: refused } });
  if (findYamlErrors(document, base, whole, report)) return null;
  if (document.contents !== null && !isMap(document.contents)) {
    const message = "Expected keys such as title: between the lines of ---, found text.";
    report.error("front-matter/not-keys", base, message, {
      hint: "If the first --- is meant as a rule, write front matter before it.",
    });
    return null;
  }
  return document;
}

function readYaml(yaml: string): Document.Parsed {
  return parseDocument(yaml, { version: "1.2", schema: "core", prettyErrors: false, logLevel: "error" });
}

/** gray-matter has engines that execute code. The fence check refuses them first; this is the second lock. */
const refused = {
  parse: (): object => {
    throw new Error("Only YAML is read.");
  },
};
