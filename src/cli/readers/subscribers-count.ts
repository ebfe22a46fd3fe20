import { countSubscribers } from "#src/audience/count-subscribers.ts";
import type { CountDocument } from "#src/cli/documents/people-documents.ts";
import type { Io } from "#src/cli/io.ts";
import type { JsonOption } from "#src/cli/options.ts";
import { count, print, printJson, printTable } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

const STATES = ["active", "pending", "unsubscribed"] as const;

/** Count the subscribers of each list by state, and the suppressed addresses. */
export async function subscribersCount(options: JsonOption, io: Io): Promise<number> {
  return withApp(options, io, async ({ ledger }) => {
    const counts = await countSubscribers(ledger);
    if (options.json) {
      printJson(io, counts satisfies CountDocument);
      return 0;
    }
    const rows = Object.entries(counts.lists).map(([list, states]) => [
      list,
      ...STATES.map((state) => states[state].toLocaleString("en")),
    ]);
    if (rows.length > 0) {
      printTable(io, rows, [
        { title: "List" },
        ...STATES.map((title) => ({ title, align: "right" as const })),
      ]);
      print(io);
    }
    const suppressed = Object.values(counts.suppressions).reduce((sum, n) => sum + n, 0);
    const next = counts.people === 0 ? " Next: `letterpress subscribers import FILE`." : "";
    const addresses = count(suppressed, "suppressed address", "suppressed addresses");
    print(io, `${count(counts.people, "subscriber")}, ${addresses}.${next}`);
    return 0;
  });
}
