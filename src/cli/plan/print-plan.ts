import type { IssuePlan } from "#src/app/schedule/plan-issue.ts";
import { planRows } from "#src/app/sends/plan-rows.ts";
import type { Io } from "#src/cli/io.ts";
import { asTyped } from "#src/cli/print/as-typed.ts";
import { print, printRows, style } from "#src/cli/print/print.ts";
import { zoneOf } from "./zone-of.ts";

/** What `plan` ends with, and what `send` asks about. */
export function printPlan(io: Io, slug: string, plan: IssuePlan, now: number): void {
  const place = {
    zone: zoneOf(io),
    typed: (text: string) => asTyped(text, io),
    removed: (words: string) => style(io.stdout, "bad", words),
    added: (words: string) => style(io.stdout, "accent", words),
  };
  print(io, style(io.stdout, "strong", "What will happen"));
  printRows(io, planRows(slug, plan, place, now));
}
