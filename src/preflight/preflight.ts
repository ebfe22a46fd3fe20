import type { Email } from "#src/model/email.ts";
import type { Facts } from "#src/model/facts.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { fileFindings } from "./file-findings.ts";
import { worldFindings } from "./world-findings.ts";

/** Every finding about an issue that parsed and rendered. Nothing is accepted or sorted yet. */
export function preflight(issue: Issue, email: Email, facts: Facts): readonly Finding[] {
  return [...fileFindings(issue, email, facts), ...worldFindings(issue, email, facts)];
}
