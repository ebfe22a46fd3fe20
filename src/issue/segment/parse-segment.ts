import { type LiqeQuery, SyntaxError as LiqeSyntaxError, parse } from "liqe";
import { createReporter, type Finding } from "#src/model/finding.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Segment } from "#src/model/segment.ts";
import { takeGroups } from "./segment-groups.ts";
import { type Comparison, readTerm } from "./segment-term.ts";

/** Where a segment is written: `column` is that of its first character, 1-based. */
interface SegmentPlace {
  readonly file: string;
  readonly line: number | null;
  readonly column: number;
}

interface ParsedSegment {
  /** Null if a finding is an error. */
  readonly segment: Segment | null;
  readonly findings: readonly Finding[];
}

interface Reading {
  readonly newsletter: Newsletter;
  /** Offset, in the whole query, of the text being read. */
  readonly base: number;
  readonly groups: ReadonlyMap<number, string>;
  /** The field and operator that a group belongs to. */
  readonly field: { readonly name: string; readonly operator: string; readonly offset: number } | null;
  readonly problem: (offset: number, message: string, hint?: string | null) => null;
}

/** Most levels of nested brackets. Parsing is recursive, and nobody needs more. */
const DEEPEST = 20;
const LONGEST = 2_000;

/**
 * Parse a segment such as `plan:pro -country:US city:(Lima OR Cusco) subscribed:>2026-01-01`. Fields are the declared
 * attributes and `email`, `timezone`, `subscribed`, `clicked`, `received` and `list`.
 */
export function parseSegment(query: string, newsletter: Newsletter, place: SegmentPlace): ParsedSegment {
  const report = createReporter((offset: number) => ({ ...place, column: place.column + offset }));
  const { findings } = report;
  const problem = (offset: number, message: string, hint: string | null = null) => {
    report.error("segment/invalid", offset, message, { hint });
    return null;
  };
  if (query.length > LONGEST) {
    problem(LONGEST, `Expected at most ${LONGEST} characters in a segment, found ${query.length}.`);
    return { segment: null, findings };
  }
  const segment = readQuery(query, { newsletter, base: 0, groups: new Map(), field: null, problem }, 0);
  return { segment: findings.length === 0 ? segment : null, findings };
}

function readQuery(query: string, reading: Reading, depth: number): Segment | null {
  const { text, groups, unclosed } = takeGroups(query);
  if (unclosed !== null) return reading.problem(reading.base + unclosed, "This bracket is never closed.");
  if (depth > DEEPEST) return reading.problem(reading.base, "The brackets are nested too deeply.");
  let ast: LiqeQuery;
  try {
    ast = parse(text);
  } catch (error) {
    // If the text ends too early, the parser only says that it found nothing.
    const offset = error instanceof LiqeSyntaxError ? error.offset : text.length;
    return reading.problem(
      reading.base + offset,
      "The segment cannot be read from here on.",
      'Write field:value, with quotes around values that hold spaces, slashes or brackets: city:"New York" -country:US (plan:pro OR plan:gold).',
    );
  }
  return readNode(ast, { ...reading, groups }, depth);
}

function readNode(node: LiqeQuery, reading: Reading, depth: number): Segment | null {
  switch (node.type) {
    case "EmptyExpression":
      return depth === 0 ? { kind: "everybody" } : reading.problem(reading.base, "These brackets are empty.");
    case "LogicalExpression": {
      const left = readNode(node.left, reading, depth);
      const right = readNode(node.right, reading, depth);
      if (!left || !right) return null;
      return { kind: node.operator.operator === "OR" ? "or" : "and", parts: [left, right] };
    }
    case "UnaryOperator": {
      const part = readNode(node.operand, reading, depth);
      return part && { kind: "not", part };
    }
    case "ParenthesizedExpression":
      return readNode(node.expression, reading, depth);
    case "Tag":
      return readTag(node, reading, depth);
  }
}

function readTag(tag: Extract<LiqeQuery, { type: "Tag" }>, reading: Reading, depth: number): Segment | null {
  const { expression, location } = tag;
  const field =
    tag.field.type === "Field"
      ? {
          name: tag.field.name,
          operator: "operator" in tag ? tag.operator.operator : ":",
          offset: reading.base + tag.field.location.start,
        }
      : reading.field;
  const group = reading.groups.get(expression.location.start);
  if (group !== undefined) {
    return readQuery(
      group,
      { ...reading, base: reading.base + expression.location.start + 1, field },
      depth + 1,
    );
  }
  const at = reading.base + location.start;
  if (reading.field !== null && tag.field.type === "Field") {
    return reading.problem(at, `The brackets after ${reading.field.name}: may contain values only.`);
  }
  if (field === null) {
    return reading.problem(
      at,
      "A word without a field cannot select anybody.",
      "Write field:value, for example city:Lima.",
    );
  }
  const valueAt = reading.base + expression.location.start;
  const problem = (message: string, hint: string | null = null, place: "field" | "value" = "value") =>
    reading.problem(place === "field" ? field.offset : valueAt, message, hint);
  switch (expression.type) {
    case "RangeExpression": {
      const { min, max, minInclusive, maxInclusive } = expression.range;
      const bound = (operator: Comparison, value: string | number) => {
        const term = { field: field.name, operator, value: String(value), quoted: false };
        return readTerm(term, reading.newsletter, problem);
      };
      const low = bound(minInclusive ? ">=" : ">", min);
      const high = bound(maxInclusive ? "<=" : "<", max);
      return low && high ? { kind: "and", parts: [low, high] } : null;
    }
    case "LiteralExpression": {
      const term = {
        field: field.name,
        operator: field.operator.slice(1) as Comparison,
        // The number 007 and the text 007 differ: what the author typed counts.
        value: String(expression.value),
        quoted: expression.quoted,
      };
      return readTerm(term, reading.newsletter, problem);
    }
    case "RegexExpression":
      return problem("A segment cannot contain a regular expression.", "Use * for any text: city:San*.");
    case "EmptyExpression":
      return problem(`There is no value after ${field.name}:.`);
  }
}
