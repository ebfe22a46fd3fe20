/** Where `serve` takes Resend's events, below the newsletter's address. */
export const WEBHOOK_PATH = "/webhooks/resend";

/** Events that a ledger needs: without one of them a report, a suppression or the brake is wrong. */
export const NEEDED_EVENTS = [
  "email.sent",
  "email.delivered",
  "email.delivery_delayed",
  "email.bounced",
  "email.complained",
  "email.opened",
  "email.clicked",
  "email.failed",
  "email.suppressed",
];

/** Events that are also asked for if the team's Resend knows them. */
export const WELCOME_EVENTS = ["suppression.added", "suppression.removed"];

/** Whether two addresses of webhooks are the same, however they are written. */
export function isSameEndpoint(one: string, other: string): boolean {
  const plain = (text: string) => (URL.canParse(text) ? new URL(text).href : text).replace(/\/+$/, "");
  return plain(one) === plain(other);
}
