import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import type { Io } from "#src/cli/io.ts";

/** What a person types at a question; null if nobody can answer: stdin is no terminal, or has ended. */
export async function ask(question: string, io: Io): Promise<string | null> {
  if (io.stdin.isTTY !== true) return null;
  const lines = createInterface({ input: io.stdin, output: io.stderr });
  try {
    const ended = once(lines, "close", { signal: io.signal }).then(() => null);
    const answer = lines.question(question, { signal: io.signal });
    return (await Promise.race([answer, ended]))?.trim() ?? null;
  } finally {
    lines.close();
  }
}
