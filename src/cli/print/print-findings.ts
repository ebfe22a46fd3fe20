import type { Finding } from "#src/model/finding.ts";
import type { Io } from "#src/cli/io.ts";
import { columns, print, printAsIs, style } from "./print.ts";
import { quoteFinding } from "./quote-finding.ts";

export { tally } from "#src/app/sends/tally.ts";

/** The most columns of a quoted line; a longer line is no easier to read. */
const WIDEST = 110;

/**
 * Prints findings for people: `file:line:column severity message rule`, file by file, each with its source line, a caret, and
 * what its fix would make of the line.
 * `texts` are the files' texts by path; a file that is not among them is not quoted.
 */
export function printFindings(
  io: Io,
  findings: readonly Finding[],
  texts: ReadonlyMap<string, string>,
): void {
  for (const [file, group] of Map.groupBy(findings, (finding) => finding.file)) {
    const text = texts.get(file);
    const heads = columns(group.map((finding) => [placeOf(finding), finding.severity]));
    for (const [index, finding] of group.entries()) {
      const [place, severity] = splitHead(heads[index] ?? "", finding.severity);
      const colour =
        finding.severity === "error" ? "bad" : finding.severity === "warning" ? "strong" : "quiet";
      print(
        io,
        `${place}${style(io.stdout, colour, severity)}  ${finding.message}  ${style(io.stdout, "quiet", finding.rule)}`,
      );
      const { source, fixed } = quoteFinding(
        finding,
        text ?? "",
        Math.min(io.stdout.columns ?? WIDEST, WIDEST),
      );
      for (const line of source) printAsIs(io, style(io.stdout, "quiet", line));
      for (const line of fixed) printAsIs(io, style(io.stdout, "accent", line));
      if (finding.hint !== null) print(io, `    ${style(io.stdout, "accent", finding.hint)}`);
    }
    print(io);
  }
}

/**
 * Prints findings as GitHub's workflow commands: annotations beside the changed lines of a pull request. `folder` is the
 * newsletter's folder below the repository's root, from which GitHub counts paths; empty if the two are the same.
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

function placeOf({ file, line, column }: Finding): string {
  return [file, line, line === null ? null : column].filter((part) => part !== null).join(":");
}

function splitHead(head: string, severity: string): [string, string] {
  const at = head.lastIndexOf(severity);
  return [head.slice(0, at), head.slice(at)];
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
