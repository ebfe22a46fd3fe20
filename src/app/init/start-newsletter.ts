import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { LETTERPRESS_VERSION } from "#src/app/compose/letterpress-version.ts";
import { wallClockAt } from "#src/model/wall-clock.ts";
import type { Answers } from "./answers.ts";
import { findRepository } from "./find-repository.ts";
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

/** Write a new newsletter: every file of it, or none. Throws `usage/invalid`. */
export async function startNewsletter(answers: Answers, place: Place): Promise<readonly NewFile[]> {
  const { folder, cwd, now } = place;
  const repository = findRepository(folder) ?? folder;
  const files = await newsletterFiles(answers, {
    folder: relative(repository, folder).replaceAll(sep, "/"),
    today: wallClockAt(now, answers.timezone).date,
    version: LETTERPRESS_VERSION,
    node: neededNode(),
    logo: answers.logo === null ? null : await readLogo(resolve(cwd, answers.logo)),
    secrets: { letterpress: secret(), suppression: secret() },
  });
  await writeNewFiles(folder, files);
  return files;
}

function secret(): string {
  return randomBytes(32).toString("hex");
}

function neededNode(): string {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { engines: { node: string } }).engines.node;
}
