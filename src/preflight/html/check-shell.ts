import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";

/** What every mail's HTML must have around its words, and what no client lets through. */
export function checkShell(letter: Letter): readonly Finding[] {
  const html = letter.html.replace(/<!--[\s\S]*?-->/g, "");
  const titles = [...html.matchAll(/<title\b[^>]*>([\s\S]*?)<\/title>/gi)];
  const wanted: readonly (readonly [boolean, string])[] = [
    [/^\s*<!doctype html/i.test(letter.html), "a doctype"],
    [/<html\b[^>]*\slang=["'][^"']+/i.test(html), "a language on <html>"],
    [/<html\b[^>]*\sdir=["'](?:ltr|rtl)["']/i.test(html), "a direction on <html>"],
    [/<meta\b[^>]*charset=["']?utf-8/i.test(html), "the charset UTF-8"],
    [titles.length === 1 && titles[0]?.[1]?.trim() !== "", "exactly one <title> with words in it"],
  ];
  const forbidden =
    /<(script|form|iframe|object|embed|base|frame)\b|<meta\b[^>]*http-equiv=["']?refresh|\son[a-z]+\s*=\s*["']|(?:href|src)\s*=\s*["']?\s*(?:javascript|data|vbscript):/i.exec(
      html,
    );
  const findings = wanted
    .filter(([there]) => !there)
    .map(([, what]) =>
      find(letter, "error", "shell/incomplete", null, `The HTML lacks ${what}.`, "Mend the template."),
    );
  if (forbidden !== null) {
    findings.push(
      find(
        letter,
        "error",
        "shell/forbidden",
        null,
        `The HTML holds ${forbidden[0].trim()}, which mail clients remove or refuse.`,
        "Take it out of the template.",
      ),
    );
  }
  return findings;
}
