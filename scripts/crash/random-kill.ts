import type { HookHandler, HookPoint } from "#src/sandbox/faults/hooks.ts";
import type { CrashBench } from "../../test/crash/crash-bench.ts";

const POINTS = ["request", "half-read", "accepted", "answered"] as const satisfies HookPoint[];

function pointBy(random: () => number): HookPoint {
  return POINTS[Math.floor(random() * POINTS.length)] ?? "request";
}

/**
 * Prepare one kill at a moment drawn by chance: before anything was posted, some time after the first POST, or in the
 * middle of a POST.
 */
export function armRandomKill(bench: CrashBench, random: () => number, kill: () => void): Disposable {
  const draw = random();
  const timers: NodeJS.Timeout[] = [];
  const killIn = (ms: number): void => void timers.push(setTimeout(kill, ms));
  if (draw < 0.15) {
    killIn(200 + random() * 500);
    return { [Symbol.dispose]: () => timers.forEach(clearTimeout) };
  }
  const delay = random() * 250;
  const point = draw < 0.55 ? null : pointBy(random);
  const which = 1 + Math.floor(random() * 4);
  let seen = 0;
  const hear: HookHandler = (info) => {
    if (info.method !== "POST") return;
    seen += 1;
    if (point === null && seen === 1) killIn(delay);
    if (point !== null && seen === which) kill();
  };
  const listening = bench.sandbox.on(point ?? "request", hear);
  return {
    [Symbol.dispose]: () => {
      listening[Symbol.dispose]();
      timers.forEach(clearTimeout);
    },
  };
}
