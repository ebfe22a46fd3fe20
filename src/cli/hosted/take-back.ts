import { findLists } from "#src/app/hosted/find-lists.ts";
import { type TakenBack, takeBack as take } from "#src/app/hosted/take-back.ts";
import { memberDeps } from "#src/app/hosted/tick-hosted.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { print, style } from "#src/cli/print/print.ts";
import { withHosted } from "./with-hosted.ts";

/** Take a scheduled issue back, or with `cancel` end one that is being sent; print what follows from it. */
export async function takeBack(
  what: "unschedule" | "cancel",
  slug: string,
  options: GlobalOptions,
  io: Io,
): Promise<number> {
  return withHosted(options, io, async (hosted, project) => {
    const { lists } = await findLists(hosted, project.newsletter);
    const issue = project.issues.find(({ source }) => source.slug === slug)?.issue ?? null;
    const identity = { slug, aliases: issue?.aliases ?? [] };
    const taken = await take(what, identity, { ...memberDeps(hosted, project, lists), clock: hosted.clock });
    const zone = issue?.timezone ?? project.newsletter.timezone;
    print(io, `${style(io.stdout, "strong", slug)} ${wordsOf(taken, zone)}`);
    return 0;
  });
}

function wordsOf(taken: TakenBack, zone: string): string {
  switch (taken.kind) {
    case "taken-back":
      return `is no longer scheduled. It stays so until its file names another time than ${instantInWords(taken.at, zone)}.`;
    case "stopped":
      return "was being sent, and is stopped permanently: some readers have it, the others never get it.";
    case "closed":
      return "is closed: nothing asks about it any more.";
    case "removed":
      return "is no longer scheduled by hand. `letterpress status` shows what the next tick does with it.";
  }
}
