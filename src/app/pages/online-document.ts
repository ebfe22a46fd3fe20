import { html, raw } from "hono/html";
import type { Theme } from "#src/model/template.ts";
import type { Html } from "./page-document.ts";

/**
 * An email's HTML as a web page: with the metadata of a page in its head, the letter as its main part, and an optional
 * note above. The letter itself stays byte for byte as it was rendered.
 */
export async function onlineDocument(
  email: string,
  { head, note, theme }: { readonly head: Html; readonly note: string | null; readonly theme: Theme },
): Promise<string> {
  const { light, dark, sans } = theme;
  const css = `.lp-note{max-width:592px;margin:0 auto;padding:20px 24px 0;font:14px/1.5 ${sans};color:${light.muted}}
.lp-note p{margin:0;padding:10px 14px;border:1px solid ${light.rule};border-left:4px solid ${light.accent}}
@media (prefers-color-scheme:dark){.lp-note{color:${dark.muted}}.lp-note p{border-color:${dark.rule};border-left-color:${dark.accent}}}`;
  const style = note === null ? "" : raw(`<style>${css.replaceAll("<", "")}</style>`);
  const inHead = String(await html`${head}${style}`);
  const above = note === null ? "" : String(await html`<div class="lp-note"><p>${note}</p></div>`);
  // Replacements are functions, because `replace` would interpret a `$&` in a subject.
  return email
    .replace(/<\/head>/i, () => `${inHead}</head>`)
    .replace(/<body\b[^>]*>/i, (body) => {
      // CSS rules for direct children of the body, by its class, must still match inside `main`.
      const name = /\sclass\s*=\s*("[^"]*"|'[^']*')/i.exec(body)?.[1];
      return `${body}<main${name === undefined ? "" : ` class=${name}`}>${above}`;
    })
    .replace(/<\/body>(?![\s\S]*<\/body>)/i, () => "</main></body>");
}
