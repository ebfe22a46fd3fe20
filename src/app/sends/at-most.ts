import { countActive } from "#src/store/readers/count-active.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { count } from "#src/model/values/count.ts";

/**
 * How many readers a send that is not planned yet concerns at most: those who are active on its list now. Which of them are
 * left out is counted when it is planned, and by `plan`; this count costs little for a list of any size.
 */
export async function atMost(
  { db }: Pick<Ledger, "db">,
  { list, segment }: Pick<SendRow, "list" | "segment">,
): Promise<string> {
  const readers = count(await countActive(db, list), "reader");
  return segment === null
    ? `at most ${readers} of ${list}`
    : `the readers of its segment, out of ${readers} of ${list}`;
}
