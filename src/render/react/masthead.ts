import { createElement, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { mastheadHtml } from "#src/render/masthead-html.ts";
import { framed } from "#src/render/framed.ts";
import { expectInput } from "./expect-input.ts";
import { Raw } from "./raw.ts";

/**
 * Whose letter this is, which one, and where to read it online: the logo of the theme or the newsletter's name in type, number and
 * date, a link. As wide as what it stands in; 28 px of space above, 14 px and a rule of 2 px below. Place it inside `<Letter>` or
 * any cell: `<Masthead {...input} />`. What an issue does not have is left out. Throws InputMissing.
 */
export function Masthead(input: TemplateInput): ReactElement {
  expectInput("Masthead", input, ["newsletter", "issue", "theme", "urls"]);
  return createElement(Raw, { html: framed("28px 0 0", mastheadHtml(input)) });
}
