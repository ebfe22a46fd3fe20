import type { Rule } from "#src/preflight/letter.ts";
import { type Tag, tagsOf } from "./tags-of.ts";

const FORBIDDEN = new Set("script form iframe object embed base frame".split(" "));

/** Reports HTML without the charset UTF-8, and what every mail client removes. */
export const checkShell: Rule = (letter, report) => {
  const tags = tagsOf(letter.html);
  if (!tags.some(isCharset)) {
    report.error("shell/incomplete", { inTemplate: "charset" }, "The HTML lacks the charset UTF-8.", {
      hint: "Write UTF-8 there, or leave the charset out: it is added.",
    });
  }
  const forbidden = tags.map(forbiddenIn).find((one) => one !== null);
  if (forbidden !== undefined && forbidden !== null) {
    const message = `The HTML holds ${forbidden}, which mail clients remove or refuse.`;
    report.error("shell/forbidden", { inTemplate: forbidden }, message, {
      hint: "Remove it from the template.",
    });
  }
};

function isCharset({ name, source }: Tag): boolean {
  return name === "meta" && /charset=["']?utf-8/i.test(source);
}

/** The part of a tag that is forbidden, as the template writes it; null if nothing is. */
function forbiddenIn({ name, attributes }: Tag): string | null {
  if (FORBIDDEN.has(name)) return `<${name}`;
  if (name === "meta" && attributes.some(([key, value]) => key === "http-equiv" && /^refresh$/i.test(value)))
    return "<meta";
  for (const [key, value] of attributes) {
    if (/^on[a-z]+$/.test(key)) return key;
    const scheme = /^\s*(javascript|data|vbscript):/i.exec(value)?.[0];
    if (scheme !== undefined && (key === "href" || key === "src")) return `${key}="${scheme}`;
  }
  return null;
}
