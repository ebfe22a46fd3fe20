import type { Report } from "#src/model/report.ts";
import { buildReport } from "#src/track/build-report.ts";
import { type ReportFormat, reportText } from "#src/track/report-text.ts";
import { overruledForPrograms } from "#src/cli/documents/overruled-for-programs.ts";
import type { LedgerReport } from "#src/cli/documents/report-document.ts";
import type { Io } from "#src/cli/io.ts";
import { printJson } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { ReportOptions } from "./options.ts";

/** Prints how an issue went, for people or for programs. */
export async function report(slug: string, options: ReportOptions, io: Io): Promise<number> {
  await withApp(options, io, async ({ ledger }) => {
    const built = await buildReport(ledger, slug);
    if (options.json) printJson(io, forPrograms(built));
    else io.stdout.write(reportText(built, formatOf(options)));
  });
  return 0;
}

function formatOf({ csv, markdown }: ReportOptions): ReportFormat {
  if (csv) return "csv";
  return markdown ? "markdown" : "text";
}

function forPrograms(built: Report): LedgerReport {
  const {
    slug,
    subject,
    list,
    segment,
    startedAt,
    sends,
    arrivals,
    unsubscribed,
    clicks,
    ratings,
    imageLoads,
    shares,
  } = built;
  return {
    slug,
    subject,
    list,
    segment,
    started_at: iso(startedAt),
    sends: sends.map(({ dueAt, startedAt: startedThen, finishedAt, id, state, overruled, ...books }) => ({
      id,
      state,
      due_at: new Date(dueAt).toISOString(),
      started_at: iso(startedThen),
      finished_at: iso(finishedAt),
      ...books,
      overruled: overruledForPrograms(overruled),
    })),
    arrivals,
    unsubscribed,
    clicks,
    ratings,
    image_loads: imageLoads,
    shares,
  };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
