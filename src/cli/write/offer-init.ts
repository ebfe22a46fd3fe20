import { existsSync } from "node:fs";
import { join } from "node:path";
import { LetterpressError } from "#src/model/errors.ts";
import { CONFIG } from "#src/project/check-config.ts";
import type { Io } from "#src/cli/io.ts";
import { ask } from "#src/cli/print/ask.ts";
import { quoted } from "#src/cli/print/as-typed.ts";

/**
 * If there is no newsletter to look at, says what is missing and, at a terminal, offers to start one here. Throws
 * `config/missing` if nobody says yes.
 */
export async function offerInit(root: string, io: Io, isForProgram: boolean): Promise<void> {
  if (existsSync(join(root, CONFIG))) return;
  const missing = `There is no newsletter in ${root}: ${CONFIG} is missing.`;
  const answer = isForProgram ? null : await ask(`${missing}\nStart one here? [y/N] `, io);
  if (answer !== null && /^y(?:es)?$/i.test(answer)) {
    const { init } = await import("./init.ts");
    await init(undefined, { project: root, sandbox: false }, { ...io, cwd: root });
    return;
  }
  const where = root === io.cwd ? "" : ` ${quoted(root)}`;
  throw new LetterpressError("config/missing", missing, {
    hint: `Start one with \`npx letterpress init${where}\`, or name the folder of yours with --project DIR.`,
  });
}
