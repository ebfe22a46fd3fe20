import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "#src/model/errors.ts";
import type { Reporter } from "#src/model/finding.ts";
import type { SnippetSource } from "#src/model/issue.ts";
import { ifThere } from "./if-there.ts";
import { readPlainFile } from "./read-plain-file.ts";

/** The folder of the texts that issues place with `::snippet{name}`. */
export const SNIPPETS = "issues/snippets/";

/** Reads every snippet of a project, by name. A snippet that cannot be read gets a finding, and is unknown to the issues that place it. */
export async function readSnippets(
  root: string,
  report: Reporter<string>,
): Promise<readonly SnippetSource[]> {
  const names = (await ifThere(readdir(join(root, SNIPPETS)))) ?? [];
  const sources = names.toSorted().map(async (file): Promise<readonly SnippetSource[]> => {
    const path = `${SNIPPETS}${file}`;
    const name = snippetNameOf(path);
    if (name === null) return [];
    try {
      const bytes = await ifThere(readPlainFile(join(root, path)));
      if (bytes === null) return [];
      const text = bytes.toString("utf8");
      if (!Buffer.from(text, "utf8").equals(bytes))
        report.error("project/not-utf8", path, "This file is not UTF-8.", { hint: "Save it as UTF-8." });
      return [{ name, path, text }];
    } catch (error) {
      const message = `This cannot be read: ${messageOf(error)}.`;
      report.error("project/unreadable", path, message, { hint: "Check the file and its permissions." });
      return [];
    }
  });
  return (await Promise.all(sources)).flat();
}

/** Returns the name of the snippet whose file is at a path relative to the root; null for every other file. */
export function snippetNameOf(path: string): string | null {
  const name = path.startsWith(SNIPPETS)
    ? /^([A-Za-z0-9][\w-]*)\.md$/.exec(path.slice(SNIPPETS.length))?.[1]
    : undefined;
  return name === undefined || name.toLowerCase() === "readme" ? null : name;
}
