import type { Outcome } from "#src/model/states.ts";
import type { CrashBench } from "./crash-bench.ts";

/** What every reader got, held against what the ledger says of them. */
export interface Books {
  readonly readers: number;
  /** Readers without a copy whom the ledger does not count as refused, withdrawn or uncertain. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** What does not add up, in sentences: empty where the books balance. */
  readonly wrong: readonly string[];
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly state: string;
}

/** Readers who get nothing, and the ledger says why. */
const TOLD = new Set<Outcome>(["refused", "withdrawn", "uncertain"]);

/** As much of a bench as its books are read from. */
type Booked = Pick<CrashBench, "ledger" | "status" | "readers"> & {
  readonly sandbox: { readonly inbox: { countsByAddress(): Map<string, number> } };
};

export async function readBooks({ ledger, sandbox, status, readers }: Booked): Promise<Books> {
  const copies = sandbox.inbox.countsByAddress();
  const { send, outcomes } = await status();
  const deliveries = await ledger.db
    .selectFrom("deliveries")
    .select(["address", "outcome"])
    .where("send_id", "=", send.id)
    .execute();
  const sum = Object.values(outcomes).reduce((total, n) => total + n, 0);
  const known = new Set(deliveries.map(({ address }) => address));
  const has = (address: string): number => copies.get(address) ?? 0;
  return {
    readers,
    lost: deliveries
      .filter(({ address, outcome }) => has(address) === 0 && !TOLD.has(outcome))
      .map(({ address }) => address),
    doubled: [...copies].filter(([, n]) => n > 1).map(([address]) => address),
    wrong: [
      ...(send.candidates === readers
        ? []
        : [`${readers} readers, ${String(send.candidates)} of them candidates`]),
      ...(send.candidates === (send.recipients ?? 0) + (send.excluded ?? 0)
        ? []
        : ["candidates are not recipients and exclusions"]),
      ...(sum === send.recipients ? [] : [`${String(send.recipients)} recipients, ${sum} outcomes`]),
      ...(outcomes.planned === 0 ? [] : [`${outcomes.planned} still open`]),
      ...deliveries
        .filter(
          ({ address, outcome }) => has(address) > 0 && (outcome === "refused" || outcome === "withdrawn"),
        )
        .map(({ address, outcome }) => `${address} has a copy and is ${outcome}`),
      ...[...copies.keys()]
        .filter((address) => !known.has(address))
        .map((address) => `${address} has a copy and no delivery`),
      ...(await againstWords(ledger)),
    ],
    outcomes,
    state: send.state,
  };
}

/** Sends that go on, or are over, although a person has said that they must not. */
async function againstWords({ db }: CrashBench["ledger"]): Promise<string[]> {
  const sends = await db
    .selectFrom("sends")
    .innerJoin("issues", "issues.id", "sends.issue_id")
    .select(["issues.id", "issues.slug", "issues.word", "issues.paused_note", "sends.state"])
    .where("sends.kind", "=", "issue")
    .orderBy("sends.id")
    .execute();
  // The last send of each issue.
  const last = new Map(sends.map((send) => [send.id, send]));
  return [...last.values()]
    .filter(({ word, paused_note: paused, state }) => {
      const isStopped = word === "canceled" || word === "unscheduled";
      return (isStopped && state !== "canceled") || (paused !== null && GOES_ON.has(state));
    })
    .map(({ slug, state }) => `${slug} is ${state} against a person's word`);
}

const GOES_ON: ReadonlySet<string> = new Set(["scheduled", "planning", "submitting"]);

/** What is wrong with who got what: empty where every reader has exactly one copy, or the reason they were meant to have none. */
export async function faults(
  bench: CrashBench,
  expected: Partial<Record<Outcome, number>> = {},
): Promise<string[]> {
  const books = await readBooks(bench);
  const others = Object.values(expected).reduce((sum, n) => sum + n, 0);
  const wanted = { refused: 0, withdrawn: 0, uncertain: 0, submitted: books.readers - others, ...expected };
  return [
    ...books.lost.map((address) => `${address} has no copy`),
    ...books.doubled.map((address) => `${address} has more than one copy`),
    ...books.wrong,
    ...Object.entries(wanted)
      .filter(([outcome, n]) => books.outcomes[outcome as Outcome] !== n)
      .map(([outcome, n]) => `${books.outcomes[outcome as Outcome]} ${outcome} instead of ${n}`),
  ];
}
