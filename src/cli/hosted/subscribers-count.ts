import { countContacts } from "#src/app/contacts/count-contacts.ts";
import type { CountDocument } from "#src/cli/documents/people-documents.ts";
import type { Io } from "#src/cli/io.ts";
import type { JsonOption } from "#src/cli/options.ts";
import { count, print, printJson, printTable } from "#src/cli/print/print.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import { withHosted } from "./with-hosted.ts";

/** Count the contacts of each list by state, and the team's suppressed addresses. */
export async function subscribersCount(options: JsonOption, io: Io): Promise<number> {
  return withHosted(options, io, async (hosted, { newsletter }) => {
    using progress = createProgress(io);
    const counts = await countContacts(hosted, newsletter, (done) =>
      progress.show({ what: "Reading contacts", done, total: null }),
    );
    progress.clear();
    if (options.json) {
      printJson(io, counts satisfies CountDocument);
      return 0;
    }
    const rows = Object.entries(counts.lists).map(([list, { active, unsubscribed }]) => [
      list,
      active.toLocaleString("en"),
      unsubscribed.toLocaleString("en"),
    ]);
    const right = { align: "right" } as const;
    printTable(io, rows, [
      { title: "List" },
      { title: "active", ...right },
      { title: "unsubscribed", ...right },
    ]);
    print(io);
    print(
      io,
      "People who left only a list's topic count as active, but Resend does not mail them that list.",
    );
    if (counts.elsewhere > 0) {
      const [others, are] = [count(counts.elsewhere, "contact"), counts.elsewhere === 1 ? "is" : "are"];
      print(
        io,
        `${others} of the team ${are} in no list of this newsletter; \`letterpress subscribers add ADDRESS --list LIST\` adds one.`,
      );
    }
    const suppressed = Object.values(counts.suppressions).reduce((sum, n) => sum + n, 0);
    const next = counts.people === 0 ? " Next: `letterpress subscribers import FILE`." : "";
    const addresses = count(suppressed, "suppressed address", "suppressed addresses");
    print(io, `${count(counts.people, "contact")}, ${addresses}.${next}`);
    return 0;
  });
}
