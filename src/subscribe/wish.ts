import { DAY_MS, MINUTE_MS } from "#src/model/durations.ts";
import type { SecretKeys } from "./secret-keys.ts";
import { seal, unseal } from "./seal.ts";

/** What somebody asked for in the form, which is everything that the link in the mail carries. */
export interface Wish {
  readonly address: string;
  /** Keys of the newsletter's lists. */
  readonly lists: readonly string[];
  /** "" if none was given. */
  readonly name: string;
  /** The UTC day of the form, `2026-11-30`. */
  readonly day: string;
}

/** How long a link works after the end of its day … */
const CONFIRM_MS = 3 * DAY_MS;
/** … and the button for somebody who once left. */
const RETURN_MS = 15 * MINUTE_MS;

/** The UTC day of an instant. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function sealWish(
  { address, lists, name, day }: Wish,
  newsletter: string,
  keys: SecretKeys,
): Promise<string> {
  return seal([address, lists, name, day], { purpose: "confirm", newsletter }, keys);
}

/** Opens the wish of a link; null if the link does not work at `now`. */
export async function openWish(
  token: string,
  newsletter: string,
  { keys, now }: { keys: readonly SecretKeys[]; now: number },
): Promise<Wish | null> {
  const wish = readWish(await unseal(token, { purpose: "confirm", newsletter }, keys));
  return wish !== null && now < Date.parse(wish.day) + DAY_MS + CONFIRM_MS ? wish : null;
}

/** Seals the same wish for a reader who was shown, at `at`, that they once left. */
export function sealReturn(wish: Wish, newsletter: string, { keys, at }: { keys: SecretKeys; at: number }) {
  const { address, lists, name, day } = wish;
  return seal([address, lists, name, day, at], { purpose: "return", newsletter }, keys);
}

export async function openReturn(
  token: string,
  newsletter: string,
  { keys, now }: { keys: readonly SecretKeys[]; now: number },
): Promise<Wish | null> {
  const content = await unseal(token, { purpose: "return", newsletter }, keys);
  const at: unknown = Array.isArray(content) ? content[4] : null;
  return typeof at === "number" && now >= at && now < at + RETURN_MS ? readWish(content) : null;
}

/** Checks a wish: we sealed it ourselves, but perhaps in another version. */
function readWish(content: unknown): Wish | null {
  if (!Array.isArray(content)) return null;
  const [address, lists, name, day] = content as readonly unknown[];
  const isWish =
    typeof address === "string" &&
    Array.isArray(lists) &&
    lists.every((list) => typeof list === "string") &&
    typeof name === "string" &&
    typeof day === "string" &&
    !Number.isNaN(Date.parse(day));
  return isWish ? { address, lists, name, day } : null;
}
