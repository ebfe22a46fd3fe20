import type { Rule } from "#src/preflight/letter.ts";

/** A logo of which this part or more, 0 to 1, is transparent has no ground of its own. */
const CLEAR = 0.1;
/** The part of what a logo shows, 0 to 1, that may be lost: edges and shades always are. */
const LOST = 0.5;

/** Checks a logo without a ground of its own against the dark palette's paper. */
export const checkLogo: Rule = ({ facts: { newsletter, logo } }, report) => {
  const { logo: written, dark } = newsletter.theme;
  if (logo.kind === "unavailable" || logo.value === null || written === undefined) return;
  const { clear, lost } = logo.value;
  if (clear < CLEAR || lost < LOST) return;
  const share = `${Math.round(100 * lost)}%`;
  const message = `theme.logo: in dark mode ${share} of what ${written.light} shows has less than 3:1 on the paper ${dark.paper}, and nothing else is behind it.`;
  report.warning("contrast/logo-vanishes", { inConfig: true }, message, {
    hint: "Add `dark` to theme.logo: the same logo in light colours, or on a ground of its own.",
  });
};
