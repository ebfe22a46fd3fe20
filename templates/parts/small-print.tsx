import type { TemplateInput } from "letterpress";
import type { CSSProperties, ReactElement } from "react";
import { Link } from "react-email";

/** The type of masthead and footer. */
export function smallPrint({ theme }: TemplateInput): CSSProperties {
  return { fontFamily: theme.sans, fontSize: 14, lineHeight: "21px", color: theme.light.muted };
}

/** A link of the small print: underlined, in the colour of the text around it. */
export function QuietLink({
  theme,
  href,
  words,
}: TemplateInput & { readonly href: string; readonly words: string }): ReactElement {
  return (
    <Link
      className="lp-quiet"
      href={href}
      target="_self"
      style={{ color: theme.light.muted, textDecoration: "underline" }}
    >
      {words}
    </Link>
  );
}
