import { createHash } from "node:crypto";
import { serialize } from "node:v8";
import type { Email } from "#src/model/email.ts";
import type { Facts } from "#src/model/facts.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Lasting } from "#src/preflight/preflight.ts";
import { hashCode } from "#src/app/compose/hash-code.ts";
import { keep, readKept } from "#src/app/compose/kept-file.ts";

interface Kept {
  readonly inputs: string;
  readonly lasting: Lasting;
}

/**
 * `preflight`, without the rules whose answer the same issue, email, config, template and pictures have had before. Rules that ask the
 * clock, the ledger or the network are asked each time. For commands that only look, as `renderOnce`: nothing is mailed by what is kept here.
 */
export async function judgeOnce(
  root: string,
  { issue, email, facts }: { readonly issue: Issue; readonly email: Email; readonly facts: Facts },
): Promise<readonly Finding[]> {
  const { judge } = await import("#src/preflight/preflight.ts");
  const { newsletter, source, template, images, logo } = facts;
  const stable = [await hashCode(), issue, email.digest, newsletter, source, template, images, logo];
  const inputs = createHash("sha256").update(serialize(stable)).digest("hex");
  const name = `judged ${issue.path}`;
  const kept = readKept<Kept>(root, name);
  const isKnown = kept?.inputs === inputs;
  const { findings, lasting } = judge(issue, email, facts, isKnown ? kept.lasting : {});
  if (!isKnown) await keep(root, name, { inputs, lasting } satisfies Kept);
  return findings;
}
