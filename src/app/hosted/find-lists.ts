import { didYouMean } from "#src/issue/front-matter/did-you-mean.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { CONFIG } from "#src/project/check-config.ts";
import { type Named, listNames } from "#src/resend/list-names.ts";
import type { Hosted } from "./open-hosted.ts";
import { pickNamed } from "./pick-named.ts";
import { readAll } from "./read-all.ts";

/** Where a list's contacts are at Resend: the ids of its segment and its topic. */
export interface HostedList {
  readonly segment: string;
  readonly topic: string;
  /** True if the topic's default is `opt_out`: nobody gets it without choosing it. */
  readonly isOptOut: boolean;
}

/**
 * Finds the lists of the config at Resend. A list whose segment or topic is missing or
 * unclear is left out, with a finding: its issues wait, those of the other lists go on.
 */
export async function findLists(
  hosted: Hosted,
  { lists }: Pick<Newsletter, "lists">,
): Promise<{ readonly lists: ReadonlyMap<string, HostedList>; readonly findings: readonly Finding[] }> {
  const report = createReporter((file: string) => whereOf(file, null));
  const segments = await readNames(hosted, "segments");
  const topics = await readNames(hosted, "topics");
  const found = new Map<string, HostedList>();
  for (const [key, { segment, topic }] of Object.entries(lists)) {
    const find = (
      what: "segment" | "topic",
      wanted: string | undefined,
      known: readonly Named[],
    ): Named | null => {
      const picked = pickNamed(wanted ?? "", known);
      const path = `lists.${key}.${what}`;
      if (picked === null) {
        const names = known.map(({ name }) => name);
        report.error("hosted/unknown-list", CONFIG, `${path}: Resend has no ${what} ${wanted ?? ""}.`, {
          hint: `${didYouMean(wanted ?? "", names)} Or create it with \`letterpress connect\`.`,
        });
        return null;
      }
      if ("several" in picked) {
        const ids = picked.several.map(({ id }) => id);
        report.error(
          "hosted/unclear-list",
          CONFIG,
          `${path}: Resend has ${ids.length} with the name ${wanted}.`,
          { hint: `Write the id of the one you mean: ${ids.join(", ")}.` },
        );
        return null;
      }
      return picked.one;
    };
    const its = { segment: find("segment", segment, segments), topic: find("topic", topic, topics) };
    if (its.segment !== null && its.topic !== null)
      found.set(key, {
        segment: its.segment.id,
        topic: its.topic.id,
        isOptOut: its.topic.isOptOut,
      });
  }
  return { lists: found, findings: report.findings };
}

/** Reads the names that this team has given, with their ids. */
export async function readNames(
  { client, pacer }: Pick<Hosted, "client" | "pacer">,
  what: Parameters<typeof listNames>[1],
): Promise<readonly Named[]> {
  const words = what.replace("-", " ");
  return (await readAll(words, (after) => pacer(() => listNames(client, what, after)))).items;
}
