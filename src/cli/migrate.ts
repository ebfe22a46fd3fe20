import type { GlobalOptions, Io } from "./io.ts";
import { print } from "./print.ts";
import { withApp } from "./with-app.ts";

/** Create the ledger or bring it up to date: the only command that makes a real one. */
export async function migrate(options: GlobalOptions, io: Io): Promise<number> {
  await withApp(
    options,
    io,
    async ({ ledger }) => {
      print(io, `${ledger.name} is up to date and bound to ${ledger.destination} for ever.`);
      print(io, "Next: `letterpress subscribers import FILE --list LIST`, or `letterpress doctor`.");
    },
    { create: true },
  );
  return 0;
}
