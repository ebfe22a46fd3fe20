import type { IssuePlan } from "#src/app/schedule/plan-issue.ts";
import type { Io } from "#src/cli/io.ts";
import { print, printRows, style } from "#src/cli/print/print.ts";
import { planRows } from "./plan-rows.ts";

/** What `plan` ends with, and what `send` asks about. */
export function printPlan(io: Io, slug: string, plan: IssuePlan, now: number): void {
  print(io, style(io.stdout, "strong", "What will happen"));
  printRows(io, planRows(io, slug, plan, now));
}
