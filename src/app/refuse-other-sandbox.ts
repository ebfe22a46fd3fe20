import { realpathSync } from "node:fs";
import { LetterpressError } from "#src/model/errors.ts";
import type { Config } from "./config.ts";

type Place = Pick<Config, "root" | "destination" | "baseUrl">;

const PATIENCE_MS = 2_000;

/**
 * Throws `sandbox/other-project` if the sandbox belongs to another project: our mail would land in that project's inbox, and
 * its faults would hit our mail. If nothing answers, the request that mails reports it.
 */
export async function refuseOtherSandbox(place: Place): Promise<void> {
  const other = await otherOwner(place);
  if (other === null) return;
  const message = `The sandbox at ${place.baseUrl} belongs to another project, ${other}.`;
  throw new LetterpressError("sandbox/other-project", message);
}

/** The root of the other project whose sandbox answers. Null if the sandbox is ours, belongs to no project, or does not answer. */
export async function otherOwner({ root, destination, baseUrl }: Place): Promise<string | null> {
  const owner = destination === "sandbox" ? await ownerOf(baseUrl) : null;
  return owner === realRoot(root) ? null : owner;
}

async function ownerOf(baseUrl: string): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(`${baseUrl}/_sandbox/project`, { redirect: "manual", signal });
    const { root } = (await response.json()) as { root?: unknown };
    return response.ok && typeof root === "string" ? root : null;
  } catch {
    return null;
  }
}

/** Two paths to one folder are one project. */
function realRoot(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return root;
  }
}
