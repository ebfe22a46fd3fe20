import { frameWords, type TemplateInput } from "letterpress";
import type { CSSProperties, ReactElement } from "react";
import { Column, Img, Row, Section, Text } from "react-email";
import { QuietLink, smallPrint } from "./small-print.tsx";

/** Outlook for Windows hides nothing without its own word for it. */
const HIDDEN = { display: "none", msoHide: "all" } as CSSProperties;

/** Whose letter this is, which one, and where to read it online. */
export function Masthead(input: TemplateInput): ReactElement {
  const { issue, newsletter, theme, urls } = input;
  const { dateline, viewOnline } = frameWords(input);
  const { ink } = theme.light;
  const start = issue.dir === "rtl" ? "right" : "left";
  const end = issue.dir === "rtl" ? "left" : "right";
  const small = smallPrint(input);
  return (
    <Section className="lp-ink-edge" style={{ padding: "28px 0 14px", borderBottom: `2px solid ${ink}` }}>
      {theme.logo === null ? (
        <Text className="lp-ink" style={{ ...nameplate(input), margin: 0 }}>
          {newsletter.name}
        </Text>
      ) : (
        <Logo {...input} />
      )}
      <Row>
        <Column
          className="lp-muted"
          valign="bottom"
          style={{ ...small, padding: "2px 0 0", textAlign: start }}
        >
          {dateline}
        </Column>
        {viewOnline === null || urls.web === null ? null : (
          <Column valign="bottom" style={{ ...small, padding: "2px 0 0", textAlign: end, width: 120 }}>
            <QuietLink {...input} href={urls.web} words={viewOnline} />
          </Column>
        )}
      </Row>
    </Section>
  );
}

/** Without an image, or with images off, the name is set in type. */
function nameplate({ theme }: TemplateInput): CSSProperties {
  const { ink } = theme.light;
  return { fontFamily: theme.serif, fontSize: 23, lineHeight: "30px", fontWeight: 700, color: ink };
}

/** Two images where the newsletter has a dark logo; the head's styles show one of them. */
function Logo(input: TemplateInput): ReactElement | null {
  const { logo } = input.theme;
  if (logo === null) return null;
  const size = { width: logo.width, height: logo.height, alt: logo.alt };
  const font = nameplate(input);
  if (logo.dark === null) return <Img {...size} src={logo.light} className="lp-ink" style={font} />;
  return (
    <>
      <Img {...size} src={logo.light} className="lp-logo-light lp-ink" style={font} />
      <Img {...size} src={logo.dark} className="lp-logo-dark lp-ink" style={{ ...font, ...HIDDEN }} />
    </>
  );
}
