import type { Newsletter } from "#src/model/newsletter.ts";
import type { Palette } from "#src/model/template.ts";
import { resolveTheme } from "#src/render/resolve-theme.ts";

/** The only style sheet of the public pages, in the newsletter's own type and colours. */
export function pageStyles(newsletter: Pick<Newsletter, "theme" | "url">): string {
  const { light, dark, serif, sans } = resolveTheme(newsletter, {});
  // `<` would end the style element; no font and no colour contains one.
  return `
:root{color-scheme:light dark;${colours(light)}}
@media (prefers-color-scheme:dark){:root{${colours(dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 ${serif};overflow-wrap:anywhere}
body>*{max-width:36rem;margin:0 auto;padding:0 1.25rem}
body>header{padding-top:2.5rem;font:600 .875rem/1.4 ${sans}}
body>header p{margin:0;padding-bottom:1rem;border-bottom:1px solid var(--rule)}
body>header a{color:inherit;text-decoration:none}
body>header a:hover{text-decoration:underline}
h1{margin:2rem 0 .75rem;font:700 1.75rem/1.25 ${sans};text-wrap:balance}
body>main:first-child>h1{margin:3rem 0 .75rem;font:700 2.25rem/1.2 ${serif}}
h2{margin:.125rem 0 .25rem;font:700 1.1875rem/1.35 ${sans}}
p,ul,fieldset{margin:0 0 1.25rem}
ul{padding-inline-start:1.25rem}
form{margin:0 0 1.5rem}
hr{margin:2.25rem 0;border:0;border-top:1px solid var(--rule)}
fieldset{min-width:0;padding:0;border:0}
legend{padding:0;margin-bottom:.25rem;font:700 1.0625rem/1.4 ${sans}}
fieldset+fieldset{margin-top:2rem}
.pair:first-of-type{padding-top:.375rem}
.label{margin-bottom:.375rem;font:600 .9375rem/1.4 ${sans}}
.label{display:block}
.label small{font-weight:400;color:var(--muted);font-size:inherit}
.check{display:flex;gap:.75rem;align-items:baseline;min-height:44px;padding:.5rem 0}
.check small{display:block;color:var(--muted);font-size:.9375rem;line-height:1.45}
.check input{width:1.125rem;height:1.125rem;accent-color:var(--accent);flex:none;transform:translateY(.125rem)}
.field{width:100%;min-height:44px;padding:.5rem .75rem;border:1px solid var(--muted);border-radius:4px;background:var(--paper);color:var(--ink);font:1rem/1.4 ${sans}}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));column-gap:1rem}
.small{color:var(--muted);font-size:.9375rem;line-height:1.5}
.notice{padding:.75rem 1rem;border:1px solid var(--rule);border-inline-start:4px solid var(--accent);background:var(--tint);font-size:1rem}
.trap{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
button,.button{display:inline-block;min-height:44px;padding:.625rem 1.25rem;border:1px solid var(--accent);border-radius:4px;background:var(--accent);color:var(--on-accent);font:600 1rem/1.4 ${sans};text-decoration:none;cursor:pointer}
button.quiet{background:none;color:var(--accent)}
a{color:var(--accent)}
.issues{list-style:none;padding:0;margin:2rem 0}
.issues li{padding:1.25rem 0;border-top:1px solid var(--rule)}
.issues p{margin:0}
.issues .meta{color:var(--muted);font:.875rem/1.5 ${sans}}
.issues h2 a{color:inherit;text-decoration:none}
.issues h2 a:hover{text-decoration:underline}
nav{display:flex;flex-wrap:wrap;gap:1rem 1.5rem;align-items:center;font:1rem/1.4 ${sans}}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.row{display:flex;flex-wrap:wrap;gap:.5rem}
.row .field{flex:1 1 14rem;width:auto}
.join{margin:2rem 0;padding:1.25rem 1.25rem .25rem;background:var(--tint)}
.join form{margin:0}
.join h2{margin:0 0 .5rem}
.join .small{margin:.5rem 0 1rem;font-size:.875rem}
.letter>*{max-width:39.5rem}
.head{margin:2rem 0}
.head h1{margin:.25rem 0 .5rem}
.letter .meta{margin:0;color:var(--muted);font:.9375rem/1.5 ${sans}}
.letter .meta a{color:inherit}
.lede{margin:0 0 .5rem;font-size:1.25rem;line-height:1.45}
.head .notice{margin:1rem 0 0}
.words{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;margin:0 0 1rem;padding:0;list-style:none;font:.9375rem/1.5 ${sans}}
.words a{display:inline-block;padding:.25rem 0}
.words a[aria-current]{color:inherit;font-weight:600;text-decoration:none}
.words span{color:var(--muted)}
.series{display:block;margin:1.5rem 0}
.series p{margin:0 0 .5rem}
.tail{padding:1rem 0 0;border-top:1px solid var(--rule)}
.neighbours{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1rem 2rem;align-items:start;margin:2rem 0 0}
.neighbours a{display:block;padding:.5rem 0;text-decoration:none}
.neighbours a span{display:block;color:var(--muted);font-size:.875rem}
.neighbours a b{font-weight:600;text-decoration:underline}
[hidden]{display:none!important}
body>footer p{margin:0 0 .5rem}
body>footer a{display:inline-block;padding:.25rem 0;margin-inline-end:1rem;color:inherit}
body>footer{padding-top:2rem;padding-bottom:3rem;color:var(--muted);font:.875rem/1.5 ${sans}}
`.replaceAll("<", "");
}

function colours(palette: Palette): string {
  const { accent, onAccent, paper, ink, muted, rule, tint } = palette;
  return `--accent:${accent};--on-accent:${onAccent};--paper:${paper};--ink:${ink};--muted:${muted};--rule:${rule};--tint:${tint}`;
}
