import { INTERNAL_FAULT } from "#src/model/errors.ts";
import { mutateText } from "../crash/mutate.ts";
import { composeFixtures } from "./compose-fixtures.ts";
import { type Fixture, readFixtures } from "./read-fixtures.ts";

const FOLDERS = ["test/fixtures/preflight/bad", "test/fixtures/preflight/good"];
/** Slips in one file: a single one rarely meets another. */
const SLIPS = 3;
/** CPU, which no other program on the machine makes more of. */
const LONGEST_MS = 5000;

/**
 * Mutate issues of the fixtures and check each as `letterpress check` does. What comes back is what went wrong: a fault of Letterpress's
 * own, or a check that took too much of the processor. Knows nothing of a test runner.
 */
export async function checkMutations(runs: number, random: () => number): Promise<readonly string[]> {
  const all = await Promise.all(
    FOLDERS.map(async (folder) => ({ folder, fixtures: await readFixtures(folder) })),
  );
  const wrong: string[] = [];
  for (const { folder, fixtures } of all) {
    const chosen = Array.from({ length: Math.ceil(runs / all.length) }, (_, run): Fixture => {
      const fixture = fixtures[Math.floor(random() * fixtures.length)];
      if (fixture === undefined) throw new Error(`${folder} is empty.`);
      let { text } = fixture;
      for (let slip = 0; slip < SLIPS; slip += 1) text = mutateText(text, random).content;
      // A file has bytes: half of a character that was cut comes back from it as another one.
      return { ...fixture, name: `${fixture.name}-mutated-${run}`, text: text.toWellFormed() };
    });
    for (const fixture of chosen) {
      const before = process.cpuUsage();
      try {
        const found = await composeFixtures(folder, [fixture], random() < 0.5 ? "interview" : "digest");
        const fault = found.get(fixture.name)?.find(({ rule }) => rule === INTERNAL_FAULT);
        if (fault !== undefined) wrong.push(`${fixture.name}: ${fault.message}\n${fixture.text}`);
      } catch (error) {
        wrong.push(`${fixture.name}: ${String(error)}\n${fixture.text}`);
      }
      const { user, system } = process.cpuUsage(before);
      const ms = (user + system) / 1000;
      if (ms > LONGEST_MS)
        wrong.push(`${fixture.name}: ${Math.round(ms)} ms of the processor\n${fixture.text}`);
    }
  }
  return wrong;
}
