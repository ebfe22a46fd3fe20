import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Finding } from "#src/model/finding.ts";
import { ifThere } from "#src/project/if-there.ts";

/** A place in a file, with the message about it and the lines around it. */
interface SourceFrame {
  readonly message: string;
  readonly hint: string | null;
  readonly file: string;
  /** Null where the whole file is meant. */
  readonly line: number | null;
  readonly column: number | null;
  readonly lines: readonly { readonly number: number; readonly text: string }[];
}

/** Lines above and below the one that is named. */
const AROUND = 4;

/** The error that kept an issue from becoming an email, preferably a template's, with the lines of its file; null if there is none. */
export async function sourceFrame(root: string, findings: readonly Finding[]): Promise<SourceFrame | null> {
  const errors = findings.filter(({ severity }) => severity === "error");
  const error = errors.find(({ rule }) => rule.startsWith("template/")) ?? errors[0];
  if (error === undefined) return null;
  const { message, hint, file, line, column } = error;
  const text =
    line === null || file.split("/").includes("..")
      ? null
      : await ifThere(readFile(join(root, file), "utf8"));
  const all = text?.split(/\r?\n/) ?? [];
  const first = Math.max(1, (line ?? 1) - AROUND);
  const lines = all
    .slice(first - 1, (line ?? 1) + AROUND)
    .map((one, index) => ({ number: first + index, text: one }));
  return { message, hint, file, line, column, lines };
}
