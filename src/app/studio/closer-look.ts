import { knownLinks } from "#src/app/fetch/kept-links.ts";
import type { Sites } from "#src/app/fetch/sites.ts";
import { wantedLinks } from "#src/app/fetch/wanted-links.ts";
import type { BrowserPlaces } from "#src/app/judge/find-browser.ts";
import type { DeepLook } from "#src/app/judge/look-deeper.ts";
import type { Clock } from "#src/model/clock.ts";
import type { Email } from "#src/model/email.ts";
import { type DeepFault, type Fact, type Facts, known } from "#src/model/facts.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";

/** The issue that is looked at. */
interface Asked {
  readonly project: Project;
  readonly parsed: ParsedIssue;
}

/** For how many emails axe's results are remembered. */
const KEPT = 20;
/** How long other people's servers may take, all together. */
const ASKING_MS = 15_000;

/**
 * Checks that an author asks for with a click, because they take seconds or ask other people's servers. Until then preflight
 * uses what was found before.
 */
export interface CloserLook {
  /** What is known of links without asking anybody. */
  readonly links: () => Facts["links"];
  /** What axe found in this very email; nothing if it has not looked. */
  readonly deep: DeepLook;
  /** Ask every link and remote picture of an issue. Returns how many there are, and how many of them have answered. */
  readonly checkLinks: (looked: Asked) => Promise<{ readonly wanted: number; readonly answered: number }>;
  /** Look at an email in a browser. */
  readonly lookWithAxe: (email: Email) => Promise<Fact<readonly DeepFault[]>>;
  readonly lookedAt: (email: Email) => boolean;
  readonly linksOf: (looked: Asked) => { readonly wanted: number; readonly answered: number };
}

export function createCloserLook({
  root,
  clock,
  sites,
  places,
}: {
  readonly root: string;
  readonly clock: Clock;
  readonly sites?: Sites | undefined;
  readonly places: BrowserPlaces;
}): CloserLook {
  const faults = new Map<string, Fact<readonly DeepFault[]>>();
  const links = () => knownLinks(root, clock.now());
  const linksOf = ({ project, parsed }: Asked) => {
    const wanted = parsed.issue === null ? [] : [...wantedLinks([parsed.issue], project.newsletter)];
    const { value } = links();
    return { wanted: wanted.length, answered: wanted.filter((url) => Object.hasOwn(value, url)).length };
  };
  return {
    links,
    linksOf,
    lookedAt: ({ digest }) => faults.has(digest),
    deep: {
      look: async ({ digest }) => faults.get(digest) ?? known([]),
      [Symbol.asyncDispose]: async () => undefined,
    },
    checkLinks: async (looked) => {
      const { project, parsed } = looked;
      if (parsed.issue !== null) {
        const { askLinks } = await import("#src/app/fetch/ask-links.ts");
        const { createWeb } = await import("#src/app/fetch/follow.ts");
        const web = createWeb(project.newsletter, sites);
        const over = AbortSignal.timeout(ASKING_MS * (sites?.patience ?? 1));
        await askLinks(project, [parsed.issue], { web, now: clock.now(), over });
      }
      return linksOf(looked);
    },
    lookWithAxe: async (email) => {
      const { lookDeeper } = await import("#src/app/judge/look-deeper.ts");
      await using browser = await lookDeeper(places);
      const found = await browser.look(email);
      faults.set(email.digest, found);
      const [oldest] = faults.keys();
      if (faults.size > KEPT && oldest !== undefined) faults.delete(oldest);
      return found;
    },
  };
}
