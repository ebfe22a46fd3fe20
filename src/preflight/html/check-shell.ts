import type { Rule } from "#src/preflight/letter.ts";

const FORBIDDEN =
  /<(script|form|iframe|object|embed|base|frame)\b|<meta\b[^>]*http-equiv=["']?refresh|\son[a-z]+\s*=\s*["']|(?:href|src)\s*=\s*["']?\s*(?:javascript|data|vbscript):/i;

/** A charset that is not ours, and what every mail client removes. */
export const checkShell: Rule = (letter, report) => {
  const html = letter.html.replace(/<!--[\s\S]*?-->/g, "");
  if (!/<meta\b[^>]*charset=["']?utf-8/i.test(html)) {
    report.error("shell/incomplete", { inTemplate: "charset" }, "The HTML lacks the charset UTF-8.", {
      hint: "Write UTF-8 there, or leave the charset out: it is added.",
    });
  }
  const forbidden = FORBIDDEN.exec(html)?.[0].trim();
  if (forbidden !== undefined) {
    const message = `The HTML holds ${forbidden}, which mail clients remove or refuse.`;
    report.error("shell/forbidden", { inTemplate: forbidden }, message, {
      hint: "Remove it from the template.",
    });
  }
};
