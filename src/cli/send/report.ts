import { buildReport } from "#src/track/build-report.ts";
import { type ReportFormat, reportText } from "#src/track/report-text.ts";
import type { Io } from "#src/cli/io.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { ReportOptions } from "./options.ts";

/** How an issue went, for people or for programs. */
export async function report(slug: string, options: ReportOptions, io: Io): Promise<number> {
  await withApp(options, io, async ({ ledger }) => {
    io.stdout.write(reportText(await buildReport(ledger, slug), formatOf(options)));
  });
  return 0;
}

function formatOf({ json, csv, markdown }: ReportOptions): ReportFormat {
  if (json) return "json";
  if (csv) return "csv";
  return markdown ? "markdown" : "text";
}
