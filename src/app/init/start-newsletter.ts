import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { LETTERPRESS_VERSION } from "#src/app/compose/letterpress-version.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { wallClockAt } from "#src/model/wall-clock.ts";
import type { Answers } from "./answers.ts";
import { findRepository } from "#src/app/find-repository.ts";
import { type NewFile, newsletterFiles } from "./newsletter-files.ts";
import { readLogo } from "./read-logo.ts";
import { writeNewFiles } from "./write-new-files.ts";

interface Place {
  /** The newsletter's folder, absolute; it need not exist. */
  readonly folder: string;
  /** What a path in an answer is relative to. */
  readonly cwd: string;
  /** Ms UTC. */
  readonly now: number;
}

/** Writes a new newsletter: every file of it, or none. Throws `usage/invalid`. */
export async function startNewsletter(answers: Answers, place: Place): Promise<readonly NewFile[]> {
  const { folder, cwd, now } = place;
  const repository = findRepository(folder) ?? folder;
  const files = await newsletterFiles(answers, {
    folder: nameFor(answers, relative(repository, folder).replaceAll(sep, "/")),
    today: wallClockAt(now, answers.timezone).date,
    version: LETTERPRESS_VERSION,
    node: neededNode(),
    logo: answers.logo === null ? null : await readLogo(resolve(cwd, answers.logo)),
    secrets: { letterpress: secret(), suppression: secret() },
  });
  await writeNewFiles(folder, files);
  return files;
}

/**
 * Checks the folder's name, which stands in commands of CI, where a quotation mark or a `$` would mean
 * something else. Throws `usage/invalid`.
 */
function nameFor({ runsOn }: Answers, folder: string): string {
  if (runsOn === "none" || /^[\p{L}\p{N}._/ -]*$/u.test(folder)) return folder;
  throw new LetterpressError(
    "usage/invalid",
    `Expected a folder named with letters, digits, blanks and ._-, got ${folder}.`,
    {
      hint: "Nothing was written. Name another folder, for example `letterpress init newsletter`.",
    },
  );
}

function secret(): string {
  return randomBytes(32).toString("hex");
}

function neededNode(): string {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { engines: { node: string } }).engines.node;
}
