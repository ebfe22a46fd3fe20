import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, sendsIn } from "#src/store/sends/sends.ts";

/** Returns the sends that were paused since the last look: a pass that has mailed nobody must say why. */
export interface PauseWatch {
  readonly look: () => Promise<readonly SendRow[]>;
}

/** With `isNews` the first look also returns the sends that are paused already; otherwise only those paused from now on. */
export async function watchPauses(
  { db }: Pick<Ledger, "db">,
  { isNews = false }: { readonly isNews?: boolean } = {},
): Promise<PauseWatch> {
  const paused = async (): Promise<SendRow[]> =>
    (await sendsIn(db, ["paused"])).filter(({ kind }) => kind !== "test");
  let before = new Set(isNews ? [] : (await paused()).map(pauseKey));
  return {
    look: async () => {
      const now = await paused();
      const known = before;
      before = new Set(now.map(pauseKey));
      return now.filter((send) => !known.has(pauseKey(send)));
    },
  };
}

/**
 * Identifies one pause. A wave that was released and paused again is a new pause, and so is each try of a trigger's mail. An
 * edit of a paused issue is no new pause, although it changes the send's row.
 */
function pauseKey({ id, kind, reason, wave, updated_at: at }: SendRow): string {
  return [id, reason, wave, ...(kind === "trigger" ? [at] : [])].join(" ");
}
