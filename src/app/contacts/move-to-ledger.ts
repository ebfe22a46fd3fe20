import { Readable, Writable } from "node:stream";
import { writeExport } from "#src/audience/export/write-export.ts";
import type { ImportSummary } from "#src/audience/import/import-options.ts";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { addressKey } from "#src/model/ids.ts";
import { attributesOf, defaultList } from "#src/model/newsletter.ts";
import type { Project } from "#src/project/load-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { suppress } from "#src/store/readers/suppressions.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { readNames } from "#src/app/hosted/find-lists.ts";
import { eachContact, suppressionsOf } from "./each-contact.ts";
import { readAudience } from "./read-audience.ts";
import { refuseUnfinishedBroadcasts } from "./refuse-unfinished.ts";

/** What a move would do, or did. */
export interface MovedToLedger {
  readonly summary: ImportSummary;
  /** How many addresses the team never mails. */
  readonly suppressions: number;
  /** Contact properties that the config declares no attribute for: left behind. */
  readonly properties: readonly string[];
}

interface MoveOptions {
  readonly dryRun: boolean;
  readonly suppressionKey: string;
  /** Gets what the move would do, before anything is written. Throws if the move must not go on. */
  readonly approve: (planned: MovedToLedger) => Promise<void>;
  readonly onProgress: (
    phase: "reading" | "comparing" | "writing",
    done: number,
    total: number | null,
  ) => void;
}

/**
 * Carries Resend's contacts into a ledger: it writes them as our own export and imports that. A person who left, was
 * suppressed or was erased in the ledger stays so, and every no at Resend counts. Resend keeps what it has. The move may be
 * killed and run again, and is run again later for readers who leave by a link of an older broadcast. Throws `move/not-now`.
 */
export async function moveToLedger(
  hosted: Hosted,
  ledger: Ledger,
  project: Project,
  { dryRun, suppressionKey, approve, onProgress }: MoveOptions,
): Promise<MovedToLedger> {
  const { newsletter } = project;
  const audience = await readAudience(hosted, newsletter, (done) => onProgress("reading", done, null));
  await refuseUnfinishedBroadcasts(hosted, project, audience);
  const declared = attributesOf(newsletter);
  const names = await readNames(hosted, "contact-properties");
  const properties = names.map(({ name }) => name).filter((name) => !Object.hasOwn(declared, name));
  const suppressed = suppressionsOf(audience);
  const total = audience.contacts.size;
  const pieces: Buffer[] = [];
  const out = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
  });
  const everybody = eachContact(hosted, newsletter, audience, {
    onRead: (done) => onProgress("comparing", done, total),
  });
  await writeExport(everybody, out, { newsletter });
  const whole = (summary: ImportSummary) => ({ summary, suppressions: suppressed.length, properties });
  const summary = await importSubscribers(ledger, Readable.from(pieces), {
    newsletter,
    list: defaultList(newsletter),
    suppressionKey,
    from: "letterpress",
    source: "contacts at Resend",
    dryRun,
    approve: async (planned) => {
      await approve(whole(planned));
      return true;
    },
    onProgress: ({ phase, done, total: rows }) =>
      onProgress(phase === "writing" ? "writing" : "comparing", done, rows),
  });
  // Contacts brought their suppressions along. What is left are suppressed addresses that are on no list.
  if (!dryRun) await suppressAll(ledger, suppressed, suppressionKey);
  return whole(summary);
}

async function suppressAll(
  ledger: Ledger,
  suppressed: ReturnType<typeof suppressionsOf>,
  suppressionKey: string,
): Promise<void> {
  const now = ledger.clock.now();
  await ledger.db.transaction().execute(async (db) => {
    for (const { address, reason, at } of suppressed)
      await suppress(db, {
        addressKey: addressKey(address, suppressionKey),
        reason,
        at: at ?? now,
        source: "move:resend",
      });
  });
}
