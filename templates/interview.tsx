import {
  blockHtml,
  EmailHead,
  frameWords,
  IssueBody,
  Preheader,
  Raw,
  shownImage,
  type TemplateInput,
} from "letterpress";
import type { CSSProperties, ReactElement } from "react";
import { Column, Container, Head, Heading, Html, Row, Section, Text } from "react-email";
import { Footer } from "./parts/footer.tsx";
import { Masthead } from "./parts/masthead.tsx";

/** Outlook for Windows gives the column its width by a table of its own. */
const OPEN =
  '<!--[if mso]><table role="presentation" align="center" width="640" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->';
const CLOSE = "<!--[if mso]></td></tr></table><![endif]-->";

/** A long read: one column, questions under a hairline, answers in the serif. Renders any issue. */
export default function Interview(input: TemplateInput): ReactElement {
  const { issue, theme } = input;
  const paper = { backgroundColor: theme.light.paper };
  return (
    <Html
      lang={issue.lang}
      dir={issue.dir}
      {...{
        "xmlns:v": "urn:schemas-microsoft-com:vml",
        "xmlns:o": "urn:schemas-microsoft-com:office:office",
      }}
    >
      <Head>
        <EmailHead {...input} />
      </Head>
      {/* Not react-email's Body: its table would stand between body and the element with language and direction. */}
      <body className="lp-paper" style={{ ...paper, margin: 0, padding: 0 }}>
        <div
          role="article"
          aria-roledescription="email"
          aria-label={issue.subject}
          lang={issue.lang}
          dir={issue.dir}
          className="lp-paper"
          style={{ ...paper, wordBreak: "break-word" }}
        >
          <Preheader {...input} />
          <Raw html={OPEN} />
          <Container className="lp-paper" style={{ ...paper, maxWidth: 640 }}>
            <Section>
              <Row>
                <Column className="lp-pad" style={{ padding: "0 24px" }}>
                  <Masthead {...input} />
                  <Title {...input} />
                  <IssueBody {...input} />
                  <Footer {...input} />
                </Column>
              </Row>
            </Section>
          </Container>
          <Raw html={CLOSE} />
        </div>
      </body>
    </Html>
  );
}

function Title(input: TemplateInput): ReactElement {
  const { issue, theme } = input;
  const { accent, ink, muted } = theme.light;
  const frame = frameWords(input);
  const label: CSSProperties = { fontFamily: theme.sans, fontSize: 14, lineHeight: "20px", margin: 0 };
  return (
    <Section style={{ padding: "36px 0 28px" }}>
      {frame.section === null ? null : (
        <Text className="lp-accent" style={{ ...label, fontWeight: 700, color: accent }}>
          {frame.section}
        </Text>
      )}
      {frame.series === null ? null : (
        <Text className="lp-muted" style={{ ...label, color: muted }}>
          {frame.series}
        </Text>
      )}
      <Heading
        as="h1"
        className="lp-title lp-ink"
        style={{
          margin: "8px 0 0",
          fontFamily: theme.sans,
          fontSize: 34,
          lineHeight: 1.18,
          fontWeight: 700,
          letterSpacing: "-0.015em",
          color: ink,
        }}
      >
        {issue.title}
      </Heading>
      {issue.subtitle === null ? null : (
        <Text
          className="lp-muted"
          style={{
            margin: "12px 0 0",
            fontFamily: theme.serif,
            fontSize: 19,
            lineHeight: 1.45,
            color: muted,
          }}
        >
          {issue.subtitle}
        </Text>
      )}
      {frame.byline === "" ? null : (
        <Text className="lp-muted" style={{ ...label, margin: "16px 0 0", color: muted }}>
          {frame.byline}
        </Text>
      )}
      <Cover {...input} />
      {frame.intro === null ? null : (
        <Text
          className="lp-ink"
          style={{
            margin: "24px 0 0",
            fontFamily: theme.serif,
            fontSize: 17,
            lineHeight: 1.6,
            fontStyle: "italic",
            color: ink,
          }}
        >
          {frame.intro}
        </Text>
      )}
    </Section>
  );
}

function Cover(input: TemplateInput): ReactElement | null {
  const { image } = input.issue;
  if (image === null || shownImage(image.src, input.images) === null) return null;
  const html = blockHtml({ kind: "image", image, url: null, place: image.place }, input);
  return <div style={{ padding: "24px 0 0" }} dangerouslySetInnerHTML={{ __html: html }} />;
}
