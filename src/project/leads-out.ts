import { isAbsolute, sep } from "node:path";

/**
 * Whether a path made by `relative` leads out of the folder that it is relative to. A name such as `..private.csv` only
 * begins like such a path. Between two drives of Windows the path is absolute.
 */
export function leadsOut(path: string): boolean {
  return path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
}
