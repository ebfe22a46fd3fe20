import { TOKEN } from "#src/model/merge-tag.ts";
import type { Rule } from "#src/preflight/letter.ts";

const ADDRESS = /^[^\s@<>()]+@[^\s@<>()]+\.[\p{L}\d-]+$/u;
/** National and international forms of a number end alike. */
const LAST_DIGITS = 6;

/** Reports links to a mailbox or a telephone whose words show another one: a copied line of which one half was changed. */
export const checkContacts: Rule = ({ issue }, report) => {
  for (const { url, text, place } of issue.links) {
    if (url.search(TOKEN) !== -1) continue;
    const words = text.trim();
    const [, scheme = "", target = ""] = /^(mailto|tel|sms):([^?;]*)/i.exec(url) ?? [];
    if (scheme.toLowerCase() === "mailto" && ADDRESS.test(words)) {
      const to = decoded(target).split(",");
      if (to[0] === "" || to.some((one) => one.toLowerCase() === words.toLowerCase())) continue;
      report.error(
        "link/another-address",
        place,
        `The link says ${words}, but a mail goes to ${to.join(", ")}.`,
        {
          hint: "Write the same address in the words and after mailto:.",
        },
      );
    }
    if (/^(?:tel|sms)$/i.test(scheme) && /^\+?[\d\s()./–-]+$/.test(words)) {
      const [said, called] = [digitsOf(words), digitsOf(decoded(target))];
      const length = Math.min(said.length, called.length, LAST_DIGITS);
      if (length === 0 || said.slice(-length) === called.slice(-length)) continue;
      report.error("link/another-number", place, `The link says ${words}, but calls ${decoded(target)}.`, {
        hint: "Write the same number in the words and in the link.",
      });
    }
  }
};

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
