import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth/lib/dkim/sign.js";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
/** The TXT record of the key that mails of the tests are signed with. */
export const KEY_RECORD = `v=DKIM1; k=rsa; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`;

export const ONE_CLICK_URL = "https://news.museum.org/u/v1.k1.abc";
const HTML = `<!doctype html><html lang="en"><body><p>Good morning.</p><a href="${ONE_CLICK_URL}">Unsubscribe</a></body></html>`;
const TEXT = `Good morning, and thank you for reading this letter about the harbour museum, its press, and the pier that is being repaired now.\r\n\r\nUnsubscribe: ${ONE_CLICK_URL}`;

/** Headers that Resend was seen to sign on a broadcast of September 2026. */
export const SIGNED =
  "From:Reply-To:To:Subject:MIME-Version:Content-Type:List-Unsubscribe:List-Unsubscribe-Post:Message-ID:Date";

export interface MailOptions {
  /** Header lines that take the place of those of the same name; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly html?: string;
  readonly text?: string;
  readonly signs?: string;
  readonly signer?: string;
  /** Lines above the signature: what the receiver's server adds. */
  readonly above?: readonly string[];
}

/** A mail as a reader's server has it, signed with a key of the test's. */
export async function signedMail(options: MailOptions = {}): Promise<Buffer> {
  const { headers = {}, html = HTML, text = TEXT, signs = SIGNED, signer = "news.museum.org" } = options;
  const lines = Object.entries({
    From: "The Letter <desk@news.museum.org>",
    "Reply-To": "hello@museum.org",
    To: "ada@reader.org",
    Subject: "How a letter is made",
    Date: "Tue, 24 Nov 2026 12:00:00 +0000",
    "Message-ID": "<1@eu-west-1.amazonses.com>",
    "List-Id": "The Letter <weekly.news.museum.org>",
    "List-Archive": "<https://news.museum.org/issues/hello>",
    "List-Unsubscribe": `<${ONE_CLICK_URL}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "MIME-Version": "1.0",
    "Content-Type": 'multipart/alternative; boundary="b"',
    ...headers,
  }).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  const part = (type: string, body: string) =>
    body === "" ? [] : ["--b", `Content-Type: ${type}; charset=utf-8`, "", body];
  const mail = [...lines, "", ...part("text/plain", text), ...part("text/html", html), "--b--", ""].join(
    "\r\n",
  );
  const signature = {
    signingDomain: signer,
    selector: "resend",
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }),
    headerList: signs,
  };
  const { signatures } = await dkimSign(mail, {
    canonicalization: "relaxed/relaxed",
    ...signature,
    signatureData: [signature],
  });
  const above = (options.above ?? []).map((line) => `${line}\r\n`).join("");
  return Buffer.from(`${above}${signatures}${mail}`);
}
