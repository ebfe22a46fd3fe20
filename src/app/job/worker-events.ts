import type { WorkerOptions } from "#src/send/run-worker.ts";
import type { App } from "#src/app/open-app.ts";

/** What every worker of this application reports: to the log, the metrics, and the addresses that want alerts. */
export function workerEvents(
  app: App,
  more: Pick<WorkerOptions, "onSettled" | "onFinished"> = {},
): Required<Pick<WorkerOptions, "onSettled" | "onFinished">> {
  return {
    onSettled: (send, claimed, result) => {
      const why = result.outcome === "not-accepted" ? result.why : null;
      const { n: batch } = claimed.batch;
      app.log("batch.settled", { send: send.public_id, batch, outcome: result.outcome, why });
      app.metrics?.settled(claimed.deliveries.length, result);
      more.onSettled?.(send, claimed, result);
    },
    onFinished: (finished) => {
      const { send, state } = finished;
      const type = state === "settling" ? "send.uncertain" : "send.finished";
      if (send.kind === "issue") app.log(type, { send: send.public_id, state });
      app.alerts.raise(type, send.id);
      more.onFinished?.(finished);
    },
  };
}
