import { isSampleReader, type SampleReader, sampleValues } from "#src/app/compose/sample-readers.ts";
import type { Email, SlotValues } from "#src/model/email.ts";
import { answerKey, isIn } from "#src/model/parts/asked-segment.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Looked } from "./source/studio-source.ts";

/** The reader to whom the preview shows an email. */
export interface ShownTo {
  readonly reader: SampleReader;
  /** The subscriber of the ledger to whom it is shown instead; null for the made-up reader. */
  readonly person: { readonly id: string; readonly address: string } | null;
  /** Indexes of the asked segments that this reader is in. */
  readonly inSegments: readonly number[];
  readonly values: SlotValues;
}

/**
 * Reads what the page's address asks for: `?reader=bare&in=0,2`, or `?reader=<public id>` for a subscriber of the ledger.
 * Without `in` a made-up reader is in the segments that a stranger is in, and a subscriber in their own.
 */
export async function shownTo(
  query: (name: string) => string | undefined,
  { project: { newsletter }, parsed }: Pick<Looked, "project" | "parsed">,
  email: Pick<Email, "asked" | "tags"> | null,
  opened: () => Promise<{ readonly ledger: Ledger | null }>,
): Promise<ShownTo> {
  const named = query("reader");
  const reader = isSampleReader(named) ? named : "named";
  const found =
    named === undefined || named === reader
      ? null
      : await findSubscriber((await opened()).ledger, named, email);
  const { row, known = {} } = found ?? {};
  const asked = query("in")?.split(",");
  const inSegments = (email?.asked ?? []).flatMap((segment, index) => {
    const yes = asked === undefined ? isIn(segment, known) : asked.includes(String(index));
    return yes ? [index] : [];
  });
  const { slug } = parsed.source;
  const sample = sampleValues(reader, newsletter, { slug, email: email ?? {}, inSegments });
  const answers = Object.fromEntries(
    (email?.asked ?? []).map((segment, index) => [answerKey(segment), inSegments.includes(index)]),
  );
  const values = row === undefined ? sample : { ...sample, subscriber: { ...known, ...answers } };
  const person = row === undefined ? null : { id: row.public_id, address: row.address };
  return { reader, person, inSegments, values };
}

/** A subscriber by public id, with what an email would say to them; null where the ledger knows none. */
async function findSubscriber(
  ledger: Ledger | null,
  id: string,
  email: Pick<Email, "asked" | "tags"> | null,
) {
  if (ledger === null) return null;
  const { subscriberByPublicId } = await import("#src/store/readers/subscribers.ts");
  const row = await subscriberByPublicId(ledger.db, id);
  if (row === undefined) return null;
  if (email === null) return { row };
  const { frozenValuesOf } = await import("#src/store/sends/frozen-values.ts");
  const frozen = await frozenValuesOf(ledger, row.id, email, ledger.clock.now());
  return { row, known: JSON.parse(frozen) as SlotValues["subscriber"] };
}
