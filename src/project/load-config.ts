import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { startAuthorThread, TooLate } from "#src/apart/author-thread.ts";
import { hasDied } from "#src/apart/run-apart.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { CONFIG } from "./check-config.ts";
import { ifThere } from "./if-there.ts";
import { readPlainFile } from "./read-plain-file.ts";

/** The order for the thread. `version` names the bytes of the config. */
export interface ConfigOrder {
  /** Absolute. */
  readonly root: string;
  readonly version: string;
}

/** A config that has not answered within this time never will. */
const LONGEST_MS = 30_000;

/** Evaluates a config in a thread, because a config is code: one that never ends, or ends its process, must not end `serve` or a tick. */
const ask = startAuthorThread<ConfigOrder, Newsletter>(
  new URL("./config-thread.ts", import.meta.url),
  LONGEST_MS,
);

/** The last newsletter read, by the config's path: the same bytes give the same newsletter. */
const loaded = new Map<string, { readonly version: string; readonly newsletter: Newsletter }>();

/**
 * Returns the newsletter of the project at `root`, as newsletter.config.ts defines it now. Throws `config/missing`, and
 * `config/invalid` with the key and what was expected there.
 */
export async function loadConfig(root: string): Promise<Newsletter> {
  const folder = resolve(root);
  const path = join(folder, CONFIG);
  const bytes = await ifThere(readPlainFile(path)).catch((error: unknown) => {
    throw invalid(`${CONFIG} cannot be read: ${messageOf(error)}`, error);
  });
  if (bytes === null) {
    throw new LetterpressError("config/missing", `Expected ${path}, found no such file.`);
  }
  const version = `config-${createHash("sha256").update(path).update("\0").update(bytes).digest("hex").slice(0, 24)}`;
  const known = loaded.get(path);
  if (known?.version === version) return known.newsletter;
  const newsletter = await ask({ root: folder, version }).catch((error: unknown) => {
    throw failed(error);
  });
  loaded.set(path, { version, newsletter });
  return newsletter;
}

function failed(error: unknown): unknown {
  if (error instanceof TooLate)
    return invalid(`${CONFIG} did not finish within ${LONGEST_MS / 1000} seconds.`, error);
  if (hasDied(error)) {
    const message = `${CONFIG} stopped before it was read: it exits its process, or throws an error that nothing catches (${messageOf(error)})`;
    return invalid(message, error);
  }
  return error;
}

function invalid(message: string, cause: unknown): LetterpressError {
  return new LetterpressError("config/invalid", message, { cause });
}
