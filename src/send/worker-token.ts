import { newId } from "#src/model/ids.ts";

/** Names a process in its leases: `host:pid:random`. */
export function workerToken(host: string, pid: number): string {
  return `${host}:${pid}:${newId()}`;
}

/**
 * Whether a lease belongs to a process of this host that no longer runs. If the pid was given to a new process, the old one
 * looks alive and its lease is waited for; the idempotency key makes both mistakes harmless.
 */
export function isDead(token: string, host: string, isAlive: (pid: number) => boolean): boolean {
  const [owner, pid] = token.split(":");
  return owner === host && !isAlive(Number(pid));
}

/** A process that we may not signal is alive nevertheless. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
