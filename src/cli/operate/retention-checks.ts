import { LetterpressError } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { DAY_MS } from "#src/model/durations.ts";
import type { App } from "#src/app/open-app.ts";
import { countOverdue, ledgerBytes, mayCompact, rewriteLedger } from "#src/store/retention/ledger-size.ts";
import { sendsIn } from "#src/store/sends/sends.ts";
import type { Io } from "#src/cli/io.ts";
import { count, printNote } from "#src/cli/print/print.ts";

/** Says how large the ledger is, and how long it keeps what it no longer needs. */
export async function retentionChecks(
  { ledger, clock }: App,
  { retention }: Newsletter,
): Promise<{ readonly size: string; readonly retention: string }> {
  const size = inGigabytes(await ledgerBytes(ledger));
  const advice = (await mayCompact(ledger)) ? "; `letterpress doctor --compact` gives unused room back" : "";
  const before = (days: number | false) => (days === false ? 0 : clock.now() - days * DAY_MS);
  const { sends, events } = await countOverdue(ledger, {
    addresses: before(retention.address_days),
    payloads: before(retention.payload_days),
  });
  const late =
    sends + events > 0
      ? `; ${count(sends, "send")} and ${count(events, "event")} are due at the next ticks`
      : "";
  const { address_days, payload_days, unmatched_hours, trigger_days } = retention;
  const kept = [
    `addresses ${inWords(address_days, "day")}`,
    `payloads ${inWords(payload_days, "day")}`,
    `other mail's events ${inWords(unmatched_hours, "hour")}`,
    `confirmations ${inWords(trigger_days, "day")}`,
  ];
  return { size: `${size}${advice}`, retention: `${kept.join(", ")}${late}` };
}

function inWords(kept: number | false, unit: string): string {
  return kept === false ? "permanently" : count(kept, unit);
}

function inGigabytes(bytes: number): string {
  const [unit, divisor] = bytes >= 1e9 ? (["GB", 1e9] as const) : (["MB", 1e6] as const);
  return `${(bytes / divisor).toLocaleString("en", { maximumFractionDigits: 1 })} ${unit}`;
}

/** Rewrite the ledger because a person asks. Throws `send/wrong-state` while a send is under way: its answers could not be written. */
export async function compact({ ledger }: App, io: Io): Promise<void> {
  const sending = (await sendsIn(ledger.db, ["planning", "submitting"])).filter(
    ({ kind }) => kind === "issue",
  );
  if (sending.length > 0) {
    throw new LetterpressError(
      "send/wrong-state",
      "A send is under way, and nothing could be written while the ledger is rewritten.",
      {
        hint: "`letterpress status` shows it. Wait until it is over, or pause it; then run `letterpress doctor --compact` again.",
      },
    );
  }
  const before = await ledgerBytes(ledger);
  printNote(io, `Rewriting ${inGigabytes(before)}: nothing else can be written meanwhile.`);
  if (!(await rewriteLedger(ledger)))
    throw new LetterpressError("ledger/locked", `The ledger ${ledger.name} was in use for too long.`, {
      hint: "Stop `letterpress serve`, then run `letterpress doctor --compact` again.",
    });
  printNote(
    io,
    `The ledger had ${inGigabytes(before)} and has ${inGigabytes(await ledgerBytes(ledger))} now.`,
  );
}
