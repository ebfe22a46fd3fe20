import { DAY_MS } from "#src/model/durations.ts";
import { toBase64Url } from "./bytes.ts";
import { type SecretKeys, sign } from "./secret-keys.ts";

/** People read before they press the button; a faster form was filled in by a robot. */
const FASTEST_MS = 3_000;

/** Returns the time at which a form was shown, signed: `<ms in base 36>.<tag>`. */
export async function makeFormToken(at: number, { form }: SecretKeys): Promise<string> {
  const time = at.toString(36);
  return `${time}.${toBase64Url((await sign(form, time)).slice(0, 16))}`;
}

/** Whether a form was shown at least three seconds and at most a day ago. A "young" token becomes good a moment later. */
export async function judgeFormToken(
  token: string,
  { keys, now }: { keys: readonly SecretKeys[]; now: number },
): Promise<"good" | "young" | "wrong"> {
  const at = Number.parseInt(token.split(".")[0] ?? "", 36);
  if (!Number.isSafeInteger(at)) return "wrong";
  const ours = await Promise.all(keys.map((one) => makeFormToken(at, one)));
  if (!ours.includes(token) || now - at > DAY_MS) return "wrong";
  return now - at < FASTEST_MS ? "young" : "good";
}
