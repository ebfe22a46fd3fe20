import { createElement, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { preheaderHtml } from "./preheader-html.ts";
import { Raw } from "./raw.ts";
import { expectInput } from "./expect-input.ts";

/**
 * The line an inbox shows after the subject: the preview text, hidden, and nothing of the body. First in the email:
 * `<Preheader {...input} />`. A template without it, or without react-email's `<Preview>`, gets it. Throws InputMissing.
 */
export function Preheader(input: TemplateInput): ReactElement {
  expectInput("Preheader", input, ["issue"]);
  return createElement(Raw, { html: preheaderHtml(input) });
}
