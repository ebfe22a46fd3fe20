import type { Root } from "mdast";
import { nearest } from "#src/issue/front-matter/did-you-mean.ts";
import type { Fix } from "#src/model/finding.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { literalText, type Stretch } from "./literal-text.ts";
import type { Judged, Literal } from "./literal.ts";
import { LITERALS } from "./literals.ts";
import { lintItemLines } from "./lint-item-lines.ts";
import { lintTableLines } from "./lint-table-lines.ts";

/** The most findings of one rule: nobody reads more. */
const MOST = 50;

interface Names {
  /** Labels of link definitions, as written. */
  readonly definitions: readonly string[];
  readonly issues: readonly { readonly path: string; readonly slug: string }[];
}

/**
 * Reports syntax that was meant and not read: a link without its definition, stars that close nothing, marks of other systems.
 * Readers would see it as it was typed, so each is a finding where it stands.
 */
export function lintLiterals(root: Root, file: string, names: Names, report: SourceReporter): void {
  const said = new Map<string, number>();
  for (const stretch of literalText(root, file)) {
    if (stretch.kind === "paragraph") {
      lintTableLines(stretch, report);
      lintItemLines(stretch, report);
    }
    if (stretch.text.trim() === "") continue;
    for (const literal of LITERALS) lintStretch(stretch, literal, names, said, report);
  }
}

function lintStretch(
  { start, text, source }: Stretch,
  { pattern, judge }: Literal,
  names: Names,
  said: Map<string, number>,
  report: SourceReporter,
): void {
  for (const match of text.matchAll(pattern)) {
    const found = judge({ match, text, source, ...names });
    if (found === null) continue;
    const count = (said.get(found.rule) ?? 0) + 1;
    said.set(found.rule, count);
    if (count > MOST) return;
    const { message, hint, known } = found;
    const at = start + match.index;
    const meant = known === undefined ? null : nearest(known.name, known.names);
    const more = {
      hint: meant === null ? hint : `Did you mean [${meant}]? ${hint}`,
      fix: fixOf(found, at, match[0].length),
    };
    if (found.severity === "error") report.error(found.rule, at, message, more);
    else report.warning(found.rule, at, message, more);
  }
}

function fixOf({ fix, insert }: Judged, at: number, length: number): Fix | null {
  if (insert !== undefined) return { start: at + insert.at, end: at + insert.at, text: insert.text };
  return fix === undefined ? null : { start: at, end: at + length, text: fix };
}
