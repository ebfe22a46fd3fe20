import type { Made } from "#src/app/studio/source/studio-source.ts";
import type { Email } from "#src/model/email.ts";
import type { StudioDeps } from "./studio-deps.ts";

/** Returns the email of an issue as it is now or, by its digest, as it was mailed; null if no such version was mailed. */
export async function askedEmail(
  { opened }: Pick<StudioDeps, "opened">,
  { parsed, email, placed }: Made,
  version: string | undefined,
): Promise<Email | null> {
  if (version === undefined) return placed;
  const { ledger } = await opened();
  const { earlierVersions } = await import("#src/app/studio/earlier-versions.ts");
  const versions = await earlierVersions(ledger, parsed.issue, email);
  if (ledger === null || versions.every(({ digest }) => digest !== version)) return null;
  const { loadEmail } = await import("#src/store/issues/emails.ts");
  return loadEmail(ledger.db, version);
}
