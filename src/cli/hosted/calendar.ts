import { lookHosted } from "#src/app/hosted/tick-hosted.ts";
import type { IssueState } from "#src/model/hosted/issue-state.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { Issue } from "#src/model/issue.ts";
import type { CalendarDocument } from "#src/cli/documents/calendar-document.ts";
import type { Io } from "#src/cli/io.ts";
import type { JsonOption } from "#src/cli/options.ts";
import { count, print, printJson, printTable } from "#src/cli/print/print.ts";
import { exitOfRun } from "./print-run.ts";
import { withHosted } from "./with-hosted.ts";

/** Prints drafts, scheduled and sent issues by time, in the newsletter's zone. */
export async function calendar(options: JsonOption, io: Io): Promise<number> {
  return withHosted(options, io, async (hosted, project) => {
    const { timezone } = project.newsletter;
    const run = await lookHosted(
      hosted,
      project,
      project.issues.filter(({ issue }) => issue?.trigger == null),
    );
    const issues = new Map(project.issues.map(({ source, issue }) => [source.slug, issue]));
    const entries = run.issues
      .map(({ slug, state }) => {
        const issue = issues.get(slug) ?? null;
        return {
          at: timeOf(state, issue),
          slug,
          title: issue?.title ?? slug,
          section: issue?.section?.title ?? null,
          state: state.kind.replaceAll("-", " "),
        };
      })
      .toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || a.slug.localeCompare(b.slug));
    if (options.json) {
      printJson(
        io,
        entries.map(({ at, ...rest }) => ({
          at: at === null ? null : new Date(at).toISOString(),
          date: at === null ? (issues.get(rest.slug)?.date ?? null) : null,
          local: null,
          ...rest,
          recipients: null,
        })) satisfies CalendarDocument,
      );
      return exitOfRun(io, { ...run, issues: [] });
    }
    const rows = entries.map(({ at, title, section, state }) => [
      at === null ? "no time yet" : instantInWords(at, timezone).replace(` (${timezone})`, ""),
      state,
      title,
      section ?? "",
    ]);
    printTable(io, rows, [{ title: "When" }, { title: "State" }, { title: "Issue" }, { title: "Section" }]);
    print(io);
    print(io, `${count(entries.length, "issue")}. Times are ${timezone}.`);
    return exitOfRun(io, { ...run, issues: [] });
  });
}

function timeOf(state: IssueState, issue: Issue | null): number | null {
  const at = "at" in state ? state.at : null;
  if (at !== null) return at;
  return issue?.sendAt == null || issue.sendAt.kind === "next" ? null : issue.sendAt.at;
}
