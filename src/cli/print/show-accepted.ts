import type { SubmitResult } from "#src/resend/submit-batch.ts";
import type { Io } from "#src/cli/io.ts";
import { createProgress } from "./progress.ts";

/** Shows how many messages Resend has accepted, out of a total. */
interface Accepted extends Disposable {
  readonly add: (result: SubmitResult, total: number | null) => void;
}

/** Counts accepted messages only: what Resend refused or did not answer is no progress, however often it was tried. */
export function showAccepted(io: Io): Accepted {
  const progress = createProgress(io);
  let done = 0;
  return {
    add: (result, total) => {
      if (result.outcome !== "accepted") return;
      done += result.items.filter((item) => "id" in item).length;
      progress.show({ what: "Accepted", done, total });
    },
    [Symbol.dispose]: () => progress[Symbol.dispose](),
  };
}
