import { createHmac, timingSafeEqual } from "node:crypto";

/** What signs a link: a secret, and the id by which the link names it. */
interface SigningKey {
  readonly kid: string;
  readonly secret: string;
}

/** One secret of LETTERPRESS_SECRET. */
interface TokenKey extends SigningKey {
  /** The id in links of the first version: what was written in front of the secret, or its place in the list (`k1`). */
  readonly formerKid?: string;
}

/** The secrets of LETTERPRESS_SECRET, newest first: the first one signs, all of them verify, without expiry. */
export type TokenKeys = readonly TokenKey[];

export type TokenPurpose = "unsubscribe" | "preferences" | "confirm" | "form" | "rate" | "share";

/**
 * The token of a public link: `v1.<kid>.<subscriber>.<list>.<tag>`, tag = HMAC-SHA-256 (128 bits, base64url) over
 * purpose and both ids. It is part of the path, because mail tools damage query strings, and it never expires.
 */
export function makeToken(
  purpose: TokenPurpose,
  ids: { readonly subscriber: string; readonly list: string },
  key: SigningKey,
): string {
  return `v1.${key.kid}.${ids.subscriber}.${ids.list}.${tagOf(purpose, ids, key.secret)}`;
}

/**
 * The ids in a token, or null for anything that is not exactly one of ours for this purpose. A key id that is none of
 * `keys` proves nothing: links of the first version name their key by its place in a list that has changed since. Such a
 * token is compared with every secret. Every secret is tried whatever the token says, so that the response time tells
 * nothing.
 */
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
  const given = Buffer.from(tag.padEnd(22, "."));
  const isNamed = keys.some((key) => key.kid === kid);
  const signers = keys.filter(({ secret }) =>
    timingSafeEqual(Buffer.from(tagOf(purpose, { subscriber, list }, secret)), given),
  );
  const isOurs = signers.some((key) => !isNamed || key.kid === kid);
  return match !== null && isOurs ? { subscriber, list } : null;
}

/**
 * The id of a secret, derived from the secret itself and not from its place in the list. That place changes with every new
 * secret put in front, and then a link names a key that never signed it. 48 bits of an HMAC give nothing of the secret
 * away.
 */
export function keyId(secret: string): string {
  return `s${createHmac("sha256", secret).update("letterpress: id of this secret").digest("hex").slice(0, 12)}`;
}

/** Whether an id is derived from its secret. Ids of the first version are not. */
export function isDerivedId(kid: string): boolean {
  return /^s[0-9a-f]{12}$/.test(kid);
}

/** The secret that an id names, with that id, so that links come out again exactly as they were made. Null if the secret is gone. */
export function signingKey(keys: TokenKeys, kid: string): SigningKey | null {
  const key = keys.find((one) => one.kid === kid) ?? keys.find(({ formerKid }) => formerKid === kid);
  return key === undefined ? null : { kid, secret: key.secret };
}

/**
 * The token in a subscribe form, with the time (ms in base 36) and a nonce in place of the ids. It says when the page was
 * made, which reveals a robot that fills in forms faster than people or replays one, without a script or a cookie.
 */
export function makeFormToken(
  { at, nonce }: { readonly at: number; readonly nonce: string },
  key: SigningKey,
): string {
  return makeToken("form", { subscriber: at.toString(36), list: nonce }, key);
}

/** When a form was made (ms UTC) and its nonce; null if this is not a form token of ours. */
export function readFormToken(token: string, keys: TokenKeys): { at: number; nonce: string } | null {
  const ids = readToken("form", token, keys);
  const at = ids === null ? Number.NaN : Number.parseInt(ids.subscriber, 36);
  return ids === null || !Number.isSafeInteger(at) ? null : { at, nonce: ids.list };
}

/** The token of a reader's answer to an issue: the public id of the send stands in the place of the list. */
export function makeRateToken(
  { subscriber, send }: { readonly subscriber: string; readonly send: string },
  key: SigningKey,
): string {
  return makeToken("rate", { subscriber, list: send }, key);
}

/** The public ids of the reader who is asked and of the send; null if this is no such token of ours. */
export function readRateToken(token: string, keys: TokenKeys): { subscriber: string; send: string } | null {
  const ids = readToken("rate", token, keys);
  return ids && { subscriber: ids.subscriber, send: ids.list };
}

/** The token of a shared page: its id, and in place of the list when it ends (ms in base 36). */
export function makeShareToken(
  { share, until }: { readonly share: string; readonly until: number },
  key: SigningKey,
): string {
  return makeToken("share", { subscriber: share, list: until.toString(36) }, key);
}

/** The id of a shared page and when it ends (ms UTC); null if this is no such token of ours. */
export function readShareToken(token: string, keys: TokenKeys): { share: string; until: number } | null {
  const ids = readToken("share", token, keys);
  const until = ids === null ? Number.NaN : Number.parseInt(ids.list, 36);
  return ids === null || !Number.isSafeInteger(until) ? null : { share: ids.subscriber, until };
}

function tagOf(purpose: TokenPurpose, ids: { subscriber: string; list: string }, secret: string): string {
  const text = `${purpose}\n${ids.subscriber}\n${ids.list}`;
  return createHmac("sha256", secret).update(text).digest().subarray(0, 16).toString("base64url");
}
