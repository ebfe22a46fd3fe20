import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Facts } from "#src/model/facts.ts";

/** An issue of test/fixtures/preflight and what it needs beside it. */
export interface Fixture {
  /** The name of its file, without the ending: `link--no-text.2`. */
  readonly name: string;
  readonly text: string;
  /** Merged over the facts, key by key. */
  readonly facts: Partial<Facts> | null;
  /** Merged over the config, key by key. */
  readonly config: Readonly<Record<string, unknown>> | null;
  /** The name of its own template's file, in the folder of the fixture. */
  readonly template: string | null;
  /** The folder of its pictures. */
  readonly pictures: string | null;
}

/** All fixtures of a folder, by name. */
export async function readFixtures(folder: string): Promise<readonly Fixture[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  const folders = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const names = [...files].flatMap((file) => /^(?!README)(.+)\.md$/.exec(file)?.slice(1) ?? []).toSorted();
  const stray = [...files, ...folders].filter(
    (file) => !/^README\.md$/.test(file) && !names.some((name) => isOf(file, name)),
  );
  if (stray.length > 0) throw new Error(`${folder} has files of no fixture: ${stray.join(", ")}`);
  const json = async (file: string): Promise<unknown> =>
    files.has(file) ? JSON.parse(await readFile(join(folder, file), "utf8")) : null;
  return Promise.all(
    names.map(async (name) => ({
      name,
      text: await readFile(join(folder, `${name}.md`), "utf8"),
      facts: (await json(`${name}.facts.json`)) as Fixture["facts"],
      config: (await json(`${name}.config.json`)) as Fixture["config"],
      template: [`${name}.tsx`, `${name}.mjml`].find((file) => files.has(file)) ?? null,
      pictures: folders.has(name) ? join(folder, name) : null,
    })),
  );
}

function isOf(file: string, name: string): boolean {
  return (
    file === name ||
    ([".md", ".facts.json", ".config.json", ".tsx", ".mjml"].includes(file.slice(name.length)) &&
      file.startsWith(name))
  );
}

/** `link--no-text.2` is the second fixture of `link/no-text`. */
export function ruleOf({ name }: Fixture): string {
  return name.replace(/\.\d+$/, "").replace("--", "/");
}
