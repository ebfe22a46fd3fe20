import { asksAddress } from "#src/model/states.ts";
import type { TemplateInput } from "#src/model/template.ts";

/**
 * Headers that are the same for every recipient. List-Unsubscribe is not among them: it carries the recipient's own
 * token. Each address here must answer, so there is no List-Help.
 */
export function fixedHeaders({ newsletter, issue, urls }: TemplateInput): Record<string, string> {
  const host = new URL(newsletter.url).hostname;
  if (asksAddress(issue.trigger)) return { "Auto-Submitted": "auto-generated" };
  return {
    "List-Id": `${phrase(newsletter.name)} <${issue.list}.${host}>`,
    ...(urls.web === null ? {} : { "List-Archive": `<${urls.web}>` }),
    Precedence: "bulk",
  };
}

/** A display name for a header: quoted where RFC 5322 wants it, encoded (RFC 2047) where it is not ASCII. */
function phrase(name: string): string {
  if (/^[\x20-\x7E]*$/.test(name)) {
    return /^[\w !#$%&'*+\-/=?^`{|}~]*$/.test(name) ? name : `"${name.replace(/["\\]/g, "\\$&")}"`;
  }
  return encodedWords(name);
}

/** One encoded word holds at most 45 bytes, so that it stays within 75 characters. */
function encodedWords(name: string): string {
  const words: string[] = [];
  let word = "";
  for (const character of name) {
    if (Buffer.byteLength(word + character) > 45) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((text) => `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`).join(" ");
}
