import { countSubscribers } from "#src/audience/count-subscribers.ts";
import type { Io } from "#src/cli/io.ts";
import type { JsonOption } from "#src/cli/options.ts";
import { count, print, printJson, printTable } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";

/** Count the subscribers of each list by state, and the suppressed addresses. */
export async function subscribersCount(options: JsonOption, io: Io): Promise<number> {
  return withApp(options, io, async ({ ledger }) => {
    const counts = await countSubscribers(ledger);
    if (options.json) {
      printJson(io, counts);
      return 0;
    }
    const rows = Object.entries(counts.lists).map(([list, states]) => [
      list,
      ...[states.active, states.pending, states.unsubscribed].map((n) => n.toLocaleString("en")),
    ]);
    const right = { align: "right" } as const;
    if (rows.length > 0) {
      printTable(io, rows, [
        { title: "List" },
        { title: "active", ...right },
        { title: "pending", ...right },
        { title: "unsubscribed", ...right },
      ]);
      print(io);
    }
    const suppressed = Object.values(counts.suppressions).reduce((sum, n) => sum + n, 0);
    const next = counts.people === 0 ? " Next: `letterpress subscribers import FILE --list LIST`." : "";
    print(
      io,
      `${count(counts.people, "subscriber")}, ${count(suppressed, "suppressed address", "suppressed addresses")}.${next}`,
    );
    return 0;
  });
}
