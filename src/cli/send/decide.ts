import type { ResumeOptions as Comparing } from "#src/app/schedule/resume-issue.ts";
import { type Decision, takeDecision } from "#src/app/sends/take-decision.ts";
import type { App } from "#src/app/open-app.ts";
import { pauseHint } from "#src/model/states.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { type SendRow, liveSend } from "#src/store/sends/sends.ts";
import { statusOf } from "#src/store/sends/status.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { count, print, printNote, style } from "#src/cli/print/print.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import { withApp } from "#src/cli/with-app.ts";
import { atMost } from "#src/app/sends/at-most.ts";
import type { ResumeOptions } from "./options.ts";

/** Carry out a person's decision about one send, and print what follows from it. */
export async function decide(
  decision: Decision,
  slug: string,
  options: ResumeOptions,
  io: Io,
): Promise<number> {
  await withApp(options, io, async (app) => {
    const project = await openProject(options, io).catch(() => null);
    await compared(io, options, (how) => takeDecision(app, project, decision, slug, how));
    print(io, `${style(io.stdout, "strong", slug)} ${await afterwards(app, decision, slug)}`);
  });
  return 0;
}

/** A send from a backup is compared with what Resend has accepted, which may take a while. */
async function compared(
  io: Io,
  { anyway = false }: ResumeOptions,
  act: (how: Comparing) => ReturnType<typeof takeDecision>,
): Promise<void> {
  using progress = createProgress(io);
  const result = await act({
    signal: io.signal,
    anyway,
    onListed: (done) => progress.show({ what: "Reading what Resend has accepted", done, total: null }),
  });
  progress[Symbol.dispose]();
  if (result === null) return;
  const { listed, batches } = result;
  const had = count(batches, "batch", "batches");
  printNote(
    io,
    `Resend has accepted ${count(listed, "message")} since; ${had} of this send among them, and none of those is posted again.`,
  );
}

async function afterwards({ ledger }: App, decision: Decision, slug: string): Promise<string> {
  switch (decision) {
    case "unschedule":
      return "is no longer scheduled. It stays so until its file's send_at changes.";
    case "pause":
      return `is paused. ${pauseHint({ reason: "person" }, slug)}`;
    case "cancel":
      return "is canceled: readers who do not have it yet do not get it from this send.";
    case "approve":
    case "resume": {
      const issue = await findIssue(ledger.db, slug);
      const send = issue && (await liveSend(ledger.db, issue.id));
      return `${decision === "approve" ? "is approved and " : ""}${await nextOf(send, slug, ledger)}`;
    }
  }
}

async function nextOf(send: SendRow | undefined, slug: string, ledger: Ledger): Promise<string> {
  const runs = "`letterpress tick`, or a running `letterpress serve`,";
  if (send?.state === "scheduled") {
    const to = await atMost(ledger, send);
    return send.due_at <= ledger.clock.now()
      ? `starts with the next pass, to ${to}: ${runs} makes it.`
      : `starts ${instantInWords(send.due_at, send.zone)}, to ${to}.`;
  }
  if (send === undefined) return "is no longer paused: it is scheduled when its file is ready.";
  if (send.state === "paused") return `waits (${send.reason}): ${pauseHint(send, slug)}`;
  const left = (await statusOf(ledger.db, send, slug)).outcomes.planned;
  return `continues. ${count(left, "reader")} still wait for it; ${runs} mails them. Follow it with \`letterpress status ${slug} --watch\`.`;
}
