import { newIssue } from "#src/app/compose/new-issue.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { print, style } from "#src/cli/print/print.ts";
import type { NewOptions } from "./options.ts";

/** Start an issue. */
export async function newCommand(title: string, options: NewOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const made = await newIssue(project, { title, section: options.section ?? null }, io.clock.now());
  const slot = made.sendAt === null ? "" : `, for the slot ${made.sendAt} ${project.newsletter.timezone}`;
  print(io, `Issue ${made.number} is at ${style(io.stdout, "strong", made.path)}${slot}. It is a draft.`);
  print(io, "Next: write it, and preview it with `letterpress dev`.");
  return 0;
}
