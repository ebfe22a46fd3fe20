import type { Project } from "#src/project/load-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { MergeCounts } from "#src/store/readers/import-merge.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { countPlans } from "./count-plans.ts";
import { type LedgerLosses, ledgerPeople } from "./ledger-people.ts";
import { planPeople } from "./plan-people.ts";
import { openProperties } from "./property-writer.ts";
import { readAudience } from "./read-audience.ts";
import { refuseUnfinishedSends } from "./refuse-unfinished.ts";
import { writePeople } from "./write-people.ts";

/** What a move would do, or did. */
export interface MovedToResend {
  readonly people: number;
  readonly counts: MergeCounts;
  readonly losses: LedgerLosses;
  /** Addresses that Resend refused, and why. */
  readonly refused: readonly { readonly address: string; readonly reason: string }[];
}

interface MoveOptions {
  readonly dryRun: boolean;
  /** Gets what the move would do, before anything is written. Throws if the move must not go on. */
  readonly approve: (planned: MovedToResend) => Promise<void>;
  readonly onProgress: (
    phase: "reading" | "comparing" | "writing",
    done: number,
    total: number | null,
  ) => void;
}

/**
 * Carries a ledger's people to Resend: the noes and suppressions first, then the readers. The ledger stays
 * as it is. A person who has left at Resend stays away, so the move may be killed and run again. It is run
 * again later for readers who leave by a link of an older mail. Throws `move/not-now`.
 */
export async function moveToResend(
  ledger: Ledger,
  hosted: Hosted,
  project: Project,
  { dryRun, approve, onProgress }: MoveOptions,
): Promise<MovedToResend> {
  const { newsletter } = project;
  await refuseUnfinishedSends(ledger, project);
  const audience = await readAudience(hosted, newsletter, (done) => onProgress("reading", done, null));
  const { people, losses } = await ledgerPeople(ledger, newsletter);
  const total = people.length;
  const look = await openProperties(hosted, newsletter, false);
  const planned = await planPeople(hosted, audience, people, look, (done) =>
    onProgress("comparing", done, total),
  );
  const would = { people: total, counts: countPlans(planned), losses, refused: [] };
  if (dryRun) return would;
  await approve(would);
  const properties = await openProperties(hosted, newsletter, true);
  const refused = await writePeople(hosted, audience, planned, properties, (done) =>
    onProgress("writing", done, total),
  );
  return {
    ...would,
    counts: countPlans(planned, refused),
    refused: [...refused].map(([{ address }, reason]) => ({ address, reason })),
  };
}
