import { fromBase64Url, toBase64Url, utf8 } from "./bytes.ts";
import { type SecretKeys, sign } from "./secret-keys.ts";

/** What a sealed link is for and of which newsletter: it opens for no other purpose and no other newsletter. */
export interface Seal {
  readonly purpose: "confirm" | "return" | "never";
  /** The newsletter's url. */
  readonly newsletter: string;
}

const VECTOR_BYTES = 12;

/**
 * A token `v1.<id>.<base64url>` that only we can read or make: AES-GCM with a vector from an HMAC of the content. The
 * same content gives the same token, so the mail of a day has the same bytes however often it is asked for.
 */
export async function seal(content: unknown, what: Seal, keys: SecretKeys): Promise<string> {
  const text = JSON.stringify(content);
  const vector = (await sign(keys.vector, `${contextOf(what)}\n${text}`)).slice(0, VECTOR_BYTES);
  const sealed = await crypto.subtle.encrypt(parameters(vector, what), keys.encrypt, utf8(text));
  return `v1.${keys.id}.${toBase64Url(new Uint8Array([...vector, ...new Uint8Array(sealed)]))}`;
}

/** Returns the content of a token, or null for anything that we did not make for this purpose and this newsletter. */
export async function unseal(token: string, what: Seal, allKeys: readonly SecretKeys[]): Promise<unknown> {
  const [, id, text = ""] = /^v1\.([0-9a-f]{8})\.([A-Za-z0-9_-]{1,2000})$/.exec(token) ?? [];
  const bytes = fromBase64Url(text);
  const keys = allKeys.find((one) => one.id === id);
  if (keys === undefined || bytes === null || bytes.length <= VECTOR_BYTES) return null;
  try {
    const [vector, sealed] = [bytes.slice(0, VECTOR_BYTES), bytes.slice(VECTOR_BYTES)];
    const content = await crypto.subtle.decrypt(parameters(vector, what), keys.encrypt, sealed);
    return JSON.parse(new TextDecoder().decode(content)) as unknown;
  } catch {
    return null;
  }
}

function parameters(iv: Uint8Array<ArrayBuffer>, what: Seal) {
  return { name: "AES-GCM", iv, additionalData: utf8(contextOf(what)) };
}

function contextOf({ purpose, newsletter }: Seal): string {
  return `${purpose}\n${newsletter}`;
}
