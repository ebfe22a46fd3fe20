import { createElement, type ReactElement } from "react";
import type { TemplateInput } from "#src/model/template.ts";
import { footerItems } from "#src/render/blocks/links-html.ts";
import { frameWords } from "#src/render/frame-words.ts";
import { quietLink, smallPrint } from "./small-print.ts";
import { section, text } from "./table.ts";
import { expectInput } from "./expect-input.ts";

/**
 * All that the law wants at the end of an email, under a hairline: why the reader gets it, the postal address, and the links to
 * unsubscribe, to choose, to read online and to the newsletter's `social` pages. In the language, as wide as what it
 * stands in: `<FooterLinks {...input} />`. A confirmation has no link to unsubscribe, because nobody is subscribed yet. Throws InputMissing.
 */
export function FooterLinks(input: TemplateInput): ReactElement {
  expectInput("FooterLinks", input, ["newsletter", "issue", "theme", "urls"]);
  const { reason, postalAddress } = frameWords(input);
  const small = { ...smallPrint(input), margin: "0 0 10px" };
  const links = footerItems(input).map(({ url, html }) =>
    createElement(
      "span",
      { key: url, style: { display: "inline-block", paddingRight: 18 } },
      quietLink(input, url, html),
      " ",
    ),
  );
  const rule = {
    width: "100%",
    border: "none",
    borderColor: "transparent",
    borderTop: `1px solid ${input.theme.light.rule}`,
    margin: "0 0 20px",
  };
  return section(
    { padding: "20px 0 48px" },
    createElement("hr", { className: "lp-rule", style: rule }),
    text("lp-muted", small, reason),
    text("lp-muted", small, postalAddress),
    text("lp-muted", { ...small, lineHeight: "28px", margin: 0 }, links),
  );
}
