import type { Clock } from "#src/model/clock.ts";
import { Refusal } from "#src/sandbox/api/api-answer.ts";
import type { Switches } from "#src/sandbox/faults/switches.ts";

export type TeamQuota = ReturnType<typeof createQuota>;

/** Counts the emails that the team has sent today and this month (UTC). Every address in To, Cc and Bcc counts as one. */
export function createQuota(
  switches: Pick<Switches, "daily_quota" | "monthly_quota" | "quota_retry_after">,
  clock: Clock,
) {
  let day = "";
  let used = { day: 0, month: 0 };
  const current = () => {
    const today = new Date(clock.now()).toISOString().slice(0, 10);
    if (today !== day) {
      used = { day: 0, month: today.slice(0, 7) === day.slice(0, 7) ? used.month : 0 };
      day = today;
    }
    return used;
  };
  return {
    used: (): Readonly<typeof used> => current(),
    /** Returns the quota that `more` emails would exceed. */
    broken(more: number): "daily" | "monthly" | null {
      const { daily_quota: daily, monthly_quota: monthly } = switches;
      const now = current();
      if (daily !== null && now.day + more > daily) return "daily";
      return monthly !== null && now.month + more > monthly ? "monthly" : null;
    },
    /** The refusal for an exceeded quota. */
    refusal: (which: "daily" | "monthly") =>
      new Refusal(
        429,
        `${which}_quota_exceeded`,
        `You have exceeded your ${which} email sending quota.`,
        switches.quota_retry_after === null ? {} : { "retry-after": String(switches.quota_retry_after) },
      ),
    add(emails: number): void {
      const { day: today, month } = current();
      used = { day: today + emails, month: month + emails };
    },
    /** Returns the usage headers for answers to sending; the daily header only for plans with a daily quota. */
    headers(): Record<string, string> {
      const now = current();
      return {
        ...(switches.daily_quota === null ? {} : { "x-resend-daily-quota": String(now.day) }),
        "x-resend-monthly-quota": String(now.month),
      };
    },
  };
}
