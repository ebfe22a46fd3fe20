import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";

/** What may go wrong in a rehearsal, by the name that a person chooses it by. */
export const FAULTS = {
  storm: "Resend answers “too many requests” again and again (429).",
  resets: "Connections break, before and after Resend has accepted a batch.",
  lost: "Resend accepts a batch and answers with an error (500).",
  slow: "Every third answer takes three seconds.",
  kills: "The process that sends is killed three times, without warning.",
  bounces: "One mailbox in fifty does not exist.",
} as const;
export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

/** Mailboxes that do not exist have this domain, which is reserved and nobody's. */
export const GONE = "gone.example";
/** One reader in this many has such a mailbox. */
export const GONE_EVERY = 50;
export const KILLS = 3;

type Faults = NonNullable<SwitchesInput["faults"]>;

const ON = "POST /emails/batch*";
/**
 * Each fault strikes a few times, because a send must end while somebody watches. None strikes the first batch, which goes
 * alone: the whole send would wait for it, longer after each answer. Only `slow` strikes any batch, at any time.
 */
const STRIKES: Readonly<Partial<Record<FaultName, Faults>>> = {
  storm: [{ kind: "rate_limit", on: ON, skip: 3, times: 10, probability: 0.3, retry_after: 1 }],
  resets: [
    { kind: "reset", on: ON, when: "after", skip: 3, times: 2, probability: 0.3 },
    { kind: "reset", on: ON, when: "half", skip: 3, times: 2, probability: 0.3 },
  ],
  lost: [{ kind: "error", on: ON, when: "after", status: 500, skip: 2, times: 3, probability: 0.3 }],
  slow: [{ kind: "slow", on: ON, ms: 3000, probability: 0.33 }],
};

/** The sandbox's switches for the chosen faults. */
export function switchesFor(faults: readonly FaultName[]): SwitchesInput {
  return {
    faults: faults.flatMap((name) => STRIKES[name] ?? []),
    behaviours: faults.includes("bounces") ? { [GONE]: "bounced" } : {},
  };
}
