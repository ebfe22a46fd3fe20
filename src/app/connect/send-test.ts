import { randomUUID } from "node:crypto";
import { validAddress } from "#src/model/address/valid-address.ts";
import { type Check, isMissing, isOk, isUnknown } from "./check.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { submitBatch } from "#src/resend/submit-batch.ts";
import type { Connection } from "./connection.ts";

/** Checks an address that a person typed for the test. Throws `usage/invalid`. */
export function testAddress(typed: string): string {
  const checked = validAddress(typed.trim());
  if (checked.ok) return checked.address;
  throw new LetterpressError(
    "usage/invalid",
    `Expected an address for the test mail, but ${checked.reason}.`,
    {
      hint: "Write --to me@example.org.",
    },
  );
}

/**
 * Mails one letter to `to`, which is the only proof that this key may send from this domain. Unknown if it
 * may or may not have been mailed.
 */
export async function sendTest(
  { client, newsletter, config }: Connection,
  to: string,
  signal: AbortSignal,
): Promise<Check> {
  const again = `Then run \`letterpress connect --to ${to}\`.`;
  if (client === null) return isMissing("test", "not mailed: RESEND_API_KEY is not set", `Set it. ${again}`);
  const bytes = new Uint8Array(Buffer.from(JSON.stringify([letterTo(newsletter, to)])));
  const result = await submitBatch(client, { bytes, count: 1 }, { key: `lp_test_${randomUUID()}`, signal });
  if (result.outcome === "accepted") {
    const [item] = result.items;
    if (item !== undefined && "error" in item) return isMissing("test", `not mailed: ${item.error}`, again);
    const by = config.destination === "sandbox" ? "the sandbox" : "Resend";
    return isOk("test", `handed to ${by} for ${to}: look for it in the inbox, and in the folder for spam`);
  }
  if (result.outcome === "ambiguous" || result.outcome === "misaligned")
    return isUnknown("test", `may have been mailed to ${to}: ${result.reason}`, "Look in the inbox.");
  return isMissing("test", `not mailed: ${result.reason}`, `Correct what is missing above. ${again}`);
}

function letterTo({ name, from, reply_to: replyTo }: Newsletter, to: string) {
  const text = [
    `This is the test that \`letterpress connect\` sent for ${name}.`,
    "It arrived, so the key may send and the domain is accepted.",
    "Look at its source in your mail program (Show original): SPF, DKIM and DMARC must say pass. An answer to it must reach you.",
  ].join("\n\n");
  return {
    from,
    to,
    ...(replyTo === undefined ? {} : { reply_to: replyTo }),
    subject: `[TEST] ${name} can send`,
    text,
    // A letter of plain text alone would not show that its domain tracks readers.
    html: text
      .split("\n\n")
      .map((line) => `<p>${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`)
      .join("\n"),
  };
}
