import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { outsideLinks, secureTwin } from "#src/preflight/links/outside-links.ts";

/** Every address that is asked about because of these issues, once each, with the https twin of an http one. */
export function wantedLinks(
  issues: readonly Issue[],
  newsletter: Pick<Newsletter, "url">,
): ReadonlySet<string> {
  const all = issues.flatMap((issue) =>
    outsideLinks(issue, newsletter).flatMap(({ asked }) => [asked, secureTwin(asked) ?? []].flat()),
  );
  return new Set(all);
}
