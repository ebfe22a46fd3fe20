import { attributesOf } from "#src/model/newsletter.ts";
import { createAddressKeys } from "#src/model/ids.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { segmentOfFile } from "#src/app/schedule/choose-segment.ts";
import { readMembers } from "#src/store/audience/read-members.ts";
import { segmentWhere } from "#src/store/audience/segment-where.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import { insertReaders } from "#src/store/readers/insert-readers.ts";
import { type FaultName, GONE_EVERY } from "./faults.ts";
import { type MadeUp, makeUp } from "./made-up.ts";
import type { RehearsalOrder } from "./rehearsal.ts";

/** Names of the readers that are invented if there are too few to copy. */
const SAMPLES = [
  "Ana Quispe",
  "José Núñez",
  "Bo Li",
  "Chukwuemeka Okafor",
  "",
  "Олена Бойко",
  "Maria-Luise Groß",
];

interface Copying {
  readonly project: Project;
  readonly parsed: ParsedIssue;
  readonly list: string;
  readonly suppressionKey: string;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onCopied: (copied: number) => void;
}

/**
 * Fills the ledger of a rehearsal with made-up readers. They copy the readers whom the issue would reach, with other addresses
 * and other texts of the same shape. Numbers, dates and zones stay, and so do kinds of readers. The real ledger is only read.
 * Returns how many were copied.
 */
export async function copyAudience(
  to: Ledger,
  { source, readers, faults }: Pick<RehearsalOrder, "source" | "readers" | "faults">,
  copying: Copying,
): Promise<number> {
  const { list, suppressionKey, random, signal, onCopied } = copying;
  const keyOf = createAddressKeys(suppressionKey);
  const made = makeUp(random);
  const now = to.clock.now();
  let n = 0;
  const insert = async (some: readonly Parameters<typeof madeUpReader>[0][]) => {
    const rows = some.map((one) => {
      const reader = madeUpReader(one, (n += 1), faults, made);
      return { ...reader, addressKey: keyOf(reader.address) };
    });
    await insertReaders(to.db, list, rows, now);
  };
  if (source !== null) {
    for await (const page of membersOf(source, copying)) {
      signal.throwIfAborted();
      await insert(page.slice(0, readers - n));
      onCopied(n);
      if (n >= readers) break;
    }
  }
  const copied = n;
  while (n < readers) {
    signal.throwIfAborted();
    await insert(Array.from({ length: Math.min(5000, readers - n) }, (_, at) => sample(n + at)));
  }
  return copied;
}

async function* membersOf(source: NonNullable<RehearsalOrder["source"]>, { project, parsed, list }: Copying) {
  const dateNames = namesOfType(project, "date");
  const clock = { now: Date.now };
  await using from = await openLedger({ ...source, root: project.root, clock });
  const { rule } = segmentOfFile(project, parsed);
  const where = rule === null ? null : segmentWhere(rule, from.dialect, clock.now());
  for await (const rows of readMembers(from.db, list, where))
    yield rows.map(({ address, timezone, attributes }) => ({
      address,
      timezone,
      attributes: JSON.parse(attributes) as Record<string, unknown>,
      dateNames,
    }));
}

function namesOfType(project: Project, type: string): ReadonlySet<string> {
  const all = Object.entries(attributesOf(project.newsletter));
  return new Set(all.filter(([, attribute]) => attribute.type === type).map(([name]) => name));
}

function madeUpReader(
  one: {
    readonly address: string;
    readonly timezone: string | null;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly dateNames?: ReadonlySet<string>;
  },
  n: number,
  faults: readonly FaultName[],
  made: MadeUp,
) {
  const isGone = faults.includes("bounces") && n % GONE_EVERY === 17;
  const attributes = Object.entries(one.attributes).map(([name, value]) => {
    const isText = typeof value === "string" && one.dateNames?.has(name) !== true;
    return [name, isText ? made.text(value) : value];
  });
  return {
    address: made.address(one.address, n, isGone),
    timezone: one.timezone,
    attributes: Object.fromEntries(attributes) as Readonly<Record<string, unknown>>,
  };
}

function sample(n: number) {
  const [first = "", last = ""] = (SAMPLES[n % SAMPLES.length] ?? "").split(" ");
  const attributes = first === "" ? {} : { first_name: first, last_name: last };
  return { address: `reader@mail${n % 9}.example`, timezone: null, attributes };
}
