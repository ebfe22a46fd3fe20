import { createElement, Fragment, type CSSProperties, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { sides } from "#src/render/blocks/styles.ts";
import { frameWords } from "#src/render/frame-words.ts";
import { quietLink, smallPrint } from "./small-print.ts";
import { column, row, section, text } from "./table.ts";
import { expectInput } from "./expect-input.ts";

/**
 * Whose letter this is, which one, and where to read it online: the logo of the theme or the newsletter's name in type, number and
 * date, a link. As wide as what it stands in; 28 px of space above, 14 px and a rule of 2 px below. Place it inside `<Letter>` or
 * any cell: `<Masthead {...input} />`. What an issue does not have is left out. Throws InputMissing.
 */
export function Masthead(input: TemplateInput): ReactElement {
  expectInput("Masthead", input, ["newsletter", "issue", "theme", "urls"]);
  const { issue, theme, urls } = input;
  const { dateline, viewOnline } = frameWords(input);
  const { start, end } = sides(issue.dir);
  const cell: CSSProperties = { ...smallPrint(input), padding: "2px 0 0" };
  const first = column(
    { className: "lp-muted", valign: "bottom", style: { ...cell, textAlign: start } },
    dateline,
  );
  const style: CSSProperties = { ...cell, textAlign: end, width: 120 };
  const online =
    viewOnline === null || urls.web === null
      ? null
      : column({ valign: "bottom", style }, quietLink(input, urls.web, escapeHtml(viewOnline)));
  return section(
    {
      className: "lp-ink-edge",
      style: { borderBottom: `2px solid ${theme.light.ink}` },
      padding: "28px 0 14px",
    },
    nameplate(input),
    row(first, online),
  );
}

/** Two images where the newsletter has a dark logo; the head's styles show one of them. */
function nameplate({ newsletter, theme }: TemplateInput): ReactElement {
  const { logo } = theme;
  // Without an image, or with images off, the name is set in type.
  const type: CSSProperties = {
    fontFamily: theme.serif,
    fontSize: 23,
    lineHeight: "30px",
    fontWeight: 700,
    color: theme.light.ink,
  };
  if (logo === null) return text("lp-ink", { ...type, margin: 0 }, newsletter.name);
  const { alt, height, width, url: href } = logo;
  // What hides an image hides its link, too: a link around nothing is read out as its address.
  const image = (src: string, shown: string | undefined, more: CSSProperties) => {
    const style = { ...IMAGE, ...type, ...more };
    const className = shown === undefined ? "lp-ink" : `${shown} lp-ink`;
    const picture = createElement("img", { className, alt, height, src, style, width });
    return createElement(
      "a",
      { className: shown, href, style: { textDecoration: "none", ...more } },
      picture,
    );
  };
  if (logo.dark === null) return image(logo.light, undefined, {});
  return createElement(
    Fragment,
    null,
    image(logo.light, "lp-logo-light", {}),
    image(logo.dark, "lp-logo-dark", HIDDEN),
  );
}

const IMAGE: CSSProperties = { display: "block", outline: "none", border: "none", textDecoration: "none" };
/** Outlook for Windows hides nothing without its own word for it. */
const HIDDEN = { display: "none", msoHide: "all" } as CSSProperties;
