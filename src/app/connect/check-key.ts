import { type Check, isMissing, isOk, isUnknown } from "./check.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import { type Connection, whyUnknown } from "./connection.ts";

const NEW_KEY =
  "Make a key at https://resend.com/api-keys, set RESEND_API_KEY to it, then run `letterpress connect`.";

/** Tells what the key may do, from the answer to a request that only a key with full access may make. */
export function checkKey({ config, newsletter }: Connection, answer: Answer<unknown>): Check {
  if (config.apiKey === null) return isMissing("key", "RESEND_API_KEY is not set", NEW_KEY);
  if (answer.kind === "done") return isOk("key", "has full access");
  if (answer.kind === "forbidden") {
    if (!answer.sendsOnly) return isMissing("key", `is refused: ${answer.message}`, NEW_KEY);
    if (newsletter.audience === "ledger")
      return isOk("key", "may send and nothing else, which is all that sending needs");
    return isMissing(
      "key",
      "may only send, and where subscribers live at Resend every command reads or writes broadcasts",
      "Make a key with full access at https://resend.com/api-keys, set RESEND_API_KEY to it, then run `letterpress connect`.",
    );
  }
  // An answer without a time came from no server: nothing listens at that address.
  if (config.destination === "sandbox" && answer.kind === "unclear" && answer.at === null)
    return isUnknown(
      "key",
      `no sandbox answers at ${config.baseUrl}: \`letterpress sandbox\` starts one`,
      null,
    );
  const { says, next } = whyUnknown(answer);
  return isUnknown("key", says, next);
}
