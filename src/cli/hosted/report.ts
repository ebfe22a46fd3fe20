import { stringify } from "csv-stringify/sync";
import { type HostedReport, readHostedReport } from "#src/app/hosted/read-hosted-report.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { HostedReportDocument } from "#src/cli/documents/report-document.ts";
import type { Io } from "#src/cli/io.ts";
import { columns } from "#src/cli/print/print.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import type { ReportOptions } from "#src/cli/send/options.ts";
import { withHosted } from "./with-hosted.ts";

/** Prints how an issue went, as Resend counts it, for people or for programs. */
export async function report(slug: string, options: ReportOptions, io: Io): Promise<number> {
  return withHosted(options, io, async (hosted, project) => {
    using progress = createProgress(io);
    let done = 0;
    const found = await readHostedReport(hosted, project, slug, (type, readers) => {
      done += readers;
      progress.show({ what: `Counting readers (${type})`, done, total: null });
    });
    progress[Symbol.dispose]();
    io.stdout.write(textOf(found, options, project.newsletter.timezone));
    return 0;
  });
}

function textOf(found: HostedReport, { json, csv, markdown }: ReportOptions, zone: string): string {
  const { slug, broadcast, status, sentAt, readers, links } = found;
  if (json) {
    const sent = sentAt === null ? null : new Date(sentAt).toISOString();
    const document = { slug, broadcast, status, sent_at: sent, readers, links };
    return `${JSON.stringify(document satisfies HostedReportDocument, null, 2)}\n`;
  }
  const counts = Object.entries(readers).map(([type, number]): [string, string] => [type, String(number)]);
  if (csv) {
    const rows = [
      ["what", "readers", "clicks"],
      ...counts.map(([type, number]) => [type, number, ""]),
      ...links.map((link) => [link.url, String(link.readers), String(link.clicks)]),
    ];
    return stringify(rows);
  }
  const when = sentAt === null ? status : `${status}, ${instantInWords(sentAt, zone)}`;
  if (markdown) {
    const lines = [
      `# ${slug}`,
      "",
      `${when}.`,
      "",
      "| Readers | |",
      "|---|--:|",
      ...counts.map(([type, number]) => `| ${type} | ${number} |`),
      ...(links.length === 0 ? [] : ["", "| Link | Readers | Clicks |", "|---|--:|--:|"]),
      ...links.map(
        ({ url, readers: people, clicks }) => `| ${url.replaceAll("|", "%7C")} | ${people} | ${clicks} |`,
      ),
    ];
    return `${lines.join("\n")}\n`;
  }
  const lines = [
    `${slug}  ${when}`,
    ...columns(
      counts.map(([type, number]) => [`  ${type}`, number]),
      [{}, { align: "right" }],
    ),
    ...(links.length === 0 ? [] : ["", "Clicks by link (readers, clicks):"]),
    ...columns(
      links.map(({ url, readers: people, clicks }) => [`  ${people}`, String(clicks), url]),
      [{ align: "right" }, { align: "right" }, {}],
    ),
  ];
  return `${lines.join("\n")}\n`;
}
