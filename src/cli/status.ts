import type { Outcome } from "#src/model/states.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { LIVE } from "#src/store/sends.ts";
import { type SendStatus, readStatus } from "#src/store/status.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { count, print, printJson, printTable, style } from "./print.ts";
import { watchStatus } from "./watch-status.ts";
import { withApp } from "./with-app.ts";

export interface StatusOptions extends GlobalOptions {
  readonly watch?: boolean;
  readonly json?: boolean;
}

/** Where sends are. Exit code 4 while recipients are uncertain, because only a person can settle them. */
export async function status(slug: string | null, options: StatusOptions, io: Io): Promise<number> {
  return withApp(options, io, async ({ ledger }) => {
    if (options.watch) await watchStatus(ledger, slug, io);
    const all = await readStatus(ledger.db, slug);
    if (options.json) printJson(io, all.map(forPrograms));
    else printStatus(all, slug, ledger, io);
    return all.some(needsPerson) ? 4 : 0;
  });
}

/** Uncertain recipients of a send that is not over. Of a canceled one they are history. */
function needsPerson({ send, outcomes }: SendStatus): boolean {
  return outcomes.uncertain > 0 && LIVE.includes(send.state);
}

function printStatus(all: readonly SendStatus[], slug: string | null, ledger: Ledger, io: Io): void {
  if (all.length === 0) {
    print(io, slug === null ? "Nothing was ever scheduled." : `${slug} was never scheduled.`);
    print(io, `Next: \`letterpress plan ${slug ?? "SLUG"}\` shows what would happen.`);
    return;
  }
  if (slug === null) {
    const rows = all.map(({ send, slug: of, outcomes }) => [
      of ?? send.kind,
      stateOf(send),
      instantInWords(send.due_at, send.zone),
      send.recipients === null ? "not planned yet" : `${done(outcomes)} of ${send.recipients}`,
    ]);
    printTable(io, rows, [{ title: "Issue" }, { title: "State" }, { title: "Due" }, { title: "Submitted" }]);
  } else {
    for (const one of all) printOne(one, ledger.clock.now(), io);
  }
  const waiting = all.find(({ send }) => send.state === "paused");
  const doubtful = all.find(needsPerson);
  const next =
    doubtful !== undefined
      ? ` Next: events or Resend's list may still settle the uncertain ones; else \`letterpress approve ${doubtful.slug} --uncertain submitted\` or \`refused\`.`
      : waiting === undefined
        ? ""
        : waiting.send.reason === "ramp"
          ? ` Next: \`letterpress approve ${waiting.slug} --ramp accept\` or \`--ramp refuse\`; \`letterpress plan ${waiting.slug}\` shows the ramp.`
          : ` Next: \`letterpress resume ${waiting.slug}\` or \`cancel\`.`;
  print(io);
  print(io, `${count(all.length, "send")} in ${ledger.name}.${next}`);
}

function printOne(
  { send, slug, exclusions, outcomes, batches, lastAt, errors }: SendStatus,
  now: number,
  io: Io,
): void {
  print(io, `${style(io.stdout, "strong", slug ?? send.kind)}  ${stateOf(send)}`);
  if (send.note !== null) print(io, `  ${send.note}`);
  const reasons = Object.entries(exclusions).map(([reason, n]) => `${reason} ${n}`);
  const rows = [["due", instantInWords(send.due_at, send.zone)]];
  if (send.recipients !== null) {
    const left = reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
    rows.push(
      [
        "candidates",
        `${send.candidates} = ${send.recipients} recipients + ${send.excluded} exclusions${left}`,
      ],
      ["recipients", `${send.recipients} = ${sum(outcomes)}`],
      ["batches", sum(batches) || "none"],
    );
  }
  // What leaves as fast as it can has no such time.
  if (lastAt !== null && lastAt > now) rows.push(["last reader", instantInWords(lastAt, send.zone)]);
  for (const line of errors) rows.push(["last error", line]);
  printTable(
    io,
    rows.map(([name = "", value = ""]) => [`  ${name}`, value]),
    [],
  );
}

function forPrograms(status: SendStatus): unknown {
  const { send, slug, exclusions, outcomes, batches, lastAt, acceptedAt, errors } = status;
  return {
    send: send.public_id,
    slug,
    state: send.state,
    reason: send.reason,
    note: send.note,
    list: send.list,
    due_at: new Date(send.due_at).toISOString(),
    zone: send.zone,
    scheduled_by: send.scheduled_by,
    digest: send.email_digest,
    candidates: send.candidates,
    recipients: send.recipients,
    exclusions,
    outcomes,
    batches,
    last_batch_at: lastAt === null ? null : new Date(lastAt).toISOString(),
    accepted_at: acceptedAt === null ? null : new Date(acceptedAt).toISOString(),
    errors,
  };
}

function stateOf({ state, reason }: SendStatus["send"]): string {
  return reason === null ? state.replaceAll("_", " ") : `${state} (${reason})`;
}

function done(outcomes: Readonly<Record<Outcome, number>>): number {
  return outcomes.submitted;
}

function sum(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => `${n} ${name}`)
    .join(" + ");
}
