import { stringify } from "csv-stringify/sync";
import type { OverruledRule } from "#src/model/finding.ts";
import type { Ratings, Report, SendBooks } from "#src/model/report.ts";

export type ReportFormat = "text" | "markdown" | "csv";

/** A titled table; the first column is text, the others are numbers unless the title says otherwise. */
interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A report as text for a terminal, as Markdown for an issue or a chat, or as CSV. Ends with a newline. */
export function reportText(report: Report, format: ReportFormat = "text"): string {
  const tables = tablesOf(report);
  switch (format) {
    case "csv":
      return csvOf(tables);
    case "markdown":
      return `# ${escapePipes(report.subject)}\n\n${overruledMarkdown(report)}${tables.map(markdownOf).join("\n")}`;
    case "text":
      return `${report.subject}\n${report.slug} · list ${report.list}\n\n${overruledText(report)}${tables.map(textOf).join("\n")}`;
  }
}

function tablesOf(report: Report): Table[] {
  const { arrivals, clicks } = report;
  const tables: Table[] = report.sends.map((send, index) =>
    booksTable(send, report.sends.length > 1 ? index + 1 : null),
  );
  tables.push({
    title: "Arrivals",
    head: ["", "recipients"],
    rows: [
      ["delivered", count(arrivals.delivered)],
      ["delayed", count(arrivals.delayed)],
      ["no word yet", count(arrivals.unknown)],
      ["bounced, permanent", count(arrivals.bounced.permanent)],
      ["bounced, undetermined", count(arrivals.bounced.undetermined)],
      ["bounced, transient", count(arrivals.bounced.transient)],
      ["complained", count(arrivals.complained)],
      ["suppressed", count(arrivals.suppressed)],
      ["failed", count(arrivals.failed)],
      ["dropped by quota", count(arrivals.dropped)],
    ],
  });
  tables.push({
    title: "Readers",
    head: ["", "count"],
    rows: [
      ["unsubscribed since", count(report.unsubscribed)],
      ["readers who clicked", count(clicks.readers)],
      ["clicks by people", count(clicks.human)],
      ["clicks by machines", count(clicks.machine)],
      ...(report.imageLoads === null ? [] : [["image loads", count(report.imageLoads)]]),
    ],
  });
  if (report.ratings !== null) tables.push(ratingsTable(report.ratings));
  tables.push({
    title: "Shares",
    head: ["", "this issue", "median of 8"],
    rows: report.shares.map(({ name, value, median }) => [name, percent(value), percent(median)]),
  });
  if (clicks.links.length > 0) {
    tables.push({
      title: "Links",
      head: ["", "line", "people", "machines", "readers"],
      rows: clicks.links.map(({ url, line, human, machine, readers }) => [
        url,
        line === null ? "" : String(line),
        count(human),
        count(machine),
        count(readers),
      ]),
    });
  }
  return tables;
}

function ratingsTable({ asked, ...answers }: Ratings): Table {
  const answered = answers.good + answers.fair + answers.poor;
  const of = (part: number, whole: number) => [count(part), percent(whole === 0 ? null : part / whole)];
  return {
    title: "Answers",
    head: ["", "readers", "share"],
    rows: [
      ["asked", count(asked), ""],
      ["answered", ...of(answered, asked)],
      ["good", ...of(answers.good, answered)],
      ["so-so", ...of(answers.fair, answered)],
      ["not for me", ...of(answers.poor, answered)],
    ],
  };
}

function booksTable(send: SendBooks, number: number | null): Table {
  const { outcomes } = send;
  return {
    title: `${number === null ? "Books" : `Books of send ${number}`}, ${send.state.replaceAll("_", " ")}`,
    head: ["", "recipients"],
    rows: [
      ["candidates", count(send.candidates)],
      ...Object.entries(send.exclusions).map(([reason, n]) => [`excluded, ${reason}`, count(n)]),
      ["recipients", count(send.recipients)],
      ["handed to Resend", count(outcomes.submitted)],
      ["refused", count(outcomes.refused)],
      ["withdrawn", count(outcomes.withdrawn)],
      ["uncertain", count(outcomes.uncertain)],
      ["planned", count(outcomes.planned)],
      ["of these, waiting for the next wave", count(send.waiting)],
      ...send.reasons.map(({ outcome, reason, count: n }) => [`${outcome}: ${reason}`, count(n)]),
      ["the books balance", send.balanced ? "yes" : "NO"],
    ],
  };
}

/** Names the findings that were overruled in an email that went out. Sentences and no table: CSV has numbers alone. */
function overruledText(report: Report): string {
  const lines = sentencesOf(report);
  return lines.length === 0 ? "" : `Overruled\n${lines.map((line) => `  ${line}\n`).join("")}\n`;
}

function overruledMarkdown(report: Report): string {
  const lines = sentencesOf(report);
  return lines.length === 0 ? "" : `## Overruled\n\n${lines.map((line) => `- ${line}\n`).join("")}\n`;
}

/** One sentence for each overruled finding. Sends of the same email have the same sentences, so each occurs once. */
function sentencesOf({ sends }: Report): readonly string[] {
  return [...new Set(sends.flatMap(({ overruled }) => overruled.map(sentenceOf)))];
}

function sentenceOf({ how, rule, message, reason, person, at }: OverruledRule): string {
  const why =
    how === "accepted"
      ? `accepted: ${reason ?? ""}`
      : `forced by ${person ?? ""}, ${new Date(at).toISOString()}`;
  return `${rule}, ${why} (${message.replaceAll("\n", " ")})`;
}

function textOf({ title, head, rows }: Table): string {
  const lines = [
    [title, ...head.slice(1)],
    ...rows.map(([label = "", ...cells]) => [`  ${label}`, ...cells]),
  ];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2),
        )
        .join("")
        .trimEnd(),
    )
    .join("\n")
    .concat("\n");
}

function markdownOf({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapePipes).join(" | ")} |\n`;
  const rule = `|${head.map((_, column) => (column === 0 ? " --- " : " ---: ")).join("|")}|\n`;
  return `## ${title}\n\n${line(head)}${rule}${rows.map(line).join("")}`;
}

/** One row for each number: `table,name,column,value`. Cells that a spreadsheet would run as a formula are defused. */
function csvOf(tables: readonly Table[]): string {
  const records = tables.flatMap(({ title, head, rows }) =>
    rows.flatMap(([name = "", ...cells]) =>
      cells.map((value, index) => [title, name, head[index + 1] ?? "", value.replaceAll(",", "")]),
    ),
  );
  return stringify([["table", "name", "column", "value"], ...records], { escape_formulas: true });
}

function escapePipes(text: string): string {
  return text.replaceAll("|", String.raw`\|`);
}

function count(n: number | null | undefined): string {
  return n == null ? "" : n.toLocaleString("en-US");
}

function percent(share: number | null): string {
  return share === null ? "" : `${(share * 100).toFixed(2)} %`;
}
