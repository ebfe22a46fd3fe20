import type { DeliveryPlan } from "#src/app/schedule/plan-delivery.ts";
import { type Quota, leftOf } from "#src/model/quota.ts";
import { type RampStep, daysOfRamp } from "#src/model/ramp.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import { count } from "#src/model/values/count.ts";

/** How a send would go, as rows of a table: its ramp, its pace, its last reader, what Resend's quotas leave. */
export function deliveryRows(delivery: DeliveryPlan, zone: string): [string, string][] {
  const { recipients, ramp, perHour, rate, wave, lastAt, quota, shortage } = delivery;
  const rows: [string, string][] = [];
  if (ramp.kind !== "none") {
    const state = ramp.kind === "ask" ? "proposed, not decided: " : "";
    rows.push(["ramp", state + rampInWords(ramp.steps, recipients)]);
  }
  if (wave !== null) {
    const first = count(Math.ceil(recipients * wave.share), "reader");
    const then = wave.approve
      ? "the rest waits for `approve`"
      : `the rest ${count(wave.minutes, "minute")} later`;
    rows.push(["wave", `the first ${first}, ${then}`]);
  }
  if (perHour !== null) rows.push(["pace", `${count(perHour, "message")} an hour at most`]);
  const given =
    ramp.kind === "ask" ? ", if the ramp is accepted" : wave?.approve === true ? ", if approved at once" : "";
  if (lastAt !== null)
    rows.push([
      "last reader",
      `${instantInWords(lastAt, zone)}${given}, at ${count(rate, "request")} a second`,
    ]);
  if (quota.kind === "unavailable") {
    rows.push(["quota", `not known: ${quota.reason}`]);
  } else {
    const { daily, monthly } = quota.value;
    rows.push(["quota", `${left(daily)} today, ${left(monthly)} this month`]);
  }
  if (shortage !== null) {
    const { which, messages, left: there } = shortage;
    const name = which === "daily" ? "Daily" : "Monthly";
    const numbers = `needs ${messages.toLocaleString("en")}, has ${there.toLocaleString("en")} left`;
    rows.push(["", `${name} quota too small: ${numbers}. The send would pause before it starts.`]);
  }
  return rows;
}

/** `1,000, 2,500 messages, day by day (2 days)`; long ramps are cut in the middle. */
export function rampInWords(steps: readonly RampStep[], recipients: number): string {
  const days = daysOfRamp(steps, recipients).map(({ perDay }) => perDay.toLocaleString("en"));
  const shown = days.length > 8 ? [...days.slice(0, 6), "…", days.at(-1)] : days;
  return `${shown.join(", ")} messages, day by day (${count(days.length, "day")})`;
}

/** The steps as the JSON documents have them. */
export function daysForPrograms(
  steps: readonly RampStep[],
): readonly { readonly per_day: number; readonly per_hour: number | null }[] {
  return steps.map(({ perDay, perHour }) => ({ per_day: perDay, per_hour: perHour }));
}

function left(quota: Quota): string {
  const rest = leftOf(quota);
  return rest === null
    ? "no limit"
    : `${rest.toLocaleString("en")} of ${(quota.limit ?? 0).toLocaleString("en")} left`;
}
