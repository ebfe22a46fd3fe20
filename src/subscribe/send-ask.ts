import { likelyMailbox } from "#src/model/address/likely-mailbox.ts";
import type { FormFault } from "#src/pages/subscribe-page.ts";
import { toBase64Url } from "./bytes.ts";
import { askMail } from "./ask-mail.ts";
import type { Secrets } from "./environment.ts";
import { type CallResend, NoAnswer } from "./resend-caller.ts";
import { type Seal, seal } from "./seal.ts";
import { sign } from "./secret-keys.ts";
import type { SubscribeNewsletter } from "./settings.ts";
import { sealWish, type Wish } from "./wish.ts";

/** The outcome of the mail. `fault` is what the visitor reads; `why`, if any, is for the log. */
export interface Asking {
  readonly fault: FormFault | null;
  readonly why: string | null;
}

interface Deps {
  readonly newsletter: SubscribeNewsletter;
  /** Where the handler answers. */
  readonly base: string;
  readonly keys: Secrets["keys"];
  readonly call: CallResend;
}

/**
 * Asks an address to confirm, at most once a day. Nobody looks up whether the address is a reader's: the mail and the
 * answer are the same for everybody. Resend's own idempotency serves as the memory: one mailbox has one key a day, and
 * Resend refuses a second request under that key if anything differs (a list, a language); that refusal counts as sent.
 */
export async function sendAsk(
  wish: Wish,
  lang: string,
  { newsletter, base, keys, call }: Deps,
): Promise<Asking> {
  const [first] = keys;
  const never: Seal = { purpose: "never", newsletter: newsletter.url };
  const mail = await askMail(newsletter, {
    lang,
    lists: wish.lists.map((list) => newsletter.lists[list]?.title ?? list),
    links: {
      confirm: `${base}/c/${await sealWish(wish, newsletter.url, first)}`,
      never: `${base}/n/${await seal([wish.address], never, first)}`,
    },
  });
  const mailbox = await sign(
    first.mailbox,
    [newsletter.url, likelyMailbox(wish.address), wish.day].join("\n"),
  );
  try {
    const { status, name, message } = await call({
      method: "POST",
      path: "/emails",
      // A failed request is never repeated under another key: Resend may have accepted it.
      idempotencyKey: `lp_join_${toBase64Url(mailbox)}`,
      body: {
        from: newsletter.from,
        to: [wish.address],
        ...(newsletter.reply_to === undefined ? {} : { reply_to: newsletter.reply_to }),
        ...mail,
        headers: { "Auto-Submitted": "auto-generated" },
        tags: [{ name: "lp_mail", value: "confirm" }],
      },
    });
    if (status < 300 || name === "invalid_idempotent_request") return { fault: null, why: null };
    const why = `POST /emails: Resend answered ${status} ${name}: ${message}`;
    if (name === "daily_quota_exceeded") return { fault: "tomorrow", why };
    if (status === 422 && /`to`/.test(message)) return { fault: "wrongEmail", why: null };
    return { fault: "unsent", why };
  } catch (error) {
    if (error instanceof NoAnswer) return { fault: "unsent", why: error.message };
    throw error;
  }
}
