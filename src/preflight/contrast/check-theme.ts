import type { Rule } from "#src/preflight/letter.ts";
import { BLACK, colorOf, contrast } from "#src/preflight/look/color.ts";

/** Reports colours of the config that no email uses as they are: words in them could not be read, so they are moved until they can. */
export const checkTheme: Rule = ({ facts: { newsletter } }, report) => {
  const { theme } = newsletter;
  for (const [key, palette] of [
    ["theme", theme],
    ["theme.dark", theme.dark],
  ] as const) {
    for (const name of ["ink", "accent"] as const) {
      const ratio = contrast(colorOf(palette[name]) ?? BLACK, colorOf(palette.paper) ?? BLACK);
      // A colour that is the same in both palettes was not chosen for the dark one: `init` writes it there.
      if (ratio >= 4.5 || (palette !== theme && palette[name] === theme[name])) continue;
      const message = `${key}.${name}: ${palette[name]} has ${ratio.toFixed(1)}:1 on ${key}.paper ${palette.paper}; expected at least 4.5:1, so emails use another shade of it.`;
      report.info("contrast/theme", { inConfig: true }, message, {
        hint: "Choose the shade yourself: darker on light paper, lighter on dark paper.",
      });
    }
  }
};
