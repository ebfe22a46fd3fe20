import { Cover, FooterLinks, frameWords, IssueBody, Letter, Masthead, type TemplateInput } from "letterpress";
import type { ReactElement } from "react";
import { Heading, Section } from "react-email";

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
  const label = { margin: 0, font: `14px/20px ${theme.sans}` };
  const title = { margin: "8px 0 0", font: `700 34px/1.18 ${theme.sans}`, letterSpacing: "-0.015em" };
  return (
    <Section style={{ padding: "36px 0 28px" }}>
      {section && (
        <p className="lp-accent" style={{ ...label, fontWeight: 700, color: accent }}>
          {section}
        </p>
      )}
      {series && (
        <p className="lp-muted" style={{ ...label, color: muted }}>
          {series}
        </p>
      )}
      <Heading as="h1" className="lp-title lp-ink" style={{ ...title, color: ink }}>
        {issue.title}
      </Heading>
      {issue.subtitle && (
        <p
          className="lp-muted"
          style={{ margin: "12px 0 0", font: `19px/1.45 ${theme.serif}`, color: muted }}
        >
          {issue.subtitle}
        </p>
      )}
      {byline && (
        <p className="lp-muted" style={{ ...label, margin: "16px 0 0", color: muted }}>
          {byline}
        </p>
      )}
      <Cover {...input} />
      {intro && (
        <p
          className="lp-ink"
          style={{ margin: "24px 0 0", font: `italic 17px/1.6 ${theme.serif}`, color: ink }}
        >
          {intro}
        </p>
      )}
    </Section>
  );
}
