import { createHmac, timingSafeEqual } from "node:crypto";

/** Keys of LETTERPRESS_SECRET by id, newest first: the first one signs, all of them verify, without expiry. */
export type TokenKeys = readonly { readonly kid: string; readonly secret: string }[];

export type TokenPurpose = "unsubscribe" | "preferences" | "confirm" | "form";

/**
 * The token of a public link: `v1.<kid>.<subscriber>.<list>.<tag>`, tag = HMAC-SHA-256 (128 bits, base64url) over
 * purpose and both ids. It is part of the path, because mail tools damage query strings, and it never expires.
 */
export function makeToken(
  purpose: TokenPurpose,
  ids: { readonly subscriber: string; readonly list: string },
  key: { readonly kid: string; readonly secret: string },
): string {
  return `v1.${key.kid}.${ids.subscriber}.${ids.list}.${tagOf(purpose, ids, key.secret)}`;
}

/** The ids in a token, or null for anything that is not exactly one of ours for this purpose. Constant-time compare. */
export function readToken(
  purpose: TokenPurpose,
  token: string,
  keys: TokenKeys,
): { subscriber: string; list: string } | null {
  const match =
    /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{22})$/.exec(
      token,
    );
  const [, kid, subscriber = "", list = "", tag = ""] = match ?? [];
  // A token with an unknown key id is compared too, so that it takes as long as a wrong tag.
  const secret = keys.find((key) => key.kid === kid)?.secret;
  const expected = tagOf(purpose, { subscriber, list }, secret ?? "");
  const equal = timingSafeEqual(Buffer.from(expected), Buffer.from(tag.padEnd(22, ".").slice(0, 22)));
  return match !== null && secret !== undefined && equal ? { subscriber, list } : null;
}

/**
 * The token in a subscribe form, with the time (ms in base 36) and a nonce in place of the ids. It says when the page was
 * made, which reveals a robot that fills in forms faster than people or replays one, without a script or a cookie.
 */
export function makeFormToken(
  { at, nonce }: { readonly at: number; readonly nonce: string },
  key: { readonly kid: string; readonly secret: string },
): string {
  return makeToken("form", { subscriber: at.toString(36), list: nonce }, key);
}

/** When a form was made (ms UTC) and its nonce; null if this is not a form token of ours. */
export function readFormToken(token: string, keys: TokenKeys): { at: number; nonce: string } | null {
  const ids = readToken("form", token, keys);
  const at = ids === null ? Number.NaN : Number.parseInt(ids.subscriber, 36);
  return ids === null || !Number.isSafeInteger(at) ? null : { at, nonce: ids.list };
}

function tagOf(purpose: TokenPurpose, ids: { subscriber: string; list: string }, secret: string): string {
  const text = `${purpose}\n${ids.subscriber}\n${ids.list}`;
  return createHmac("sha256", secret).update(text).digest().subarray(0, 16).toString("base64url");
}
