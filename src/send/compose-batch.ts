import { createHash } from "node:crypto";
import type { Email, SlotValues } from "#src/model/email.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { type TokenKeys, type TokenPurpose, makeToken } from "#src/model/token.ts";
import { compileJson } from "#src/render/compile-json.ts";
import type { BatchMessage } from "#src/resend/submit-batch.ts";
import type { DeliveryRow } from "#src/store/deliveries.ts";

/** Raised with every change that alters a message's bytes: a repeat composed by another version is not posted. */
export const COMPOSER = 1;

/** Everything composing needs, prepared once per send. */
export interface Composer {
  (batch: { id: number; revision: number }, recipients: readonly Recipient[]): Composed;
}

export interface Composed {
  readonly key: string;
  readonly messages: readonly BatchMessage[];
  /**
   * SHA-256 (hex) over the email's digest, which stands for everything constant, and every piece that varies, as it is
   * sent: equal exactly where the array given to the SDK is, at a tenth of the cost of hashing 100 copies of the letter.
   */
  readonly sha256: string;
}

type Recipient = Pick<DeliveryRow, "id" | "address" | "subscriber_public_id" | "slot_values">;

/**
 * From an email to the messages of a batch. Depends on nothing but what the ledger has frozen and the key that signs
 * links, so a repeat after a crash gives the same bytes. Throws where the signing key is no longer there.
 */
export function composerOf(
  email: Email,
  send: {
    readonly database: string;
    readonly list: string;
    readonly settings: SendSettings;
    readonly test: boolean;
    /** The mail that asks for a confirmation: there is nothing to unsubscribe from yet. */
    readonly confirm?: boolean;
  },
  keys: TokenKeys,
): Composer {
  const { settings } = send;
  const signing = keys.find(({ kid }) => kid === settings.kid);
  if (signing === undefined) throw new Error(`LETTERPRESS_SECRET has no key ${settings.kid} any more.`);
  const key = signing;
  const personalise = compileJson(send.test ? { ...email, subject: ["[TEST] ", ...email.subject] } : email);
  const fixed = {
    from: email.from,
    ...(email.replyTo === null ? {} : { replyTo: email.replyTo }),
  };

  return (batch, recipients) => {
    const name = `${send.database}_${batch.id}_${batch.revision}`;
    const hash = createHash("sha256").update(`${email.digest} ${send.test}`);
    const messages = recipients.map((recipient): BatchMessage => {
      const urls = urlsOf(recipient.subscriber_public_id);
      const values: SlotValues = {
        subscriber: JSON.parse(recipient.slot_values) as SlotValues["subscriber"],
        urls,
      };
      const { subject, html, text, varying } = personalise(values);
      const to = recipient.address;
      const headers = {
        ...email.headers,
        ...(send.confirm === true
          ? {}
          : {
              "List-Unsubscribe": `<${urls.unsubscribe}>`,
              "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }),
      };
      const tags = [
        { name: "lp_batch", value: name },
        { name: "lp_delivery", value: String(recipient.id) },
      ];
      hash.update(JSON.stringify([to, headers, tags, varying]));
      return { ...fixed, to, subject, html, text, headers, tags };
    });
    return { key: `lp_${name}`, messages, sha256: hash.digest("hex") };
  };

  /** Signing costs more than the rest of a message: only what the email names is signed. */
  function urlsOf(publicId: string | null): SlotValues["urls"] {
    const web = settings.slug === null ? settings.url : `${settings.url}/issues/${settings.slug}`;
    // A test's reader is nobody: the links lead to pages that say so and change nothing.
    const ids = { subscriber: publicId ?? "test", list: send.list };
    const link = (path: string, purpose: TokenPurpose) =>
      `${settings.url}/${path}/${makeToken(purpose, ids, key)}`;
    return {
      unsubscribe: link("u", "unsubscribe"),
      get preferences() {
        return link("p", "preferences");
      },
      // One link for every list they were entered for.
      ...(send.confirm === true
        ? { confirm: `${settings.url}/c/${makeToken("confirm", { ...ids, list: "all" }, key)}` }
        : {}),
      web,
    };
  }
}
