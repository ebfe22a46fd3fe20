import { createElement, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { preheaderHtml } from "./preheader-html.ts";
import { Raw } from "./raw.ts";
import { expectInput } from "./expect-input.ts";

/**
 * Holds the line that an inbox shows after the subject: the preview text, hidden in the email itself, and followed by
 * nothing of the body. Place it first in the email: `<Preheader {...input} />`. A template with neither this nor react-email's
 * `<Preview>` gets it automatically. Throws InputMissing.
 */
export function Preheader(input: TemplateInput): ReactElement {
  expectInput("Preheader", input, ["issue"]);
  return createElement(Raw, { html: preheaderHtml(input) });
}
