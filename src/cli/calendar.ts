import { readCalendar } from "#src/app/read-calendar.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { openProject } from "./open-project.ts";
import { count, print, printJson, printTable } from "./print.ts";
import { withApp } from "./with-app.ts";

/** Drafts, scheduled and finished sends by time, in the newsletter's zone. */
export async function calendar(
  options: GlobalOptions & { readonly json?: boolean },
  io: Io,
): Promise<number> {
  const project = await openProject(options, io);
  const { timezone } = project.newsletter;
  return withApp(options, io, async ({ ledger }) => {
    const entries = await readCalendar(ledger, project);
    if (options.json) {
      printJson(
        io,
        entries.map(({ at, ...rest }) => ({ at: at === null ? null : new Date(at).toISOString(), ...rest })),
      );
      return 0;
    }
    const rows = entries.map(({ at, date, title, section, state, recipients }) => [
      at === null ? (date ?? "no time yet") : instantInWords(at, timezone).replace(` (${timezone})`, ""),
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
