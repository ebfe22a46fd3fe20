import { closest, distance } from "fastest-levenshtein";
import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";
import { type Newsletter, attributesOf } from "#src/model/newsletter.ts";
import type { Segment } from "#src/model/segment.ts";
import { resolveWallClock } from "#src/model/wall-clock.ts";
import { attributeValue } from "#src/model/values/attribute-value.ts";

/** An operator after the colon; empty for `field:value`. */
export type Comparison = "" | "=" | "<" | "<=" | ">" | ">=";

interface Term {
  readonly field: string;
  readonly operator: Comparison;
  readonly value: string;
  readonly quoted: boolean;
}

type Problem = (message: string, hint?: string | null, place?: "field" | "value") => null;

const FIELDS = ["email", "timezone", "subscribed", "clicked", "received", "list"];

/** One `field:value` of a segment, its field and value checked; null after reporting to `problem` what is wrong. */
export function readTerm(term: Term, newsletter: Newsletter, problem: Problem): Segment | null {
  const { field, operator, value } = term;
  const declared = attributesOf(newsletter);
  // A declared attribute is what its owner means, even if we have a field of that name.
  const type = Object.hasOwn(declared, field) ? declared[field]?.type : undefined;
  if (type !== undefined) return readAttribute(term, type, problem);
  switch (field) {
    case "email":
    case "timezone": {
      const pattern = wordOperator(term);
      if (pattern === null) return problem(`${field} can only be compared with a colon.`);
      return { kind: "column", column: field, operator: pattern, value };
    }
    case "subscribed":
      return readDay(term, newsletter.timezone, problem);
    case "clicked": {
      const [, count = "", unit = ""] = /^(\d{1,4})([hdw])$/.exec(value) ?? [];
      if (count === "" || operator !== "") {
        return problem(`Expected a time such as clicked:30d, got clicked:${operator}${value}.`);
      }
      return { kind: "clicked", withinMs: Number(count) * (UNITS[unit] ?? 0) };
    }
    case "received":
      return operator === ""
        ? { kind: "received", slug: value }
        : problem("Expected a slug after received:.");
    case "list":
      if (operator !== "" || !Object.hasOwn(newsletter.lists, value)) {
        return problem(
          `Expected a list (${Object.keys(newsletter.lists).join(", ")}), got ${JSON.stringify(value)}.`,
        );
      }
      return { kind: "list", list: value };
    default: {
      const known = [...Object.keys(declared), ...FIELDS];
      const near = closest(field, known);
      const hint = distance(field, near) <= 2 ? `Did you mean ${near}?` : `Fields are ${known.join(", ")}.`;
      return problem(`There is no field ${JSON.stringify(field)}.`, hint, "field");
    }
  }
}

const UNITS: Readonly<Record<string, number>> = { h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };

function readAttribute(
  term: Term,
  type: "string" | "number" | "boolean" | "date",
  problem: Problem,
): Segment | null {
  const { field: name, operator, value, quoted } = term;
  if (value === "*" && !quoted && operator === "") {
    return { kind: "attribute", name, type, operator: "exists", value: true };
  }
  if (type === "string") {
    const pattern = wordOperator(term);
    return { kind: "attribute", name, type, operator: pattern ?? (operator === "" ? "=" : operator), value };
  }
  const typed = attributeValue(type, value);
  if (typed === undefined) {
    const wanted = { number: "a number", boolean: "true or false", date: "a date such as 2026-12-01" }[type];
    return problem(`Expected ${wanted} for ${name}, got ${JSON.stringify(value)}.`);
  }
  if (type === "boolean" && operator !== "" && operator !== "=") {
    return problem(`${name} is true or false; it cannot be compared with ${operator}.`);
  }
  return { kind: "attribute", name, type, operator: operator === "" ? "=" : operator, value: typed };
}

/** For text: any value, a pattern, or the word itself; null for a comparison by size. */
function wordOperator({ operator, value, quoted }: Term): "=" | "like" | "exists" | null {
  if (operator !== "" && operator !== "=") return null;
  if (operator === "" && !quoted && value === "*") return "exists";
  return operator === "" && !quoted && value.includes("*") ? "like" : "=";
}

/** A day in the newsletter's zone as a range: `>2026-01-01` begins when that day is over. */
function readDay({ operator, value }: Term, zone: string, problem: Problem): Segment | null {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(value) ? attributeValue("date", value) : undefined;
  if (typeof date !== "string") {
    return problem(`Expected a date such as subscribed:>2026-12-01, got ${JSON.stringify(value)}.`);
  }
  const start = startOfDay(date, zone);
  const end = startOfDay(new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10), zone);
  switch (operator) {
    case "":
    case "=":
      return { kind: "subscribed", from: start, to: end };
    case ">":
      return { kind: "subscribed", from: end, to: null };
    case ">=":
      return { kind: "subscribed", from: start, to: null };
    case "<":
      return { kind: "subscribed", from: null, to: start };
    case "<=":
      return { kind: "subscribed", from: null, to: end };
  }
}

/** If clocks change at midnight, a day begins at its first moment that exists. */
function startOfDay(date: string, zone: string): number {
  const resolved = resolveWallClock({ local: `${date}T00:00`, zone });
  switch (resolved.kind) {
    case "instant":
      return resolved.at;
    case "gap":
      return Date.parse(resolved.after);
    case "ambiguous":
      return Date.parse(resolved.earlier);
  }
}
