import { LetterpressError } from "#src/model/errors.ts";
import type { Io } from "#src/cli/io.ts";
import { ask } from "./ask.ts";

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
  const answer = await ask(`${question} Type yes to go on: `, io);
  if (answer?.toLowerCase() === "yes") return;
  throw new LetterpressError("send/not-confirmed", `Not confirmed: ${otherwise}.`, { hint: "" });
}
