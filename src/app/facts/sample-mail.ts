import { sampleValues } from "#src/app/compose/sample-readers.ts";
import type { Email } from "#src/model/email.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { personalise } from "#src/render/message/personalise.ts";

export interface SampleMail {
  readonly email: Email;
  readonly newsletter: Newsletter;
  readonly slug: string;
  /** The mail's date, ms UTC. */
  readonly now: number;
}

/** A server of the network that Resend sends through. Mail without a relay looks as if a program had handed it in by itself. */
const RELAY = "a8-30.smtp-out.amazonses.com";
const RELAY_IP = "54.240.8.30";

/** Makes a whole mail as one reader's server would get it: the parts and headers that Resend is given, and those that it adds. */
export async function sampleMail({ email, newsletter, slug, now }: SampleMail): Promise<Buffer> {
  const { createTransport } = (await import("nodemailer")).default;
  const values = sampleValues("named", newsletter, { slug, email });
  const { subject, html, text } = personalise(email, values);
  const { message } = await createTransport({
    streamTransport: true,
    buffer: true,
    newline: "windows",
  }).sendMail({
    from: email.from,
    ...(email.replyTo === null ? {} : { replyTo: email.replyTo }),
    to: "ada@reader.example",
    subject,
    html,
    text,
    date: new Date(now),
    messageId: `<${slug}@eu-west-1.amazonses.com>`,
    // nodemailer's name and version are not part of what Resend sends.
    xMailer: false,
    headers: {
      ...email.headers,
      "List-Unsubscribe": { prepared: true, value: `<${values.urls.unsubscribe}>` },
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  });
  const at = new Date(now).toUTCString().replace("GMT", "+0000");
  const received = `Received: from ${RELAY} (${RELAY} [${RELAY_IP}])\r\n\tby mx.reader.example with ESMTPS id 1; ${at}\r\n`;
  if (!Buffer.isBuffer(message)) throw new TypeError("the mail is a stream");
  return Buffer.concat([Buffer.from(received), message]);
}
