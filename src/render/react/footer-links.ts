import { createElement, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { footerHtml } from "#src/render/footer-html.ts";
import { framed } from "#src/render/framed.ts";
import { expectInput } from "./expect-input.ts";
import { Raw } from "./raw.ts";

/**
 * Shows everything that the law requires at the end of an email, under a hairline: why the reader gets the email, the postal
 * address, and the links to unsubscribe, to the reader's preferences, to the issue online and to the newsletter's `social` pages.
 * The words are in the language, and it is as wide as the element around it: `<FooterLinks {...input} />`. A confirmation
 * has no link to unsubscribe, because its reader is not subscribed yet. Throws InputMissing.
 */
export function FooterLinks(input: TemplateInput): ReactElement {
  expectInput("FooterLinks", input, ["newsletter", "issue", "theme", "urls"]);
  return createElement(Raw, { html: framed("20px 0 48px", footerHtml(input)) });
}
