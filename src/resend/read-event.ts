import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { LetterpressError } from "#src/model/errors.ts";
import type { DeliveryEvent } from "#src/model/event.ts";
import { parseEvent } from "./parse-event.ts";

/**
 * A webhook request from Resend as an event, or why it is refused: its signature does not match, it is more than 300 s too
 * old or too early, or it is not an event at all. `body` is the exact body received: JSON that was written again does not
 * match its signature. `headers` by lower-case name. Any of `secrets` may have signed, so that a secret can be replaced.
 */
export function readEvent(
  body: string,
  headers: Readonly<Record<string, string | undefined>>,
  secrets: readonly string[],
): DeliveryEvent | { readonly refused: string } {
  const id = headers["svix-id"] ?? headers["webhook-id"] ?? "";
  const timestamp = headers["svix-timestamp"] ?? headers["webhook-timestamp"] ?? "";
  const signature = headers["svix-signature"] ?? headers["webhook-signature"] ?? "";
  if (secrets.length === 0) return { refused: "no webhook secret is set" };

  const signed = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
  const complaint = complaintAbout(body, signed, secrets);
  if (complaint !== null) return { refused: complaint };

  const event = parseEvent(body, { id, receivedAt: Number(timestamp) * 1000 });
  return event ?? { refused: "the body is not an event" };
}

/** Throws `config/environment` for a secret that could never verify anything. */
export function checkWebhookSecrets(secrets: readonly string[]): void {
  for (const secret of secrets) webhookOf(secret);
}

/** Null if one of the secrets signed this body. */
function complaintAbout(
  body: string,
  signed: Record<string, string>,
  secrets: readonly string[],
): string | null {
  let complaint = "";
  for (const secret of secrets) {
    try {
      webhookOf(secret).verify(body, signed, { jsonParse: false });
      return null;
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      complaint = error.message;
    }
  }
  return complaint;
}

function webhookOf(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch (error) {
    throw new LetterpressError(
      "config/environment",
      "Expected RESEND_WEBHOOK_SECRET to be whsec_ and base64, as Resend shows it.",
      { cause: error },
    );
  }
}
