import { LetterpressError } from "#src/model/errors.ts";
import type { ForceOptions } from "#src/cli/send/forced.ts";

/**
 * Refuses `--force` and `--digest`, because a force that is not recorded is none. Resend has no place to record who let which
 * email go, and the next tick, which remembers nothing, would find the error again. `accept:` says the same in the file, and git
 * keeps it.
 */
export function refuseForce({ force, digest }: ForceOptions): void {
  if (force.length === 0 && digest === undefined) return;
  const [option, hint] =
    force.length > 0
      ? [
          "--force",
          "Write the rule with your reason under `accept:` in its file: git keeps who said so, and when.",
        ]
      : ["--digest", "What is sent is the file of the branch, which git names."];
  const message = `${option} needs a ledger, and subscribers live at Resend, which would not remember it.`;
  throw new LetterpressError("usage/invalid", message, { hint });
}
