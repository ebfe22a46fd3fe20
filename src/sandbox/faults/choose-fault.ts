import type { Random } from "./random.ts";
import type { Fault, Switches } from "./switches.ts";

/** The fault that strikes a request, if any: the first in the list that matches, is not used up and wins its draw. */
export type ChooseFault = (request: { method: string; path: string }) => Fault | null;

export function createChooseFault(switches: Switches, random: Random): ChooseFault {
  /** How often each fault matched and how often it struck. Setting the switch again starts from zero. */
  const tallies = new WeakMap<Fault, { fitting: number; struck: number }>();
  return (request) => {
    for (const fault of switches.faults) {
      if (!fits(fault.on, request)) continue;
      const tally = tallies.get(fault) ?? { fitting: 0, struck: 0 };
      tallies.set(fault, tally);
      tally.fitting += 1;
      if (tally.fitting <= fault.skip) continue;
      if (fault.times !== null && tally.struck >= fault.times) continue;
      if (fault.probability < 1 && random() >= fault.probability) continue;
      tally.struck += 1;
      return fault;
    }
    return null;
  };
}

/** The switches have checked `on`: a method or `*`, a space, a path in which `*` matches anything. */
function fits(on: string, { method, path }: { method: string; path: string }): boolean {
  const [wantedMethod = "*", wantedPath = "*"] = on.split(" ");
  if (wantedMethod !== "*" && wantedMethod !== method) return false;
  const parts = wantedPath.split("*");
  if (parts.length === 1) return path === wantedPath;
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (!path.startsWith(first) || !path.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at + last.length <= path.length;
}
