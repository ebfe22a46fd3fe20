/** A process of its own that imports a file and says when rows were written: made to be killed. */
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { NOW, options } from "./audience.ts";

const [url = "", file = ""] = process.argv.slice(2);
await using ledger = await openLedger({
  url,
  root: "/",
  destination: "sandbox",
  suppressionKey: null,
  clock: { now: () => NOW },
});
await importSubscribers(ledger, file, {
  ...options,
  onProgress: ({ phase, done }) => {
    if (phase === "writing") process.stdout.write(`${done}\n`);
  },
});
