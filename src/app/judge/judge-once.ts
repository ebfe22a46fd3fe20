import { createHash } from "node:crypto";
import type { Email } from "#src/model/email.ts";
import type { Facts } from "#src/model/facts.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { worldFindings } from "#src/preflight/world-findings.ts";
import { hashCode } from "#src/app/compose/hash-code.ts";
import { keep, readKept } from "#src/app/compose/kept-file.ts";

interface Kept {
  readonly inputs: string;
  readonly findings: readonly Finding[];
}

/**
 * `preflight`, but rules that have already judged the same issue, email, config, template and pictures are not run again: they
 * are not even loaded. For commands that only look, like `renderOnce`: nothing is mailed from what is kept here.
 */
export async function judgeOnce(
  root: string,
  { issue, email, facts }: { readonly issue: Issue; readonly email: Email; readonly facts: Facts },
): Promise<readonly Finding[]> {
  const { newsletter, source, template, images, logo } = facts;
  const stable = [await hashCode(), issue, email.digest, newsletter, source, template, images, logo];
  // Hashed as JSON, in which a freshly parsed issue and the same issue that was kept are equal.
  const inputs = createHash("sha256").update(JSON.stringify(stable)).digest("hex");
  const name = `judged ${issue.path}`;
  const kept = readKept<Kept>(root, name);
  const findings =
    kept?.inputs === inputs
      ? kept.findings
      : (await import("#src/preflight/file-findings.ts")).fileFindings(issue, email, facts);
  if (kept?.inputs !== inputs) await keep(root, name, { inputs, findings } satisfies Kept);
  return [...findings, ...worldFindings(issue, email, facts)];
}
