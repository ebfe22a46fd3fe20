import { html, raw } from "hono/html";
import type { Theme } from "#src/model/template.ts";
import type { Html } from "#src/pages/page-document.ts";
import { sayInHtml } from "#src/render/say-in-html.ts";

interface Around {
  readonly head: Html;
  /** Links to the other pages, above the letter. */
  readonly nav: Html;
  readonly note: string | null;
  /** Links to other parts of its series, below the letter. */
  readonly further: Html | null;
  readonly theme: Theme;
}

/**
 * An email's HTML as a web page: with the metadata of a page in its head, links above, the letter as its main part, and an
 * optional note above that. The letter itself stays byte for byte as it was rendered.
 */
export async function onlineDocument(
  email: string,
  { head, nav, note, further, theme }: Around,
): Promise<string> {
  // `<` would end the style element; no font and no colour contains one.
  const style = raw(`<style>${cssOf(theme, FOLLOWS_DARK.test(email)).replaceAll("<", "")}</style>`);
  const inHead = String(await html`${head}${style}`);
  const links = sayInHtml(String(await html`<nav class="lp-nav">${nav}</nav>`));
  const above = note === null ? "" : sayInHtml(String(await html`<div class="lp-note"><p>${note}</p></div>`));
  const below =
    further === null ? "" : sayInHtml(String(await html`<nav class="lp-further">${further}</nav>`));
  // Replacements are functions, because `replace` would interpret a `$&` in a subject.
  return email
    .replace(/<\/head>/i, () => `${inHead}</head>`)
    .replace(/<body\b[^>]*>/i, (body) => {
      // CSS rules for direct children of the body, by its class, must still match inside `main`.
      const name = /\sclass\s*=\s*("[^"]*"|'[^']*')/i.exec(body)?.[1];
      return `${body}${links}<main${name === undefined ? "" : ` class=${name}`}>${above}`;
    })
    .replace(/<\/body>(?![\s\S]*<\/body>)/i, () => `${below}</main></body>`);
}

/** A letter that stays light on a dark screen keeps what stands above it light, too. */
const FOLLOWS_DARK = /<meta\s+name="color-scheme"\s+content="light dark"/i;

function cssOf({ light, dark, sans }: Theme, isDarkToo: boolean): string {
  const inDark = `@media (prefers-color-scheme:dark){.lp-nav,.lp-nav a,.lp-note,.lp-further{color:${dark.muted}}.lp-further a{color:${dark.accent}}.lp-note p{border-color:${dark.rule};border-left-color:${dark.accent}}}`;
  return `.lp-nav,.lp-note,.lp-further{max-width:592px;margin:0 auto;padding:20px 24px 0;font:14px/1.5 ${sans};color:${light.muted}}
.lp-nav{display:flex;justify-content:space-between;gap:24px}
.lp-nav a{padding:4px 0;color:${light.muted}}
.lp-further{padding-bottom:40px;font-size:16px}
.lp-further p{margin:0 0 8px}
.lp-further a{color:${light.accent}}
.lp-note p{margin:0;padding:10px 14px;border:1px solid ${light.rule};border-left:4px solid ${light.accent}}
${isDarkToo ? inDark : ""}`;
}
