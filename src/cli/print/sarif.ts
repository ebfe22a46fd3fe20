import { LETTERPRESS_VERSION } from "#src/app/compose/letterpress-version.ts";
import { ERRORS } from "#src/model/errors.ts";
import type { Finding } from "#src/model/finding.ts";
import type { RuleEntry } from "#src/model/rules/rule.ts";
import { RULES } from "#src/model/rules/rules.ts";
import { lineHashes } from "./line-hashes.ts";

interface Files {
  /** Texts by path, for the places of edits. A finding in a file that is not among them has no edit. */
  readonly texts: ReadonlyMap<string, string>;
  /** The newsletter's folder below the repository's root, with `/`; empty if the two are the same. */
  readonly folder: string;
}

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/** Paths count from the root of the repository, wherever that is on the machine that reads the log. */
const ROOT = "%SRCROOT%";
const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

/**
 * Findings as a log of SARIF 2.1.0, the format of code scanning. An accepted finding keeps the level that its rule gave it and is
 * suppressed, with the author's reason: tools show it as closed. The tool names every rule that it knows, found or not, so that a
 * finding that is gone is known to be fixed.
 */
export function sarifOf(findings: readonly Finding[], files: Files) {
  const rules = rulesOf(findings);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const hashes = hashesOf(findings, files);
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "Letterpress", semanticVersion: LETTERPRESS_VERSION, rules },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [ROOT]: { description: { text: "The root of the repository." } } },
        results: findings.map((finding) => ({
          ...resultOf(finding, indexes.get(finding.rule) ?? -1, files),
          ...fingerprintOf(finding, hashes),
        })),
      },
    ],
  } as const;
}

/** Every rule as its table describes it, and the codes of errors that kept a file from being used. */
function rulesOf(findings: readonly Finding[]) {
  const known: Readonly<Record<string, RuleEntry>> = RULES;
  const codes = [...new Set(findings.map(({ rule }) => rule))].filter((rule) => !Object.hasOwn(known, rule));
  return [
    ...Object.entries(known).map(([id, entry]) => ({
      id,
      shortDescription: { text: plain(entry.means) },
      fullDescription: { text: plain([entry.means, entry.why].join(" ")) },
      help: { text: plain(helpOf(entry)), markdown: helpOf(entry) },
      defaultConfiguration: { level: LEVELS[entry.severity[0] ?? "warning"] },
      properties: {
        tags: [id.split("/", 1)[0] ?? id, ...(entry.protects === true ? ["protects-readers"] : [])],
      },
    })),
    ...codes.map((id) => ({
      id,
      shortDescription: { text: `The file cannot be used (${id}).` },
      help: { text: plain(hintOf(id)), markdown: hintOf(id) },
      defaultConfiguration: { level: "error" as const },
    })),
  ];
}

function helpOf({ means, why, fix, example, protects }: RuleEntry): string {
  return [
    means,
    why,
    `**To fix it:** ${fix}`,
    example === undefined ? undefined : `It finds, for example:\n\n\`\`\`\n${example}\n\`\`\``,
    protects === true ? "This rule protects readers, so it cannot be accepted or forced." : undefined,
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
}

function hintOf(code: string): string {
  const errors: Readonly<Record<string, { readonly hint: string }>> = ERRORS;
  return (Object.hasOwn(errors, code) ? errors[code]?.hint : undefined) ?? "Fix the file at the place named.";
}

/** Markdown as plain text, for a tool that knows no Markdown. */
function plain(markdown: string): string {
  return markdown
    .replace(/\*\*|`+\n?/g, "")
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, "$1 ($2)")
    .trim();
}

function resultOf(finding: Finding, ruleIndex: number, files: Files) {
  const { rule, severity, message, hint, file, line, column, overruled } = finding;
  const said = overruled?.message ?? message;
  const artifactLocation = locationOf(file, files);
  const edit = editOf(finding, files);
  return {
    ruleId: rule,
    ...(ruleIndex === -1 ? {} : { ruleIndex }),
    level: LEVELS[overruled?.severity ?? severity],
    message: { text: hint === null ? said : `${said} ${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          // A tool that needs a line shows a finding about the whole file at the first line.
          region: { startLine: line ?? 1, ...(column === null ? {} : { startColumn: column }) },
        },
      },
    ],
    ...(edit === null ? {} : { fixes: [{ artifactChanges: [{ artifactLocation, replacements: [edit] }] }] }),
    suppressions: overruled === undefined ? [] : [suppressionOf(overruled)],
  };
}

/** The line hashes of the files with findings, and of no other file. */
function hashesOf(findings: readonly Finding[], { texts }: Files): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...new Set(findings.map(({ file }) => file))].map((file) => {
      const text = texts.get(file);
      return [file, text === undefined ? [] : lineHashes(text)];
    }),
  );
}

/** A finding about the whole file has the fingerprint of the first line, as in `region`. */
function fingerprintOf({ file, line }: Finding, hashes: ReadonlyMap<string, readonly string[]>) {
  const hash = hashes.get(file)?.[(line ?? 1) - 1];
  return hash === undefined ? {} : { partialFingerprints: { primaryLocationLineHash: hash } };
}

function suppressionOf(overruled: NonNullable<Finding["overruled"]>) {
  return overruled.how === "accepted"
    ? ({ kind: "inSource", status: "accepted", justification: overruled.reason } as const)
    : ({ kind: "external", status: "accepted", justification: `Forced by ${overruled.by}.` } as const);
}

function locationOf(file: string, { folder }: Files) {
  const path = folder === "" ? file : `${folder}/${file}`;
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: ROOT };
}

/** The edit by lines and columns, which every tool counts alike; tools do not count character offsets alike. */
function editOf({ fix, file }: Finding, { texts }: Files) {
  const text = texts.get(file);
  if (fix === null || text === undefined) return null;
  const [start, end] = [fix.start, fix.end].map((offset) => placeAt(text, offset));
  if (start === undefined || end === undefined) return null;
  return {
    deletedRegion: {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    },
    insertedContent: { text: fix.text },
  };
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
