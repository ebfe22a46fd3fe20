import { composeCounted } from "#src/app/hosted/compose-counted.ts";
import { findLists } from "#src/app/hosted/find-lists.ts";
import { settleForPerson } from "#src/app/hosted/tick-hosted.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue } from "#src/cli/open-project.ts";
import { printNote, style } from "#src/cli/print/print.ts";
import { notChecked } from "#src/app/sends/unchecked-in-words.ts";
import { worldWithKey } from "#src/cli/world-with-key.ts";
import type { ScheduleOptions } from "#src/cli/send/options.ts";
import { refuseForce } from "./refuse-force.ts";
import { exitOfRun, printRun } from "./print-run.ts";
import { withHosted } from "./with-hosted.ts";

/** Hands an issue over with the time of its file, whatever a person did about it before. Exit code 1 if it is not scheduled afterwards. */
export async function schedule(slug: string, options: ScheduleOptions, io: Io): Promise<number> {
  // The next tick goes by the file, and would move the issue back to the file's time.
  if (options.at !== undefined)
    throw refuse("--at", `Write the time as \`send_at\` in the file of ${slug}, and push it to the branch.`);
  if (options.segment !== undefined) throw refuse("--segment", SEGMENT);
  if (options.ramp !== undefined) throw refuse("--ramp", "Resend chooses the pace of a broadcast.");
  refuseForce(options);
  return withHosted(options, io, async (hosted, project) => {
    const parsed = chooseIssue(project, slug);
    if (parsed.issue?.draft) {
      printNote(io, `${slug} is a draft: write \`draft: false\` when it is ready.`);
      return 1;
    }
    const place = (await findLists(hosted, project.newsletter)).lists.get(parsed.issue?.list ?? "");
    const world = await worldWithKey(options, io);
    const { composed } = await composeCounted(hosted, project, parsed, { by: "schedule", world, place });
    for (const line of notChecked(composed)) printNote(io, style(io.stderr, "quiet", line));
    const run = await settleForPerson(hosted, project, parsed, "schedule", composed);
    printRun(io, project, run, run.issues);
    const { state } = run.issues[0] ?? {};
    if (state?.kind === "behind")
      printNote(
        io,
        "Only what is on the branch can be scheduled: the next tick would undo anything else. Push it first.",
      );
    const exit = exitOfRun(io, run);
    return exit > 0 || DONE.has(state?.kind ?? "") ? exit : 1;
  });
}

const DONE: ReadonlySet<string> = new Set(["scheduled", "later", "waits", "sending", "sent"]);
const SEGMENT =
  "A broadcast goes to one whole segment at Resend: name it in `lists` of newsletter.config.ts.";

function refuse(option: string, hint: string): LetterpressError {
  return new LetterpressError("usage/invalid", `${option} needs a ledger, and subscribers live at Resend.`, {
    hint,
  });
}
