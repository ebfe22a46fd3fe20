import { createElement, type CSSProperties, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";

/** The type of masthead and footer. */
export function smallPrint({ theme }: TemplateInput): CSSProperties {
  return { fontFamily: theme.sans, fontSize: 14, lineHeight: "21px", color: theme.light.muted };
}

/** A link of the small print: underlined, in the colour of the text around it. `html` is what stands in it. */
export function quietLink({ theme }: TemplateInput, href: string, html: string): ReactElement {
  const style = { color: theme.light.muted, textDecorationLine: "none", textDecoration: "underline" };
  const dangerouslySetInnerHTML = { __html: html };
  return createElement("a", { className: "lp-quiet", href, style, target: "_self", dangerouslySetInnerHTML });
}
