import { type DecidedRamp, decidedRamp } from "#src/app/schedule/decided-ramp.ts";
import { shortCommit } from "#src/store/sends/commit.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { OverruledRule } from "#src/model/finding.ts";
import { overruledOf } from "#src/store/issues/overruled.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { LIVE, type SendRow } from "#src/store/sends/sends.ts";
import { type SendStatus, needsPerson, readStatus } from "#src/store/sends/status.ts";
import { overruledForPrograms } from "#src/cli/documents/overruled-for-programs.ts";
import type { LedgerStatus } from "#src/cli/documents/status-document.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { rememberedRows } from "#src/app/sends/overruled-rows.ts";
import { count, counts, print, printJson, printRows, printTable, style } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";
import { atMost } from "#src/app/sends/at-most.ts";
import { daysForPrograms, rampInWords } from "#src/app/sends/delivery-rows.ts";
import { dueInWords } from "#src/app/sends/due-in-words.ts";
import { nextStep } from "./next-step.ts";
import type { StatusOptions } from "./options.ts";
import { watchStatus } from "./watch-status.ts";

/** Prints where sends are. Exit code 4 while recipients are uncertain, because a person may have to settle them. */
export async function status(slug: string | undefined, options: StatusOptions, io: Io): Promise<number> {
  return withApp(options, io, async ({ ledger }) => {
    // A program reads one document from stdout, once nothing moves any more: progress goes to stderr.
    if (options.watch)
      await watchStatus(ledger, slug ?? null, options.json ? { ...io, stdout: io.stderr } : io);
    const all = await readStatus(ledger.db, slug ?? null);
    if (options.json) {
      printJson(
        io,
        await Promise.all(
          all.map(async (one) =>
            forPrograms(one, await decidedRamp(ledger, one.send), await overruledIn(ledger, one.send)),
          ),
        ),
      );
    } else if (all.length === 0) await printNothing(slug ?? null, options, io);
    else await printStatus(all, slug ?? null, ledger, io);
    return all.some(needsPerson) ? 4 : 0;
  });
}

async function printNothing(slug: string | null, options: StatusOptions, io: Io): Promise<void> {
  print(io, slug === null ? "Nothing was ever scheduled." : `${slug} was never scheduled.`);
  // Somebody may have mistyped the slug. A broken config must keep nobody from looking.
  const project = await openProject(options, io).catch(() => null);
  const isThere = project?.issues.some(({ source }) => source.slug === slug) ?? false;
  print(
    io,
    isThere
      ? `Next: \`letterpress plan ${slug}\` shows what would happen.`
      : "Next: `letterpress calendar` lists the issues.",
  );
}

async function printStatus(
  all: readonly SendStatus[],
  slug: string | null,
  ledger: Ledger,
  io: Io,
): Promise<void> {
  if (slug === null) {
    const rows = await Promise.all(
      all.map(async ({ send, slug: of, outcomes }) => [
        of ?? send.kind,
        stateOf(send),
        instantInWords(send.due_at, send.zone),
        send.recipients === null
          ? `not planned yet${await concerned(ledger, send, ", ")}`
          : `${outcomes.submitted.toLocaleString("en")} of ${send.recipients.toLocaleString("en")}`,
      ]),
    );
    printTable(io, rows, [{ title: "Issue" }, { title: "State" }, { title: "Due" }, { title: "Submitted" }]);
  } else {
    for (const one of all) {
      const ramp = await decidedRamp(ledger, one.send);
      const concerns = await concerned(ledger, one.send);
      const overruled = await overruledIn(ledger, one.send);
      printOne(one, { now: ledger.clock.now(), concerns, ramp, overruled }, io);
    }
  }
  print(io);
  print(io, `${count(all.length, "send")} in ${ledger.name}.`);
  for (const one of toDecide(all, slug)) print(io, `Next: ${nextStep(one)}`);
}

