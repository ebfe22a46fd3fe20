import { resumeIssue } from "#src/app/schedule/resume-issue.ts";
import { cancelSend, pauseSend, unscheduleSend } from "#src/send/decide-send.ts";
import type { App } from "#src/app/open-app.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { findIssue, seeIssue } from "#src/store/issues/issues.ts";
import { liveSend } from "#src/store/sends/sends.ts";
import type { Decision } from "./decisions.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { count, print, printNote, style } from "#src/cli/print/print.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import { withApp } from "#src/cli/with-app.ts";

/** A person's word about one send, and what it leads to. */
export async function decide(
  decision: Decision,
  slug: string,
  options: GlobalOptions & { readonly anyway?: boolean },
  io: Io,
): Promise<number> {
  await withApp(options, io, async (app) => {
    const { ledger } = app;
    await seeFile(app, slug, options, io);
    switch (decision) {
      case "unschedule":
        await unscheduleSend(ledger, slug, "person");
        break;
      case "approve":
      case "resume":
        await resume(app, slug, options, io);
        break;
      case "pause":
        await pauseSend(ledger, slug, "person", `Paused by ${app.person}.`);
        break;
      case "cancel":
        await cancelSend(ledger, slug);
        break;
    }
    print(io, `${style(io.stdout, "strong", slug)} ${await afterwards(app, decision, slug)}`);
  });
  return 0;
}

/**
 * What the file says at this moment is what the word is about: a time written before it, that no pass has read yet,
 * must not undo it afterwards. Files that cannot be read keep nobody from a cancel.
 */
async function seeFile({ ledger }: App, slug: string, options: GlobalOptions, io: Io): Promise<void> {
  const project = await openProject(options, io).catch(() => null);
  const parsed = project?.issues.find(({ source }) => source.slug === slug);
  if (parsed === undefined || (await findIssue(ledger.db, slug)) === undefined) return;
  const { path } = parsed.source;
  await seeIssue(
    ledger.db,
    { slug, path, fileSendAt: parsed.issue?.sendAt?.source ?? null },
    ledger.clock.now(),
  );
}

/** A send from a backup is compared with what Resend has accepted since, which may take a while. */
async function resume(
  app: App,
  slug: string,
  { anyway = false }: { readonly anyway?: boolean },
  io: Io,
): Promise<void> {
  using progress = createProgress(io);
  const compared = await resumeIssue(app, slug, {
    signal: io.signal,
    anyway,
    onListed: (done) => progress.show({ what: "Reading what Resend has accepted", done, total: null }),
  });
  progress[Symbol.dispose]();
  if (compared === null) return;
  const { listed, batches } = compared;
  const had = count(batches, "batch", "batches");
  printNote(
    io,
    `Resend has accepted ${count(listed, "message")} since; ${had} of this send among them, and none of those is posted again.`,
  );
}

async function afterwards({ ledger }: App, decision: Decision, slug: string): Promise<string> {
  if (decision !== "resume" && decision !== "approve") return AFTER[decision].replaceAll("SLUG", slug);
  const issue = await findIssue(ledger.db, slug);
  const send = issue && (await liveSend(ledger.db, issue.id));
  const said = decision === "approve" ? "is approved and" : "";
  if (send?.state !== "scheduled")
    return `${said} continues. Follow it with \`letterpress status ${slug} --watch\`.`.trim();
  const now = send.due_at <= ledger.clock.now();
  return now
    ? `${said} starts with the next pass of \`letterpress serve\` or \`tick\`.`.trim()
    : `${said} starts ${instantInWords(send.due_at, send.zone)}.`.trim();
}

const AFTER: Readonly<Record<Exclude<Decision, "approve" | "resume">, string>> = {
  unschedule: "is no longer scheduled. It stays so until its file's send_at changes.",
  pause: "is paused. `letterpress resume SLUG` continues it, `letterpress cancel SLUG` ends it.",
  cancel: "is canceled: readers who do not have it yet do not get it from this send.",
};
