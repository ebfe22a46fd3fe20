import { type CalendarEntry, readCalendar } from "#src/app/schedule/read-calendar.ts";
import { instantInWords, nearestInstant } from "#src/model/wall-clock.ts";
import type { CalendarDocument } from "#src/cli/documents/calendar-document.ts";
import type { Io } from "#src/cli/io.ts";
import type { JsonOption } from "#src/cli/options.ts";
import { openProject } from "#src/cli/open-project.ts";
import { count, print, printJson, printTable } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

/** Prints drafts, scheduled and finished sends by time, in the newsletter's zone. */
export async function calendar(options: JsonOption, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const { timezone } = project.newsletter;
  return withApp(options, io, async ({ ledger }) => {
    const entries = await readCalendar(ledger, project);
    if (options.json) {
      printJson(
        io,
        entries.map(({ at, ...rest }) => ({
          at: at === null ? null : new Date(at).toISOString(),
          ...rest,
        })) satisfies CalendarDocument,
      );
      return 0;
    }
    const rows = entries.map(({ title, section, state, recipients, ...when }) => [
      whenOf(when, timezone),
      state.replaceAll("_", " "),
      title,
      section ?? "",
      recipients === null ? "" : recipients.toLocaleString("en"),
    ]);
    printTable(io, rows, [
      { title: "When" },
      { title: "State" },
      { title: "Issue" },
      { title: "Section" },
      { title: "Readers", align: "right" },
    ]);
    const coming = entries.filter(({ state }) => state === "scheduled" || state === "ready").length;
    print(io);
    print(io, `${count(entries.length, "issue")}, ${coming} to come. Times are ${timezone}.`);
    return 0;
  });
}

/** The time of an entry in the newsletter's zone. A time in each reader's own zone is written the same in all zones. */
function whenOf({ at, date, local }: Pick<CalendarEntry, "at" | "date" | "local">, zone: string): string {
  const words = (instant: number) => instantInWords(instant, zone).replace(` (${zone})`, "");
  if (local !== null) return `${words(nearestInstant({ local, zone }))} local`;
  return at === null ? (date ?? "no time yet") : words(at);
}
