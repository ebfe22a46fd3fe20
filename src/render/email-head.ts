import { createElement, Fragment, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { headCss, headMeta, OUTLOOK_SETTINGS, VIEWPORT } from "./head-css.ts";
import { Raw } from "#src/render/react/raw.ts";
import { expectInput } from "#src/render/react/expect-input.ts";

/**
 * Fills `<Head>` with the title (the issue's subject), viewport, colour schemes, Outlook's settings, and the styles for dark mode and
 * phones. A template without it gets the same content; place it yourself if your own styles must come before or after it. Throws
 * InputMissing.
 */
export function EmailHead(input: TemplateInput): ReactElement {
  expectInput("EmailHead", input, ["issue", "theme"]);
  return createElement(
    Fragment,
    null,
    createElement("title", null, input.issue.subject),
    ...[VIEWPORT, ...headMeta()].map(([name, content]) =>
      createElement("meta", { key: name, name, content }),
    ),
    createElement("style", { dangerouslySetInnerHTML: { __html: headCss(input) } }),
    createElement(Raw, { html: OUTLOOK_SETTINGS }),
  );
}
