import { utf8 } from "./bytes.ts";

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The keys derived from one secret of LETTERPRESS_SECRET: one for each purpose, so that none serves two. */
export interface SecretKeys {
  /** Names the secret in a link, and reveals nothing of it. */
  readonly id: string;
  readonly encrypt: Key;
  /** Makes the initialisation vector of an encryption. */
  readonly vector: Key;
  /** Signs the time of a form. */
  readonly form: Key;
  /** Names a mailbox to Resend, as an idempotency key. */
  readonly mailbox: Key;
}

export async function deriveKeys(secret: string): Promise<SecretKeys> {
  const material = await crypto.subtle.importKey("raw", utf8(secret), "HKDF", false, ["deriveBits"]);
  const bitsFor = (purpose: string, bits: number) =>
    crypto.subtle.deriveBits(
      {
        name: "HKDF",
        hash: "SHA-256",
        salt: new Uint8Array(),
        info: utf8(`letterpress/subscribe ${purpose}`),
      },
      material,
      bits,
    );
  const hmacKey = async (purpose: string) =>
    crypto.subtle.importKey("raw", await bitsFor(purpose, 256), { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
  const id = [...new Uint8Array(await bitsFor("id", 32))].map((byte) => byte.toString(16).padStart(2, "0"));
  return {
    id: id.join(""),
    encrypt: await crypto.subtle.importKey("raw", await bitsFor("encrypt", 256), "AES-GCM", false, [
      "encrypt",
      "decrypt",
    ]),
    vector: await hmacKey("vector"),
    form: await hmacKey("form"),
    mailbox: await hmacKey("mailbox"),
  };
}

/** HMAC-SHA-256. */
export async function sign(key: Key, text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text)));
}
