import { type Document, isAlias, isMap, isScalar, visit, type YAMLError } from "yaml";
import type { Fix } from "#src/model/finding.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";

/**
 * YAML's errors as findings, each with the edit that fixes it where there is one. True when the values cannot be
 * trusted. `base` is where the document starts in `text`, the whole file.
 */
export function findYamlErrors(
  document: Document.Parsed,
  base: number,
  text: string,
  report: SourceReporter,
): boolean {
  const lines = new Set<number>();
  let broken = false;
  for (const error of [...document.errors, ...document.warnings]) {
    const at = base + error.pos[0];
    if (error.code === "DUPLICATE_KEY") {
      const key = /^[^:\s]*/.exec(text.slice(at))?.[0] ?? "";
      report.error("front-matter/duplicate-key", at, `The key ${key} is here twice.`, {
        hint: "Keep one of the two.",
      });
      continue;
    }
    broken = true;
    const line = text.lastIndexOf("\n", at - 1) + 1;
    // One mistake makes YAML report several errors in the same line.
    if (!lines.has(line)) addError(error, at, line, text, report);
    lines.add(line);
  }
  return findSwallowed(document, base, text, report, lines) || broken;
}

function addError(error: YAMLError, at: number, line: number, text: string, report: SourceReporter): void {
  const quote = quoteValue(text, line);
  if (error.code === "TAB_AS_INDENT") {
    const tabs = /^[\t ]*/.exec(text.slice(line))?.[0] ?? "";
    report.error("front-matter/tab", at, "YAML does not allow a tab at the start of a line.", {
      hint: "Use spaces.",
      fix: { start: line, end: line + tabs.length, text: tabs.replaceAll("\t", "  ") },
    });
  } else if (
    quote !== null &&
    /^[@`*&!%|>{[\]},?-]/.test(quote.value) &&
    !/^(?:\[.*\]|\{[^{].*\}|[|>][+-]?\d?)$/.test(quote.value)
  ) {
    addSpecialStart(quote, report);
  } else if (quote !== null && /:(?:\s|$)/.test(quote.value)) {
    const message = `In YAML, a colon and a space cannot be part of an unquoted value: ${quote.value}`;
    report.error("front-matter/colon-in-value", quote.at, message, {
      hint: "Put the value in quotes.",
      fix: quote.fix,
    });
  } else {
    report.error("front-matter/yaml", at, `This is not YAML: ${error.message.replace(/\.?\s*$/, "")}.`, {
      hint: "Put the value in quotes, or check the line above.",
    });
  }
}

/** Reports what YAML silently accepts and reads as something else: aliases, anchors and `{{`. */
function findSwallowed(
  document: Document.Parsed,
  base: number,
  text: string,
  report: SourceReporter,
  lines: ReadonlySet<number>,
): boolean {
  let broken = false;
  visit(document, (_, node, path) => {
    const braces = isMap(node) && node.flow === true && text.startsWith("{{", base + (node.range?.[0] ?? 0));
    const anchor = isScalar(node) && node.anchor !== undefined && typeof node.value === "string";
    const alias = isAlias(node) && node.resolve(document) === undefined;
    if (!braces && !alias && !(anchor && path.length === 3)) return undefined;
    const at = base + (node.range?.[0] ?? 0);
    const line = text.lastIndexOf("\n", at - 1) + 1;
    const quote = quoteValue(text, line);
    if (lines.has(line) || quote === null) return undefined;
    // `title: &b x` names x for later use; where nothing uses it, the author meant text.
    if (anchor && !quote.value.startsWith("&")) return undefined;
    addSpecialStart(quote, report);
    broken = true;
    return visit.SKIP;
  });
  return broken;
}

function addSpecialStart(quote: Quote, report: SourceReporter): void {
  const start = /^(?:\{\{|.)/u.exec(quote.value)?.[0] ?? "";
  const message = `A value that begins with ${start} has a special meaning in YAML: ${quote.value}`;
  report.error("front-matter/special-start", quote.at, message, {
    hint: "Put the value in quotes.",
    fix: quote.fix,
  });
}

interface Quote {
  readonly value: string;
  readonly at: number;
  readonly fix: Fix;
}

/** The unquoted value of the line that starts at `line`, and the edit that quotes it. */
function quoteValue(text: string, line: number): Quote | null {
  const match = /^([ \t]*(?:- +)?(?:[\w-]+:[ \t]+|(?<=- +)))(\S[^\r\n]*?)[ \t]*(?=\r?\n|$)/.exec(
    text.slice(line),
  );
  const [, before = "", value = ""] = match ?? [];
  if (match === null || /^["']/.test(value)) return null;
  const at = line + before.length;
  return { value, at, fix: { start: at, end: at + value.length, text: quoted(value) } };
}

/** A YAML string. Single quotes where the text has double ones, so that merge tags stay readable. */
export function quoted(value: string): string {
  return value.includes('"') && !value.includes("\\")
    ? `'${value.replaceAll("'", "''")}'`
    : JSON.stringify(value);
}
