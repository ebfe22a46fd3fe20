import { countReaders } from "#src/app/contacts/count-readers.ts";
import { composeCounted } from "#src/app/hosted/compose-counted.ts";
import { findLists } from "#src/app/hosted/find-lists.ts";
import { settleForPerson } from "#src/app/hosted/tick-hosted.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { chooseIssue } from "#src/cli/open-project.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import { notChecked } from "#src/app/sends/unchecked-in-words.ts";
import { count, printNote, style } from "#src/cli/print/print.ts";
import type { SendOptions } from "#src/cli/send/options.ts";
import { worldWithKey } from "#src/cli/world-with-key.ts";
import { printHostedPlan } from "./print-hosted-plan.ts";
import { refuseForce } from "./refuse-force.ts";
import { exitOfRun, printRun } from "./print-run.ts";
import { withHosted } from "./with-hosted.ts";

/** Send an issue now, as it is here. Takes half a minute: a draft is made, and sent when it is known to be the only one. */
export async function send(slug: string, options: SendOptions, io: Io): Promise<number> {
  const given = (["refused", "dropped", "segment", "ramp"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (given !== undefined)
    throw new LetterpressError(
      "usage/invalid",
      `--${given} needs a ledger, and subscribers live at Resend.`,
      {
        hint: "A broadcast goes to one whole segment, once.",
      },
    );
  refuseForce(options);
  return withHosted(options, io, async (hosted, project) => {
    const parsed = chooseIssue(project, slug);
    if (parsed.issue?.draft) {
      printNote(io, `${slug} is a draft: write \`draft: false\` when it is ready.`);
      return 1;
    }
    const { issue } = parsed;
    const list = issue === null ? undefined : project.newsletter.lists[issue.list];
    const place = (await findLists(hosted, project.newsletter)).lists.get(issue?.list ?? "");
    const world = await worldWithKey(options, io);
    const counted = await composeCounted(hosted, project, parsed, { by: "send", world, place });
    const { composed: seen } = counted;
    if (!options.yes && !options.sandbox && issue !== null) {
      const readers = counted.readers ?? (place === undefined ? null : await countReaders(hosted, place));
      printHostedPlan(io, project.newsletter, { composed: seen, readers, dueAt: io.clock.now() });
      const who = readers === null ? "everybody" : `at most ${count(readers.at_most, "reader")}`;
      await confirm(
        `This mails ${slug} to ${who} in the segment ${list?.segment ?? ""} through Resend now.`,
        io,
      );
    }
    for (const line of notChecked(seen)) printNote(io, style(io.stderr, "quiet", line));
    const run = await settleForPerson(hosted, project, parsed, "send", seen);
    printRun(io, project, run, run.issues);
    const exit = exitOfRun(io, run);
    const isSent = run.issues.some(({ state }) => state.kind === "sending" || state.kind === "sent");
    return exit > 0 || isSent ? exit : 1;
  });
}
