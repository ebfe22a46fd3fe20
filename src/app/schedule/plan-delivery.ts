import { type Fact, unavailable } from "#src/model/facts.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { FIRST_RATE } from "#src/model/pace.ts";
import { type Shortage, type Usage, shortageOf } from "#src/model/quota.ts";
import { type Ramp, type RampDecision, rampFor } from "#src/model/ramp.ts";
import { type WallClock, takesWave } from "#src/model/wall-clock.ts";
import { knownRate } from "#src/store/database/limiter.ts";
import type { AudiencePreview } from "#src/store/audience/preview-audience.ts";
import { provenSize } from "#src/store/sends/proven-size.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import type { App } from "#src/app/open-app.ts";
import { forecastSend } from "./forecast-send.ts";
import { readQuota } from "./read-quota.ts";

/** How a send would go through the days, hours and quotas. */
export interface DeliveryPlan {
  readonly recipients: number;
  readonly ramp: Ramp;
  /** Messages an hour at most; null for no limit. */
  readonly perHour: number | null;
  /** Requests a second, as far as it is known. */
  readonly rate: number;
  /** The part that is mailed first, and what the rest waits for; null where nobody waits. */
  readonly wave: { readonly share: number; readonly minutes: number; readonly approve: boolean } | null;
  /**
   * When the first reader gets it, ms UTC. Later than the send's start if no reader lives where morning comes first. Null
   * without readers.
   */
  readonly firstAt: number | null;
  /** When the last reader gets it if nothing delays it, ms UTC; with a proposed ramp, as if it were accepted. */
  readonly lastAt: number | null;
  readonly quota: Fact<Usage>;
  /** The quota it would break; null where it fits, or where the quota is not known. */
  readonly shortage: Shortage | null;
}

interface DeliveryRequest {
  readonly audience: AudiencePreview;
  readonly decision: RampDecision | undefined;
  readonly live: SendRow | undefined;
  /** ms UTC. */
  readonly startAt: number;
  readonly local: WallClock | null;
  /** True if Resend must not be asked what is left of its quotas. */
  readonly offline: boolean;
}

/** Computes how a send would go. Writes nothing, and asks Resend at most once what is left of its quotas. */
export async function planDelivery(
  app: App,
  newsletter: Newsletter,
  { audience, decision, live, startAt, local, offline }: DeliveryRequest,
): Promise<DeliveryPlan> {
  const { ledger } = app;
  const { recipients, zones } = audience;
  const quota = offline ? unavailable("--offline asks nobody") : await readQuota(app);
  const usage = quota.kind === "known" ? quota.value : null;
  const rate = (await knownRate(ledger.db, newsletter.resend.team)) ?? usage?.rate ?? FIRST_RATE;
  const ramp = rampFor(decision, recipients, await provenSize(ledger));
  const perHour = newsletter.pace.per_hour ?? null;
  const isGivenUp = live !== undefined && settingsOf(live).wave === null;
  const isLarge = recipients > newsletter.wave.above;
  const wave = isLarge && !isGivenUp && takesWave(local, zones.keys()) ? newsletter.wave : null;
  const pace = { perHour, ramp: ramp.kind === "none" ? null : ramp.steps };
  const forecast = forecastSend({ zones, startAt, local, wave, pace, rate });
  return {
    recipients,
    ramp,
    perHour,
    rate,
    wave: wave === null ? null : { share: wave.share, minutes: wave.minutes, approve: wave.approve },
    firstAt:
      forecast === null ? null : forecast.runs.reduce((first, { at }) => Math.min(first, at), Infinity),
    lastAt: forecast?.lastAt ?? null,
    quota,
    shortage: forecast === null || usage === null ? null : shortageOf(forecast.runs, usage, startAt),
  };
}
