import type { LedgerLosses } from "#src/app/contacts/ledger-people.ts";
import type { ImportResult } from "#src/store/readers/import-classes.ts";
import type { Io } from "#src/cli/io.ts";
import { count, print, printTable } from "#src/cli/print/print.ts";

/** Prints in which state people are on the other side. */
export function printMoved(io: Io, states: Readonly<Record<ImportResult, number>>, rows: number): void {
  const lines: [string, number][] = [
    ["active", states.active],
    ["not confirmed", states.pending],
    ["unsubscribed", states.unsubscribed],
    ["suppressed", states.suppressed],
  ];
  printTable(
    io,
    [...lines.filter(([, n]) => n > 0), ["people", rows] as const].map(([name, n]) => [
      name,
      n.toLocaleString("en"),
    ]),
    [{}, { align: "right" }],
  );
  print(io);
}

/** Prints what Resend cannot hold of a ledger. */
export function printLossesOfLedger(io: Io, losses: LedgerLosses): void {
  const { pending, paused, resting, keys, timezones, booleans } = losses;
  const lines = [
    pending > 0 &&
      `${count(pending, "person has", "people have")} not confirmed. They are left out, and can subscribe by the form.`,
    paused > 0 &&
      `${count(paused, "reader has", "readers have")} asked for a pause. They are left out; the same command takes them once it is over.`,
    resting > 0 &&
      `${count(resting, "reader rests", "readers rest")} after bounces, and ${resting === 1 ? "is" : "are"} left out until that is over.`,
    keys > 0 &&
      `${count(keys, "suppressed or erased address is", "suppressed or erased addresses are")} known only by an HMAC, so Resend cannot be told: do not import old files there.`,
    timezones > 0 &&
      `${count(timezones, "time zone")} of readers: a broadcast leaves at one time for everybody.`,
    booleans.length > 0 && `${booleans.join(", ")}: Resend has no yes and no, so it is kept as a word.`,
    "The consent log, why an address is suppressed, and what became of past sends stay in the ledger alone.",
  ];
  printLosses(io, "Resend cannot hold:", lines);
}

/** Prints what a ledger cannot hold of Resend's data, and what Resend does not tell. */
export function printLossesOfResend(
  io: Io,
  { suppressions, properties }: { readonly suppressions: number; readonly properties: readonly string[] },
): void {
  const lines = [
    "When and how somebody subscribed or left: Resend tells only since when the contact exists.",
    "Broadcasts and their results stay at Resend.",
    properties.length > 0 &&
      `${properties.join(", ")}: no attribute of newsletter.config.ts has that name. Declare it there first to keep it.`,
    suppressions > 0 &&
      `${count(suppressions, "suppressed address is", "suppressed addresses are")} carried, of every newsletter of the team.`,
  ];
  printLosses(io, "The ledger does not get:", lines);
}

function printLosses(io: Io, title: string, lines: readonly (string | false)[]): void {
  print(io, title);
  for (const line of lines) if (line !== false) print(io, `  ${line}`);
  print(io);
}
