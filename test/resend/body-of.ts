import type { BatchBody } from "#src/resend/submit-batch.ts";

/** A message as one would give it to Resend's SDK. */
export interface SdkMessage {
  readonly from: string;
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: readonly { readonly name: string; readonly value: string }[];
}

/** The body that the SDK would post for these messages. */
export function bodyOf(messages: readonly SdkMessage[]): BatchBody {
  const items = messages.map(({ replyTo, ...message }) => ({ ...message, reply_to: replyTo }));
  return { bytes: new Uint8Array(Buffer.from(JSON.stringify(items))), count: messages.length };
}
