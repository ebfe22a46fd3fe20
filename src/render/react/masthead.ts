import { createElement, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { mastheadHtml } from "#src/render/masthead-html.ts";
import { framed } from "#src/render/framed.ts";
import { expectInput } from "./expect-input.ts";
import { Raw } from "./raw.ts";

/**
 * Shows the theme's logo or else the newsletter's name in type, the number and date, and the link to read it online. It is
 * as wide as the element around it, with 28 px of space above, and 14 px and a rule of 2 px below. Place it inside `<Letter>` or any
 * cell: `<Masthead {...input} />`. It leaves out what an issue does not have. Throws InputMissing.
 */
export function Masthead(input: TemplateInput): ReactElement {
  expectInput("Masthead", input, ["newsletter", "issue", "theme", "urls"]);
  return createElement(Raw, { html: framed("28px 0 0", mastheadHtml(input)) });
}
