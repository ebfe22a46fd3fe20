import { imagesAnswer } from "#src/app/compose/images-answer.ts";
import type { Clock } from "#src/model/clock.ts";
import { type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { HostedConfig } from "#src/app/config.ts";

/** Whether the pictures of an issue answer at the newsletter's address. */
type Look =
  | { readonly kind: "there" }
  /** They may answer soon: look again after `ms`. */
  | { readonly kind: "later"; readonly ms: number }
  | { readonly kind: "missing"; readonly finding: Finding };

export interface Pictures {
  readonly look: () => Promise<Look>;
}

/** Between two looks: a deploy takes minutes. */
const POLL_MS = 20_000;

/**
 * Looks at the pictures of one issue. A site is often deployed by the same push, so they are asked for again
 * until `until`. After that, or if it is null, a picture that does not answer is a finding. A result stays,
 * because pictures have the names of their content. The sandbox mails nobody, so its pictures may be missing.
 */
export function createPictures(
  urls: readonly string[],
  {
    issue,
    config,
    clock,
    until,
  }: {
    readonly issue: Issue;
    readonly config: Pick<HostedConfig, "destination">;
    readonly clock: Clock;
    readonly until: number | null;
  },
): Pictures {
  let settled: Look | null = urls.length === 0 || config.destination === "sandbox" ? { kind: "there" } : null;
  let next = 0;
  return {
    async look() {
      if (settled !== null) return settled;
      // Other issues go on meanwhile, and each of their rounds calls this once more.
      if (clock.now() < next) return { kind: "later", ms: next - clock.now() };
      const missing = await imagesAnswer(urls);
      if (missing === null) return (settled = { kind: "there" });
      if (until !== null && clock.now() < until) {
        next = clock.now() + POLL_MS;
        return { kind: "later", ms: POLL_MS };
      }
      return (settled = { kind: "missing", finding: findingOf(issue, missing) });
    },
  };
}

function findingOf(issue: Issue, message: string): Finding {
  return {
    rule: "hosted/image",
    severity: "error",
    ...whereOf(issue.path, null),
    message,
    hint: "Deploy the site that serves the pictures first: `letterpress tick` hands the issue over once they answer.",
    fix: null,
  };
}
