// The shape of every starter: react-email's Body puts its table first, without a language.
import { EmailHead, IssueBody, type TemplateInput } from "letterpress";
import { Body, Container, Head, Html } from "react-email";

export default (input: TemplateInput) => (
  <Html lang={input.issue.lang} dir={input.issue.dir}>
    <Head>
      <EmailHead {...input} />
    </Head>
    <Body>
      <Container>
        <IssueBody {...input} />
      </Container>
    </Body>
  </Html>
);
