import type { Newsletter, ThemeConfig } from "#src/model/newsletter.ts";
import type { Images, Palette, ServedImage, Theme } from "#src/model/template.ts";
import { contrast, mix } from "#src/render/blocks/color.ts";

/**
 * The newsletter's theme with every colour an email needs. Email clients know no CSS variables and no `rgb()` with
 * alpha, so all mixing happens here and only six-digit hex leaves. A logo without a served image is left out: the
 * name in type is better than a broken image.
 */
export function resolveTheme(newsletter: Pick<Newsletter, "theme" | "url">, images: Images): Theme {
  const { theme } = newsletter;
  return {
    light: resolvePalette(theme),
    dark: resolvePalette(theme.dark),
    serif: fontStack(theme.serif),
    sans: fontStack(theme.sans),
    logo: resolveLogo(theme, newsletter.url, images),
  };
}

function resolvePalette(base: { accent: string; paper: string; ink: string }): Palette {
  const paper = base.paper.toLowerCase();
  const ink = legible(base.ink.toLowerCase(), paper, paper);
  const tint = mix(paper, ink, 0.05);
  // Links and labels also stand on the tint, where their contrast is lower.
  const accent = legible(base.accent.toLowerCase(), tint, paper);
  return {
    accent,
    paper,
    ink,
    muted: legible(mix(ink, paper, 0.38), tint, paper),
    rule: mix(paper, ink, 0.16),
    tint,
    onAccent: contrast(paper, accent) >= 4.5 ? paper : furthest(accent),
  };
}

/** `color` moved away from `paper` in small steps until it has 4.5:1 on `ground`. */
function legible(color: string, ground: string, paper: string): string {
  const end = furthest(paper);
  for (let step = 0; step <= 20; step += 1) {
    const candidate = mix(color, end, step / 20);
    if (contrast(candidate, ground) >= 4.5) return candidate;
  }
  return end;
}

function furthest(color: string): string {
  return contrast(color, "#000000") > contrast(color, "#ffffff") ? "#000000" : "#ffffff";
}

/**
 * Returns the stack as short as it may be, because it stands in every heading. A name needs no quotes unless it is more than words; the
 * quotes that stay are single, because double ones would end a style attribute as soon as a template forgets to escape it.
 */
function fontStack(stack: string): string {
  return stack
    .replaceAll('"', "'")
    .replace(/'([A-Za-z][\w-]*(?: [A-Za-z][\w-]*)*)'/g, (quoted, name: string) =>
      GENERIC.test(name) ? quoted : name,
    )
    .replace(/\s*,\s*/g, ",");
}

/** Without quotes these are keywords, not names of fonts. */
const GENERIC =
  /^(?:serif|sans-serif|monospace|cursive|fantasy|system-ui|math|emoji|inherit|initial|unset|default|(?:ui|-)-.*)$/i;

/** The height of an image that is shown `width` px wide, in px. */
function heightOf(image: ServedImage, width: number): number {
  return Math.max(1, Math.round((image.height * width) / image.width));
}

function resolveLogo({ logo }: ThemeConfig, home: string, images: Images): Theme["logo"] {
  const light = logo && images[logo.light];
  if (!logo || !light) return null;
  const dark = logo.dark === undefined ? undefined : images[logo.dark];
  const { alt, width, dark_width: darkWidth = width, url = home } = logo;
  const height = heightOf(light, width);
  const shown = { light: light.url, dark: dark?.url ?? null, alt, width, height, url };
  if (dark === undefined) return shown;
  return { ...shown, darkSize: { width: darkWidth, height: heightOf(dark, darkWidth) } };
}
