import { isPair, isScalar, isSeq, type Scalar, visit } from "yaml";
import { CONTROL } from "#src/model/email.ts";
import { RESERVED } from "#src/model/merge-tag.ts";
import type { FrontMatter } from "./cut-front-matter.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { quoted } from "./find-yaml-errors.ts";

/** Keys at any depth where a ` #` is prose rather than a comment. */
const PROSE = new Set(
  [
    "title subtitle subject preview_text description sponsor",
    "name role organization bio alt caption credit reason tags",
  ].flatMap((line) => line.split(" ")),
);
/** Keys whose value is text from a person or another system, even where it looks like a number or a date. */
const TEXTS = new Set([
  ...PROSE,
  ..."aliases authors author slug section series segment list template from reply_to".split(" "),
  ..."preheader preview summary excerpt".split(" "),
]);

/**
 * Reports values that YAML accepts and their author did not mean: a title that is a number, a comment that cuts a title off, `010`,
 * `no`. Corrects the document in place if the meaning is clear, so that the preview shows it.
 */
export function lintScalars({ document, base }: FrontMatter, text: string, report: SourceReporter): void {
  visit(document, {
    Scalar(position, node, path) {
      if (position === "key") return;
      const key = keyOf(path);
      const at = base + (node.range?.[0] ?? 0);
      const end = base + (node.range?.[1] ?? 0);
      const source = text.slice(at, end);
      if (typeof node.value === "string")
        node.value = printable(wellFormed(withoutReserved(node.value, at, report), at, report), at, report);
      if (node.type !== "PLAIN") return;
      if (/^[-+]?0\d+$/.test(source) && !TEXTS.has(key)) addLeadingZero(node, source, at, report);
      else if (TEXTS.has(key) && typeof node.value !== "string" && node.value !== null)
        addNotText(node, source, at, key, report);
      else if (["draft", "published", "email_only"].includes(key) && typeof node.value === "string")
        addNotBoolean(node, source, at, key, report);
      if (PROSE.has(key) && node.comment != null) addCutOff(node, source, at, text, report);
    },
  });
}

/** An escape such as `\ud83d` alone is half of a character: no mail can carry it, and no email with it has a digest. */
function wellFormed(value: string, at: number, report: SourceReporter): string {
  if (value.isWellFormed()) return value;
  report.error(
    "front-matter/half-character",
    at,
    "This text holds half of a character (\\ud800 to \\udfff).",
    {
      hint: "Write the character itself, or its whole escape, such as \\U0001F600.",
    },
  );
  return value.toWellFormed();
}

/** YAML's `"\a"` and `"\x07"` are control characters that the file itself does not hold. */
function printable(value: string, at: number, report: SourceReporter): string {
  if (!CONTROL.test(value)) return value;
  const message = "This text holds an escape for a control character, at which Gmail cuts a mail.";
  report.error("characters/damaged", at, message, { hint: "Remove the escape, such as \\a or \\x07." });
  return value.replace(new RegExp(CONTROL, "gu"), "");
}

/** The key a scalar belongs to: its own, or that of the list it stands in. */
function keyOf(path: readonly unknown[]): string {
  const parent = path.at(-1);
  const pair = isSeq(parent) ? path.at(-2) : parent;
  return isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : "";
}

/** YAML's `"\uE000"` could forge a merge tag after the file itself passed the check. */
function withoutReserved(value: string, at: number, report: SourceReporter): string {
  if (!RESERVED.test(value)) return value;
  const message = "This text holds a private-use character that is reserved for Letterpress.";
  report.error("characters/reserved", at, message, {
    hint: "Remove the character (U+E000 to U+E002, U+E010 to U+E022).",
  });
  return value.replace(new RegExp(RESERVED, "gu"), "\uFFFD");
}

function addLeadingZero(node: Scalar, source: string, at: number, report: SourceReporter): void {
  const plain = source.replace(/^([-+]?)0+(?=\d)/, "$1");
  const message = `${source} begins with a zero, and programs disagree about its value.`;
  report.error("front-matter/leading-zero", at, message, {
    hint: `Write ${plain}.`,
    fix: { start: at, end: at + source.length, text: plain },
  });
  node.value = Number(plain);
}

function addNotText(node: Scalar, source: string, at: number, key: string, report: SourceReporter): void {
  const message = `Without quotes, ${key}: ${source} is the ${typeof node.value} ${String(node.value)}, not text.`;
  report.error("front-matter/not-text", at, message, {
    hint: "Put the value in quotes.",
    fix: { start: at, end: at + source.length, text: quoted(source) },
  });
  node.value = source;
}

function addNotBoolean(node: Scalar, source: string, at: number, key: string, report: SourceReporter): void {
  const meant = /^(?:yes|on|y|true)$/i.test(source)
    ? "true"
    : /^(?:no|off|n|false)$/i.test(source)
      ? "false"
      : undefined;
  report.error("front-matter/not-a-boolean", at, `Expected true or false, found ${source}.`, {
    hint: meant === undefined ? "Write true or false." : `Write ${meant}.`,
    fix: meant === undefined ? null : { start: at, end: at + source.length, text: meant },
  });
  // An unreadable word must not make an issue ready to send.
  node.value = meant === undefined ? key === "draft" : meant === "true";
}

function addCutOff(node: Scalar, source: string, at: number, text: string, report: SourceReporter): void {
  const line = /^[^\r\n]*?(?=[ \t]*(?:\r?\n|$))/.exec(text.slice(at))?.[0] ?? source;
  if (line === source) return;
  // `# note` is a comment in every other file; only `#12` is certainly prose.
  const prose = /#\S/.test(line.slice(source.length));
  const message = `YAML reads a comment from here; the value is only “${source}”.`;
  report.warning("front-matter/cut-off", at + source.length, message, {
    hint: "Put the whole value in quotes.",
    fix: prose ? { start: at, end: at + line.length, text: quoted(line) } : null,
  });
  if (prose) node.value = line;
}
