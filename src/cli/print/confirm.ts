import { createInterface } from "node:readline/promises";
import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";

/**
 * Ask before real people are mailed, or something is lost permanently. Resolves when the answer is `yes`. Throws
 * `send/not-confirmed` for any other answer, and where nobody can answer because stdin is not a terminal.
 */
export async function confirm(question: string, io: Io, otherwise = "nobody was mailed"): Promise<void> {
  if (io.stdin.isTTY !== true) {
    throw new LetterpressError(
      "send/not-confirmed",
      `${question} This needs a confirmation, and stdin is not a terminal.`,
    );
  }
  const lines = createInterface({ input: io.stdin, output: io.stderr });
  try {
    const answer = await lines.question(`${question} Type yes to go on: `, { signal: io.signal });
    if (answer.trim().toLowerCase() === "yes") return;
  } finally {
    lines.close();
  }
  throw new LetterpressError("send/not-confirmed", `Not confirmed: ${otherwise}.`, { hint: "" });
}
