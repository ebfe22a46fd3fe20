import { connect } from "node:net";
import type { SpamFacts } from "#src/model/facts.ts";

/** Where a `spamd` listens. */
export interface SpamdAddress {
  readonly host: string;
  readonly port: number;
}

/** SpamAssassin may take some seconds if its tests ask the network; nobody waits longer for an opinion. */
const ANSWER_MS = 10_000;
/** Names of tests fill a few hundred bytes. */
const MOST_BYTES = 100_000;

/**
 * Asks SpamAssassin for its opinion of a mail: SYMBOLS of the protocol SPAMC 1.5
 * (https://svn.apache.org/repos/asf/spamassassin/trunk/spamd/PROTOCOL). Rejects if nothing answers, or something other than spamd does.
 */
export async function askSpamd(
  { host, port }: SpamdAddress,
  /** Makes the mail. It is called only once something listens. */
  mail: () => Promise<Buffer>,
  waitMs = ANSWER_MS,
): Promise<SpamFacts> {
  const answer = Promise.withResolvers<string>();
  const socket = connect({ host, port });
  const timer = setTimeout(() => answer.reject(new Error(`nothing within ${waitMs / 1000} s`)), waitMs);
  let text = "";
  socket.setEncoding("utf8");
  socket.on("error", answer.reject);
  socket.on("data", (part: string) => {
    text += part;
    if (text.length > MOST_BYTES) answer.reject(new Error("its answer does not end"));
  });
  socket.on("close", () => answer.resolve(text));
  socket.on("connect", () => {
    mail().then((bytes) => {
      // Half closed: that is how spamd knows the mail's end, whatever it makes of the length.
      socket.write(`SYMBOLS SPAMC/1.5\r\nContent-length: ${bytes.length}\r\n\r\n`);
      socket.end(bytes);
    }, answer.reject);
  });
  try {
    return readAnswer(await answer.promise);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function readAnswer(text: string): SpamFacts {
  const [head = "", body = ""] = text.split(/\r?\n\r?\n/);
  const [, code, words = ""] = /^SPAMD\/[\d.]+ (\d+) (.*)/.exec(head) ?? [];
  if (code === undefined) throw new Error("it does not speak the protocol of spamd");
  if (code !== "0") throw new Error(`it answers ${code} ${words.trim()}`);
  const [, score, limit] = /^Spam:\s*\w+\s*;\s*(-?[\d.]+)\s*\/\s*(-?[\d.]+)/im.exec(head) ?? [];
  if (score === undefined || limit === undefined) throw new Error("its answer has no score");
  const rules = body
    .split(",")
    .map((name) => name.trim())
    .filter((name) => /^\w+$/.test(name));
  return { score: Number(score), limit: Number(limit), rules };
}
