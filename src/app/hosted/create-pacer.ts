import type { Clock } from "#src/model/clock.ts";
import { FIRST_PACE, type Pace, learnPace, takeTurn } from "#src/model/pace.ts";
import type { Answer } from "#src/resend/ask-resend.ts";

/** Resolves after `ms`. Rejects, or resolves at once, if the process is asked to stop. */
export type Wait = (ms: number) => Promise<void>;

/** Makes one request when its turn has come, and makes it again if Resend says that it came too early. */
export type Pacer = <T>(ask: () => Promise<Answer<T>>) => Promise<Answer<T>>;

/** Most tries of one request: a key that others use all the time must not keep a tick forever. */
const MOST_BUSY = 20;

/**
 * Keeps the pace of one process: two requests a second until an answer tells the team's limit. `most`: tries
 * of one request before it gives up.
 */
export function createPacer({
  clock,
  wait,
  most = MOST_BUSY,
}: {
  readonly clock: Clock;
  readonly wait: Wait;
  readonly most?: number;
}): Pacer {
  let pace: Pace = FIRST_PACE;
  return async (ask) => {
    for (let tries = 1; ; tries += 1) {
      for (let turn = takeTurn(pace, clock.now()); ; turn = takeTurn(pace, clock.now())) {
        if ("pace" in turn) {
          pace = turn.pace;
          break;
        }
        await wait(Math.max(1, turn.wait - clock.now()));
      }
      const [turn, postedAt] = [pace.turns, clock.now()];
      const answer = await ask();
      const retryAfterMs = answer.kind === "busy" ? answer.retryAfterMs : null;
      pace = learnPace(pace, { postedAt, turn, ...answer.limits, retryAfterMs });
      if (answer.kind !== "busy" || tries === most) return answer;
    }
  };
}
