import escapeStringRegexp from "escape-string-regexp";
import type { Random } from "./random.ts";
import type { Fault, Switches } from "./switches.ts";

/** Chooses the fault that strikes a request, if any: the first in the list that matches, is not used up and wins its draw. */
export function createChooseFault(switches: Switches, random: Random) {
  /** How often each fault matched and how often it struck. Setting the switch again starts from zero. */
  const tallies = new WeakMap<Fault, { matched: number; struck: number }>();
  return ({
    method,
    path,
    search,
  }: {
    readonly method: string;
    readonly path: string;
    readonly search: string;
  }): Fault | null => {
    for (const fault of switches.faults) {
      if (!matches(fault.on, `${method} ${path}${fault.on.includes("?") ? search : ""}`)) continue;
      const tally = tallies.get(fault) ?? { matched: 0, struck: 0 };
      tallies.set(fault, tally);
      tally.matched += 1;
      if (tally.matched <= fault.skip) continue;
      if (fault.times !== null && tally.struck >= fault.times) continue;
      if (fault.probability < 1 && random() >= fault.probability) continue;
      tally.struck += 1;
      return fault;
    }
    return null;
  };
}

/** `on` was checked with the switches: a method or `*`, a space, a path in which `*` matches anything. */
function matches(on: string, request: string): boolean {
  return new RegExp(`^${on.split("*").map(escapeStringRegexp).join(".*")}$`).test(request);
}
