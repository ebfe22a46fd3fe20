import { Body, Container, Font, Head, Html, Preview, Text } from "@react-email/components";
import type { TemplateInput } from "letterpress";
import { EmailHead, IssueBody } from "letterpress";

const Fonts = (input: TemplateInput) => {
  return (
    <Html lang={input.issue.lang} dir={input.issue.dir}>
      <Head>
        <EmailHead {...input} />
        <Font
          fontFamily="Inter"
          fallbackFontFamily={["Helvetica", "sans-serif"]}
          webFont={{ url: "https://fonts.example.org/inter.woff2", format: "woff2" }}
          fontWeight={400}
          fontStyle="normal"
        />
        <Font fontFamily="Inter" fallbackFontFamily="Helvetica" fontWeight={700} />
      </Head>
      <Preview>{input.issue.previewText}</Preview>
      <Body>
        <Container>
          <Text>Dear reader,</Text>
          <IssueBody {...input} />
        </Container>
      </Body>
    </Html>
  );
};

export default Fonts;
