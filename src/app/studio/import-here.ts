import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { importInWorker } from "#src/audience/import/import-in-worker.ts";
import { summaryInWords } from "#src/audience/import/summary-in-words.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { App } from "#src/app/open-app.ts";

interface ImportWish {
  /** The name that the person's file has. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly list: string;
  /** True where the person answers for the consent of rows that say nothing of it. */
  readonly answersForConsent: boolean;
  /** How to read columns whose meaning cannot be known, and which columns say nothing about consent. */
  readonly map: readonly string[];
  readonly ignore: readonly string[];
  /** SHA-256 (hex) of the file whose counts the person has seen; null only counts, and writes nothing. */
  readonly confirmed: string | null;
}

/**
 * Reads a file of subscribers into the ledger, in a thread of its own; nobody is mailed. Throws `usage/invalid` if it is not
 * the file that was confirmed, and what `importSubscribers` throws.
 */
export async function importHere(app: App, newsletter: Newsletter, wish: ImportWish) {
  const hash = createHash("sha256").update(wish.bytes).digest("hex");
  if (wish.confirmed !== null && wish.confirmed !== hash)
    throw new LetterpressError("usage/invalid", `${wish.name} is not the file that was counted.`, {
      hint: "Drop the file again and check its counts once more.",
    });
  // The copy lies beside the ledger, which keeps the same people: others may be able to read a folder for temporary files.
  const place = join(app.config.root, ".letterpress");
  await mkdir(place, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(place, "import-"));
  try {
    const file = join(folder, "readers.csv");
    await writeFile(file, wish.bytes, { mode: 0o600 });
    const summary = await importInWorker(app.ledger, file, {
      list: wish.list,
      newsletter,
      suppressionKey: app.config.suppressionKey,
      source: wish.name,
      unstated: wish.answersForConsent ? "active" : "pending",
      map: wish.map,
      ignore: wish.ignore,
      dryRun: wish.confirmed === null,
    });
    return { summary, words: summaryInWords(summary), hash };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
