import { Counter, Gauge, Registry } from "prom-client";
import type { SubmitResult } from "#src/resend/submit-batch.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { measure } from "#src/store/database/measure.ts";

/** The metrics for Prometheus. Counters count this process only; gauges are read from the ledger and are the same in all processes. */
export interface Metrics {
  readonly settled: (recipients: number, result: SubmitResult) => void;
  /** An event from Resend: its name, and what was done with it. */
  readonly event: (type: string, result: string) => void;
  /** The metrics as text, with the ledger as it is now. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

export function createMetrics(ledger: Ledger): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <T extends string>(name: string, help: string, ...labelNames: readonly T[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <T extends string>(name: string, help: string, ...labelNames: readonly T[]) =>
    new Gauge({ name, help, labelNames, registers });

  const posts = counter("letterpress_posts_total", "Batches posted to Resend, by answer", "outcome");
  const limited = counter("letterpress_rate_limited_total", "Answers 429 of Resend because of the rate");
  const emails = counter("letterpress_emails_total", "Recipients of answered batches, by outcome", "outcome");
  const events = counter(
    "letterpress_webhook_events_total",
    "Events from Resend, by type and result",
    "type",
    "result",
  );
  const sends = gauge("letterpress_sends", "Sends that are not over, by state and reason", "state", "reason");
  const batches = gauge("letterpress_batches", "Batches of sends that are not over, by state", "state");
  const recipients = gauge(
    "letterpress_recipients",
    "Recipients of sends that are not over, by outcome",
    "outcome",
  );
  const rate = gauge(
    "letterpress_limiter_rate",
    "Requests a second that Resend allows, as last learnt",
    "team",
  );
  const blocked = gauge(
    "letterpress_limiter_blocked_seconds",
    "Seconds until Resend may be asked again",
    "team",
  );
  // A counter that has not counted yet is absent, and an alert on it would never fire.
  limited.inc(0);
  for (const outcome of ["submitted", "refused", "uncertain"]) emails.inc({ outcome }, 0);

  return {
    contentType: registry.contentType,
    settled(count, result) {
      posts.inc({ outcome: result.outcome === "not-accepted" ? result.why : result.outcome });
      if (result.outcome === "not-accepted" && result.why === "rate") limited.inc();
      if (result.outcome === "key-conflict") emails.inc({ outcome: "uncertain" }, count);
      if (result.outcome !== "accepted") return;
      const refused = result.items.filter((item) => "error" in item).length;
      emails.inc({ outcome: "refused" }, refused);
      emails.inc({ outcome: "submitted" }, count - refused);
    },
    event: (type, result) => events.inc({ type, result }),
    async text() {
      const now = ledger.clock.now();
      const seen = await measure(ledger.db);
      for (const one of [sends, batches, recipients, rate, blocked]) one.reset();
      for (const { state, reason, n } of seen.sends) sends.inc({ state, reason: reason ?? "" }, Number(n));
      for (const { state, n } of seen.batches) batches.inc({ state }, Number(n));
      for (const { outcome, n } of seen.emails) recipients.inc({ outcome }, Number(n));
      for (const { team, rate: value, blocked_until: until } of seen.limiter) {
        rate.set({ team }, value);
        blocked.set({ team }, Math.max(0, until - now) / 1000);
      }
      return registry.metrics();
    },
  };
}
