import type { SinceTest } from "#src/app/gate/compare-test.ts";
import type { DeliveryPlan } from "#src/app/schedule/plan-delivery.ts";
import type { IssuePlan } from "#src/app/schedule/plan-issue.ts";
import { GMAIL_CUTS } from "#src/model/email.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { type Quota, leftOf } from "#src/model/quota.ts";
import type { LedgerPlan } from "#src/cli/documents/plan-document.ts";
import { daysForPrograms } from "#src/app/sends/delivery-rows.ts";

/** A plan as `--json` prints it. */
export function forPrograms(
  slug: string,
  { composed, bytes, time, send, audience, delivery, sinceTest }: IssuePlan,
): LedgerPlan {
  const { issue, email } = composed;
  return {
    slug,
    draft: issue?.draft ?? null,
    digest: email?.digest ?? null,
    subject: email === null ? null : joinParts(email.subject, ({ tag }) => email.tags[tag]?.source ?? ""),
    preview_text:
      issue === null || email === null
        ? null
        : replaceTokens(issue.previewText, (tag) => email.tags[tag]?.source ?? ""),
    size: bytes === null ? null : { bytes, gmail_cuts_at: GMAIL_CUTS },
    due_at: time === null ? null : new Date(time.dueAt).toISOString(),
    zone: time?.zone ?? null,
    send: send === null ? null : { state: send.state, reason: send.reason },
    audience,
    ...(delivery === null ? {} : deliveryForPrograms(delivery)),
    since_test: sinceTest === null ? null : testForPrograms(sinceTest),
    findings: composed.findings,
    unchecked: composed.unchecked,
  };
}

type LedgerDelivery = Pick<
  LedgerPlan,
  "ramp" | "wave" | "per_hour" | "first_reader_at" | "last_reader_at" | "quota"
>;

function deliveryForPrograms({
  ramp,
  wave,
  perHour,
  firstAt,
  lastAt,
  quota,
  shortage,
}: DeliveryPlan): LedgerDelivery {
  const left = (one: Quota) => ({ used: one.used, limit: one.limit, left: leftOf(one) });
  return {
    ramp: {
      // A proposal that nobody has accepted or refused keeps it from being sent.
      state: ({ none: "none", steps: "accepted", ask: "proposed" } as const)[ramp.kind],
      days: ramp.kind === "none" ? [] : daysForPrograms(ramp.steps),
    },
    wave,
    per_hour: perHour,
    first_reader_at: firstAt === null ? null : new Date(firstAt).toISOString(),
    last_reader_at: lastAt === null ? null : new Date(lastAt).toISOString(),
    quota:
      quota.kind === "unavailable"
        ? { unavailable: quota.reason }
        : {
            daily: left(quota.value.daily),
            monthly: left(quota.value.monthly),
            short: shortage?.which ?? null,
          },
  };
}

function testForPrograms(since: SinceTest): NonNullable<LedgerPlan["since_test"]> {
  if (since.kind === "never") return { tested_at: null };
  const { at, recipients, digest, changes } = since;
  return {
    tested_at: new Date(at).toISOString(),
    recipients,
    digest,
    changes:
      changes === null
        ? null
        : {
            fields: changes.fields.map(({ name, ...sides }) => ({ name: FIELDS[name], ...sides })),
            words: changes.words,
            links: changes.links,
            pictures: changes.pictures,
            only_look: changes.onlyLook,
          },
  };
}

const FIELDS = {
  subject: "subject",
  preview: "preview_text",
  from: "from",
  "reply to": "reply_to",
  list: "list",
} as const;
