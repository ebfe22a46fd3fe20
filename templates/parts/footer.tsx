import { footerLinks, frameWords, type TemplateInput } from "letterpress";
import type { ReactElement } from "react";
import { Hr, Section, Text } from "react-email";
import { QuietLink, smallPrint } from "./small-print.tsx";

/** Why the reader gets this, from where, and the way out. */
export function Footer(input: TemplateInput): ReactElement {
  const { theme } = input;
  const frame = frameWords(input);
  const small = { ...smallPrint(input), margin: "0 0 10px" };
  return (
    <Section style={{ padding: "20px 0 48px" }}>
      <Hr className="lp-rule" style={{ margin: "0 0 20px", borderTop: `1px solid ${theme.light.rule}` }} />
      <Text className="lp-muted" style={small}>
        {frame.reason}
      </Text>
      <Text className="lp-muted" style={small}>
        {frame.postalAddress}
      </Text>
      <Text className="lp-muted" style={{ ...small, lineHeight: "28px", margin: 0 }}>
        {footerLinks(input).map(({ url, words }) => (
          <span key={words} style={{ display: "inline-block", paddingRight: 18 }}>
            <QuietLink {...input} href={url} words={words} />{" "}
          </span>
        ))}
      </Text>
    </Section>
  );
}
