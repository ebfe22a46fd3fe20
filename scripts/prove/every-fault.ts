import { readdir } from "node:fs/promises";
import { type SeededFault, SEEDED_FAULTS } from "./faults.ts";

const ENDING = "-faults.ts";

/** The faults of `faults.ts` and of every `*-faults.ts` in this folder: each list that such a file exports. */
export async function everyFault(): Promise<SeededFault[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(ENDING));
  const faults: SeededFault[] = [...SEEDED_FAULTS];
  for (const file of files.toSorted()) {
    const name = file.slice(0, -ENDING.length);
    const lists: unknown[] = Object.values((await import(`./${name}-faults.ts`)) as Record<string, unknown>);
    faults.push(...(lists.filter(Array.isArray).flat() as SeededFault[]));
  }
  return faults;
}
