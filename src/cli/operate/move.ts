import { type MovedToLedger, moveToLedger } from "#src/app/contacts/move-to-ledger.ts";
import { type MovedToResend, moveToResend } from "#src/app/contacts/move-to-resend.ts";
import type { App } from "#src/app/open-app.ts";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import type { Project } from "#src/project/load-project.ts";
import { withHosted } from "#src/cli/hosted/with-hosted.ts";
import type { MoveDocument } from "#src/cli/documents/people-documents.ts";
import type { Io } from "#src/cli/io.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import { print, printJson, printNote } from "#src/cli/print/print.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import { importForPrograms } from "#src/cli/readers/import-for-programs.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { MoveOptions } from "./options.ts";
import { printLossesOfLedger, printLossesOfResend, printMoved } from "./print-move.ts";

const PHASES = {
  reading: "Reading contacts",
  comparing: "Comparing people",
  writing: "Writing people",
} as const;

/**
 * Carries people, consent and suppressions to the other side. What that side cannot hold is printed before anything is written.
 * Exit code 1 if the other side refused somebody; the others are there.
 */
export async function move(options: MoveOptions, io: Io): Promise<number> {
  return withApp(options, io, (app) =>
    withHosted(options, io, (hosted, project) =>
      options.to === "resend"
        ? toResend(app, hosted, project, options, io)
        : toLedger(app, hosted, project, options, io),
    ),
  );
}

async function toResend(
  { ledger }: App,
  hosted: Hosted,
  project: Project,
  options: MoveOptions,
  io: Io,
): Promise<number> {
  using progress = createProgress(io);
  const show = (moved: MovedToResend) => {
    progress.clear();
    printMoved(io, moved.counts.states, moved.people);
    printLossesOfLedger(io, moved.losses);
  };
  const moved = await moveToResend(ledger, hosted, project, {
    dryRun: options.dryRun === true,
    approve: async (planned) => {
      if (!options.json) show(planned);
      await ask(`This writes ${ledger.name} into Resend's contacts, and mails nobody.`, options, io);
    },
    onProgress: (phase, done, total) => progress.show({ what: PHASES[phase], done, total }),
  });
  progress.clear();
  for (const { address, reason } of moved.refused) printNote(io, `${address}: ${reason}`);
  if (options.json) printJson(io, moved satisfies MoveDocument);
  else if (options.dryRun) {
    show(moved);
    print(io, "Nothing was changed. Run it without --dry-run to move.");
  } else {
    print(io, `Resend has everybody who may be there. ${ledger.name} is unchanged.`);
    print(
      io,
      'Next: write `audience: "resend"` in newsletter.config.ts, and stop each `serve` and timer of the ledger.',
    );
    print(io, "Links in mails from the ledger still lead to its `serve`. For them, run it in a copy of the");
    print(io, "project without the folder issues/, where it has nothing to send, and run");
    print(io, "`letterpress move --to resend` again before each of the next issues: it carries who left.");
  }
  return moved.refused.length > 0 ? 1 : 0;
}

async function toLedger(
  { ledger, config }: App,
  hosted: Hosted,
  project: Project,
  options: MoveOptions,
  io: Io,
): Promise<number> {
  using progress = createProgress(io);
  const show = ({ summary, suppressions, properties }: MovedToLedger) => {
    progress.clear();
    printMoved(io, summary.states, summary.rows);
    printLossesOfResend(io, { suppressions, properties });
  };
  const moved = await moveToLedger(hosted, ledger, project, {
    dryRun: options.dryRun === true,
    suppressionKey: config.suppressionKey,
    approve: async (planned) => {
      if (!options.json) show(planned);
      await ask(`This writes Resend's contacts into ${ledger.name}, and mails nobody.`, options, io);
    },
    onProgress: (phase, done, total) => progress.show({ what: PHASES[phase], done, total }),
  });
  progress.clear();
  for (const { reason } of moved.summary.refusals) printNote(io, reason);
  if (options.json)
    printJson(io, {
      ...moved,
      summary: importForPrograms(moved.summary),
    } satisfies MoveDocument);
  else if (options.dryRun) {
    show(moved);
    print(io, "Nothing was changed. Run it without --dry-run to move.");
  } else {
    print(io, `${ledger.name} has everybody. Resend's contacts are unchanged.`);
    print(io, 'Next: write `audience: "ledger"` in newsletter.config.ts, and start `letterpress serve`.');
    print(io, "Links in broadcasts still lead to Resend: run `letterpress move --to ledger` again before");
    print(io, "each of the next issues: it carries who left.");
  }
  return moved.summary.refused > 0 ? 1 : 0;
}

/** Asks for a confirmation, unless --yes was given: a program that reads JSON has to give it. */
async function ask(question: string, { yes }: MoveOptions, io: Io): Promise<void> {
  if (yes !== true) await confirm(question, io, "nobody was moved");
}
