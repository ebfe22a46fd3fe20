import { createElement, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { footerHtml } from "#src/render/footer-html.ts";
import { framed } from "#src/render/framed.ts";
import { expectInput } from "./expect-input.ts";
import { Raw } from "./raw.ts";

/**
 * All that the law wants at the end of an email, under a hairline: why the reader gets it, the postal address, and the links to
 * unsubscribe, to choose, to read online and to the newsletter's `social` pages. In the language, as wide as what it
 * stands in: `<FooterLinks {...input} />`. A confirmation has no link to unsubscribe, because nobody is subscribed yet. Throws InputMissing.
 */
export function FooterLinks(input: TemplateInput): ReactElement {
  expectInput("FooterLinks", input, ["newsletter", "issue", "theme", "urls"]);
  return createElement(Raw, { html: framed("20px 0 48px", footerHtml(input)) });
}
