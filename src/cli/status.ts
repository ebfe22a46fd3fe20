import type { Outcome } from "#src/model/states.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendStatus, needsPerson, readStatus } from "#src/store/status.ts";
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
    for (const one of all) printOne(one, io);
  }
  const waiting = all.find(({ send }) => send.state === "paused");
  const doubtful = all.find(needsPerson);
  const next =
    doubtful !== undefined
      ? ` Next: events or Resend's list may still settle the uncertain ones; else \`letterpress approve ${doubtful.slug} --uncertain submitted\` or \`refused\`.`
      : waiting === undefined
        ? ""
        : ` Next: \`letterpress resume ${waiting.slug}\` or \`cancel\`.`;
  print(io);
  print(io, `${count(all.length, "send")} in ${ledger.name}.${next}`);
}

function printOne({ send, slug, exclusions, outcomes, batches, errors }: SendStatus, io: Io): void {
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
  for (const line of errors) rows.push(["last error", line]);
  printTable(
    io,
    rows.map(([name = "", value = ""]) => [`  ${name}`, value]),
    [],
  );
}

function forPrograms({ send, slug, exclusions, outcomes, batches, acceptedAt, errors }: SendStatus): unknown {
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
