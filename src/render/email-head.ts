import { createElement, Fragment, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { HEAD_META, headCss } from "./head-css.ts";
import { Raw } from "#src/render/react/raw.ts";

/** Outlook for Windows scales images on a 120 dpi screen without this. */
const OUTLOOK =
  "<!--[if mso]><noscript><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml></noscript><![endif]-->";

/** The content of `<Head>`: the one title, viewport, colour schemes, Outlook's settings, dark and phone styles. */
export function EmailHead(input: TemplateInput): ReactElement {
  return createElement(
    Fragment,
    null,
    createElement("title", null, input.issue.subject),
    createElement("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    ...HEAD_META.map(([name, content]) => createElement("meta", { key: name, name, content })),
    createElement("style", { dangerouslySetInnerHTML: { __html: headCss(input) } }),
    createElement(Raw, { html: OUTLOOK }),
  );
}
