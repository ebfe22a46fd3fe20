import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const ROOMS = [
  "src/issue/body",
  "src/issue/front-matter",
  "src/issue/merge-tags",
  "src/issue",
  "src/preflight",
  "src/project",
];
const NO_RULES = new Set(["image/png", "image/jpeg", "image/gif", "app/pages", "project/no-index"]);
const ID =
  /"((?:accept|body|callout|characters|code|confirm|directive|footnote|heading|html|image|interview|issue|link|merge-tag|postal-address|preview-text|sender|shell|size|subject|text|unsubscribe|writing)\/[a-z0-9-]+)"/g;

/** Where a rule is judged: `made` while the file is read, `judged` by preflight. Only the latter's errors can be accepted. */
export type Step = "made" | "judged";

/** Every rule about what an author writes, by the ids that the code reports; rules of front matter's syntax are not prose. */
export async function knownRules(): Promise<ReadonlyMap<string, Step>> {
  const rules = new Map<string, Step>(
    ["missing", "same-as-subject", "too-short", "too-long"].map((one) => [`preview-text/${one}`, "judged"]),
  );
  for (const room of ROOMS) {
    for (const entry of await readdir(room, { recursive: true })) {
      if (!entry.endsWith(".ts") || /^(?:import|exports)\//.test(entry)) continue;
      const text = await readFile(join(room, entry), "utf8");
      const step = room === "src/preflight" ? "judged" : "made";
      for (const [, id = ""] of text.matchAll(ID))
        if (!NO_RULES.has(id) && !rules.has(id)) rules.set(id, step);
    }
  }
  return new Map([...rules].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
