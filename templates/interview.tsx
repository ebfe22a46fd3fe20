import { Cover, FooterLinks, frameWords, IssueBody, Letter, Masthead, type TemplateInput } from "letterpress";
import type { CSSProperties, ReactElement } from "react";
import { Heading, Section, Text } from "react-email";

/** A long read: one column, questions under a hairline, answers in the serif. Renders any issue. */
export default function Interview(input: TemplateInput): ReactElement {
  return (
    <Letter {...input}>
      <Masthead {...input} />
      <Title {...input} />
      <IssueBody {...input} />
      <FooterLinks {...input} />
    </Letter>
  );
}

function Title(input: TemplateInput): ReactElement {
  const { issue, theme } = input;
  const { accent, ink, muted } = theme.light;
  const { section, series, byline, intro } = frameWords(input);
  const label: CSSProperties = { fontFamily: theme.sans, fontSize: 14, lineHeight: "20px", margin: 0 };
  const title: CSSProperties = { fontSize: 34, lineHeight: 1.18, fontWeight: 700, letterSpacing: "-0.015em" };
  const serif = (margin: string, fontSize: number, lineHeight: number): CSSProperties => {
    return { margin, fontFamily: theme.serif, fontSize, lineHeight };
  };
  return (
    <Section style={{ padding: "36px 0 28px" }}>
      {section && (
        <Text className="lp-accent" style={{ ...label, fontWeight: 700, color: accent }}>
          {section}
        </Text>
      )}
      {series && (
        <Text className="lp-muted" style={{ ...label, color: muted }}>
          {series}
        </Text>
      )}
      <Heading
        as="h1"
        className="lp-title lp-ink"
        style={{ margin: "8px 0 0", fontFamily: theme.sans, ...title, color: ink }}
      >
        {issue.title}
      </Heading>
      {issue.subtitle && (
        <Text className="lp-muted" style={{ ...serif("12px 0 0", 19, 1.45), color: muted }}>
          {issue.subtitle}
        </Text>
      )}
      {byline && (
        <Text className="lp-muted" style={{ ...label, margin: "16px 0 0", color: muted }}>
          {byline}
        </Text>
      )}
      <Cover {...input} />
      {intro && (
        <Text className="lp-ink" style={{ ...serif("24px 0 0", 17, 1.6), fontStyle: "italic", color: ink }}>
          {intro}
        </Text>
      )}
    </Section>
  );
}
