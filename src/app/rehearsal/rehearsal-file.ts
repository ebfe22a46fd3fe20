import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "#src/send/worker-token.ts";

/** The ledger of a rehearsal: a file of its own beside the real one, named after the process that rehearses. */
export interface RehearsalFile extends Disposable {
  /** For `openLedger`. */
  readonly url: string;
}

const NAME = /^rehearsal-(\d+)\.db(?:-wal|-shm|-journal)?$/;

/** Names a new file, which is deleted when the result is disposed. Files that killed rehearsals left behind are deleted here, too. */
export function rehearsalFile(root: string, pid: number): RehearsalFile {
  const folder = join(root, ".letterpress");
  remove(folder, (owner) => owner === pid || !isAlive(owner));
  return {
    url: `sqlite:${join(".letterpress", `rehearsal-${pid}.db`)}`,
    [Symbol.dispose]: () => remove(folder, (owner) => owner === pid),
  };
}

function remove(folder: string, isOver: (pid: number) => boolean): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = NAME.exec(name)?.[1];
    if (pid !== undefined && isOver(Number(pid))) rmSync(join(folder, name), { force: true, maxRetries: 5 });
  }
}
