import { readFileSync } from "node:fs";
import { join } from "node:path";
import { faultIn } from "#src/model/errors.ts";
import type { Finding } from "#src/model/finding.ts";
import { CONFIG } from "#src/project/check-config.ts";

/**
 * Finds what is wrong with a config that cannot be read: one finding for each line of the error, at the key that the
 * line names, if that key can be found.
 */
export function configFindings(root: string, error: unknown): readonly Finding[] {
  const finding = faultIn(CONFIG, error);
  const text = textOf(join(root, CONFIG));
  return finding.message.split("\n").map((line): Finding => {
    const message = line.startsWith(`${CONFIG}: `) ? line.slice(CONFIG.length + 2) : line;
    const key = /^([a-z][\w-]*(?:\.[\w-]+)*):? /.exec(message)?.[1];
    return { ...finding, message, ...placeOf(key?.split(".") ?? [], text) };
  });
}

/**
 * Finds the place of a key's path by searching for each step after the one before it: exact for a config as people
 * write it, and never far off.
 */
function placeOf(steps: readonly string[], text: string): Pick<Finding, "line" | "column"> {
  let at = -1;
  for (const step of steps) {
    const found = text
      .slice(at + 1)
      .search(new RegExp(`(?<![\\w-])["']?${step.replace(/[^\w-]/g, "")}["']?\\s*:`));
    if (found === -1) break;
    at += 1 + found;
  }
  if (at === -1) return { line: null, column: null };
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
