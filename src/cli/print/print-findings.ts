import type { Finding } from "#src/model/finding.ts";
import type { Io } from "#src/cli/io.ts";
import { columns, count, print, printAsIs, style } from "./print.ts";

/**
 * Findings for people: `file:line:column severity message rule`, file by file, each with its source line and a caret.
 * `texts` are the files' texts by path; a file that is not among them is not quoted.
 */
export function printFindings(
  io: Io,
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
): void {
  for (const [file, group] of Map.groupBy(findings, (finding) => finding.file)) {
    const lines = texts.get(file)?.split(/\r?\n/) ?? [];
    const heads = columns(group.map((finding) => [placeOf(finding), finding.severity]));
    for (const [index, finding] of group.entries()) {
      const [place, severity] = splitHead(heads[index] ?? "", finding.severity);
      const colour =
        finding.severity === "error" ? "bad" : finding.severity === "warning" ? "strong" : "quiet";
      print(
        io,
        `${place}${style(io.stdout, colour, severity)}  ${finding.message}  ${style(io.stdout, "quiet", finding.rule)}`,
      );
      for (const line of quote(finding, lines)) printAsIs(io, style(io.stdout, "quiet", line));
      if (finding.hint !== null) print(io, `    ${style(io.stdout, "accent", finding.hint)}`);
    }
    print(io);
  }
}

/**
 * Findings as GitHub's workflow commands: annotations beside the changed lines of a pull request. `folder` is the newsletter's below
 * the repository's root, from which GitHub counts; empty where they are one.
 */
export function printForGithub(io: Io, findings: readonly Finding[], folder: string): void {
  for (const { file, line, column, severity, message, hint, rule } of findings) {
    const level = { error: "error", warning: "warning", info: "notice" }[severity];
    const place = [
      `file=${property(folder === "" ? file : `${folder}/${file}`)}`,
      ...(line === null ? [] : [`line=${line}`]),
      ...(column === null ? [] : [`col=${column}`]),
      `title=${property(rule)}`,
    ];
    print(io, `::${level} ${place.join(",")}::${data(hint === null ? message : `${message} ${hint}`)}`);
  }
}

/** `2 errors and 1 warning`, or `nothing to fix`. */
export function tally(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  if (errors + warnings === 0) return "nothing to fix";
  return [errors > 0 && count(errors, "error"), warnings > 0 && count(warnings, "warning")]
    .filter((part) => part !== false)
    .join(" and ");
}

function placeOf({ file, line, column }: Finding): string {
  return [file, line, line === null ? null : column].filter((part) => part !== null).join(":");
}

function splitHead(head: string, severity: string): [string, string] {
  const at = head.lastIndexOf(severity);
  return [head.slice(0, at), head.slice(at)];
}

/** At most a terminal's width of the line, with the caret under the column. */
function quote({ line, column }: Finding, lines: readonly string[]): string[] {
  const source = line === null ? undefined : lines[line - 1];
  if (line === null || source === undefined || source.trim() === "") return [];
  const gutter = String(line);
  const start = column !== null && column > 70 ? column - 40 : 0;
  const shown = `${start > 0 ? "…" : ""}${source.slice(start, start + 90)}${source.length > start + 90 ? "…" : ""}`;
  const quoted = `    ${gutter} | ${shown.replaceAll("\t", " ")}`;
  if (column === null) return [quoted];
  const offset = column - 1 - start + (start > 0 ? 1 : 0);
  return [quoted, `    ${" ".repeat(gutter.length)} | ${" ".repeat(offset)}^`];
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