/** Whom a send concerns, as long as its recipients are not counted; empty for a send that is planned or over. */
async function concerned(ledger: Ledger, send: SendRow, before = ""): Promise<string> {
  const isOpen = send.recipients === null && LIVE.includes(send.state);
  return isOpen ? before + (await atMost(ledger, send)) : "";
}

/** The sends to print a next step for. Of one issue: its latest send and those in doubt. Of all issues: those that wait for a person. */
function toDecide(all: readonly SendStatus[], slug: string | null): readonly SendStatus[] {
  return all.filter((one, index) =>
    slug === null ? needsPerson(one) || one.send.state === "paused" : index === 0 || needsPerson(one),
  );
}

function printOne(
  { send, slug, exclusions, outcomes, waiting, batches, lastAt, errors }: SendStatus,
  {
    now,
    concerns,
    ramp,
    overruled,
  }: {
    readonly now: number;
    readonly concerns: string;
    readonly ramp: DecidedRamp | null;
    readonly overruled: readonly OverruledRule[];
  },
  io: Io,
): void {
  print(io, `${style(io.stdout, "strong", slug ?? send.kind)}  ${stateOf(send)}`);
  if (send.note !== null) print(io, `  ${send.note}`);
  const reasons = counts(exclusions, ", ");
  const rows: [string, string][] = [["due", dueInWords(send)]];
  if (send.git_commit !== null) rows.push(["commit", shortCommit(send.git_commit)]);
  if (send.resume_at !== null) rows.push(["continues", instantInWords(send.resume_at, send.zone)]);
  if (concerns !== "") rows.push(["readers", concerns]);
  if (ramp !== null) rows.push(["ramp", rampInWords(ramp.steps, ramp.recipients)]);
  if (send.recipients !== null) {
    const recipients = send.recipients.toLocaleString("en");
    const left = reasons === "" ? "" : ` (${reasons})`;
    rows.push(
      [
        "candidates",
        `${send.candidates?.toLocaleString("en")} = ${recipients} recipients + ${send.excluded?.toLocaleString("en")} exclusions${left}`,
      ],
      ["recipients", `${recipients} = ${counts(outcomes, " + ") || 0}${waitingOf(waiting)}`],
      ["batches", counts(batches, " + ") || "none"],
    );
  }
  // A send that leaves as fast as it can has no such time.
  if (lastAt !== null && lastAt > now) rows.push(["last reader", instantInWords(lastAt, send.zone)]);
  rows.push(...rememberedRows(overruled, send.zone));
  for (const line of errors) rows.push(["last error", line]);
  printRows(io, rows);
}

async function overruledIn({ db }: Ledger, send: SendRow): Promise<readonly OverruledRule[]> {
  return send.issue_id === null ? [] : overruledOf(db, send.issue_id, send.email_digest);
}

function forPrograms(
  status: SendStatus,
  ramp: DecidedRamp | null,
  overruled: readonly OverruledRule[],
): LedgerStatus {
  const { send, slug, exclusions, outcomes, waiting, batches, lastAt, acceptedAt, errors } = status;
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
    commit: send.git_commit,
    candidates: send.candidates,
    recipients: send.recipients,
    exclusions,
    outcomes,
    ramp: ramp === null ? null : { by: ramp.by, days: daysForPrograms(ramp.steps) },
    waiting,
    batches,
    last_batch_at: lastAt === null ? null : new Date(lastAt).toISOString(),
    accepted_at: acceptedAt === null ? null : new Date(acceptedAt).toISOString(),
    overruled: overruledForPrograms(overruled),
    errors,
  };
}

/** Printed beside the sum, because the readers who wait for a later wave are part of `planned`. */
function waitingOf(waiting: number): string {
  return waiting === 0 ? "" : ` (${waiting.toLocaleString("en")} waiting for the next wave)`;
}

function stateOf({ state, reason }: SendStatus["send"]): string {
  return reason === null ? state.replaceAll("_", " ") : `${state} (${reason})`;
}
