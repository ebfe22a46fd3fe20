import type { Email } from "#src/model/email.ts";
import type { Facts } from "#src/model/facts.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { findIn } from "./find-in.ts";
import { letterOf } from "./letter.ts";
import { WORLD_RULES } from "./world-rules.ts";

/** Findings that also depend on the clock, the readers, earlier issues and other people's servers: these are asked each time. */
export function worldFindings(issue: Issue, email: Email, facts: Facts): readonly Finding[] {
  return findIn(letterOf(issue, email, facts), WORLD_RULES);
}
