import { shareOf } from "#src/sandbox/faults/random.ts";

/** What happens to a message to an address. Only the first four exist at Resend. */
export const BEHAVIOURS = [
  "delivered",
  "bounced",
  "complained",
  "suppressed",
  "bounced_soft",
  "delayed",
  "opened",
  "clicked",
  "failed",
] as const;
type Behaviour = (typeof BEHAVIOURS)[number];
/** The behaviour for each recipient's domain: one behaviour, or shares of several. */
type Behaviours = Readonly<Record<string, Behaviour | Readonly<Partial<Record<Behaviour, number>>>>>;

/** Recipients that Resend refuses, so that nobody mails domains reserved for examples. */
const REFUSED_DOMAINS: ReadonlySet<string> = new Set(["example.com", "test.com"]);

export const isRefusedDomain = (address: string) => REFUSED_DOMAINS.has(domainOf(address));

export const domainOf = (address: string) => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/** Resend's own test addresses: `bounced@resend.dev`, or with a label, `bounced+ana@resend.dev`. */
export const isTestAddress = (address: string) => domainOf(address) === "resend.dev";

/**
 * Decides what happens to mail to `address`: at resend.dev by its local part, elsewhere by the switch `behaviours` (the
 * most specific domain counts, `*` is any). Otherwise the mail is delivered.
 */
export function behaviourOf(address: string, { behaviours }: { readonly behaviours: Behaviours }): Behaviour {
  if (isTestAddress(address)) {
    const name = address.slice(0, address.indexOf("@")).split("+")[0]?.toLowerCase();
    return BEHAVIOURS.find((behaviour) => behaviour === name) ?? "delivered";
  }
  const given = behaviours[domainOf(address)] ?? behaviours["*"];
  if (given === undefined || typeof given === "string") return given ?? "delivered";

  const total = Object.values(given).reduce((sum, weight) => sum + weight, 0);
  let left = shareOf(address) * total;
  for (const behaviour of BEHAVIOURS) {
    left -= given[behaviour] ?? 0;
    if (left < 0) return behaviour;
  }
  return "delivered";
}

/** Events that the sandbox sends. */
export const SENT_EVENTS = [
  "email.sent",
  "email.scheduled",
  "email.delivered",
  "email.delivery_delayed",
  "email.complained",
  "email.bounced",
  "email.opened",
  "email.clicked",
  "email.failed",
  "email.suppressed",
  "suppression.added",
  "suppression.removed",
  "contact.created",
  "contact.updated",
  "contact.deleted",
  "contact.topics.updated",
] as const;

/** A future event, at `gap` times `event_gap_ms` after acceptance. */
interface Stage {
  readonly type: EmailEventType;
  readonly gap: number;
}

export type EmailEventType = Extract<(typeof SENT_EVENTS)[number], `email.${string}`>;

/** Returns the events of one recipient's message, in order. Opens and clicks need tracking. */
export function stagesOf(
  behaviour: Behaviour,
  address: string,
  tracking: { opens: number; clicks: number },
): readonly Stage[] {
  const sent: Stage = { type: "email.sent", gap: 0 };
  const delivered: Stage = { type: "email.delivered", gap: 1 };
  switch (behaviour) {
    case "bounced":
    case "bounced_soft":
      return [sent, { type: "email.bounced", gap: 1 }];
    case "complained":
      return [sent, delivered, { type: "email.complained", gap: 2 }];
    case "suppressed":
      return [{ type: "email.suppressed", gap: 0 }];
    case "failed":
      return [{ type: "email.failed", gap: 0 }];
    case "delayed":
      return [sent, { type: "email.delivery_delayed", gap: 1 }, { ...delivered, gap: 4 }];
    case "opened":
    case "clicked":
    case "delivered": {
      const chance = shareOf(`read ${address}`);
      const opened = tracking.opens > 0 && (behaviour !== "delivered" || chance < tracking.opens);
      const clicked =
        tracking.clicks > 0 &&
        (behaviour === "clicked" || (behaviour === "delivered" && chance < tracking.clicks));
      return [
        sent,
        delivered,
        ...(opened ? [{ type: "email.opened", gap: 3 } as const] : []),
        ...(clicked ? [{ type: "email.clicked", gap: 4 } as const] : []),
      ];
    }
  }
}
