import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { backupLedger } from "#src/store/copies/backup-ledger.ts";
import { restoreLedger } from "#src/store/copies/restore-ledger.ts";
import { nextTurnAt, takeTurn } from "#src/store/database/limiter.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { tempFolder, tempLedger, testClock } from "../helpers/temp-ledger.ts";

test("a restored ledger does not wait for the turns that others had taken before the backup", async () => {
  const clock = testClock();
  const ledger = await tempLedger({ clock });
  const now = clock.now();
  await takeTurn(ledger.db, "sqlite", "default", now);
  await ledger.db
    .updateTable("limiter")
    .set({ next_at: now + 400 })
    .execute();
  expect(await nextTurnAt(ledger.db, "default", now, [])).toBe(now + 400);
  const file = join(await tempFolder(), "backup");
  await backupLedger(ledger, file);
  const url = `sqlite:${join(await tempFolder(), "back.db")}`;
  await restoreLedger({ file, url, root: "/", destination: "sandbox", suppressionKey: null, clock });
  const back = await openLedger({ url, root: "/", destination: "sandbox", suppressionKey: null, clock });
  onTestFinished(() => back[Symbol.asyncDispose]());
  expect(await nextTurnAt(back.db, "default", now, [])).toBe(now);
});
