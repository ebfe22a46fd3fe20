import { Body, Column, Container, Head, Heading, Html, Link, Preview, Row, Section, Text } from "react-email";
import { IssueBody, type TemplateInput } from "letterpress";

export default function Newsletter(props: TemplateInput) {
  return (
    <Html lang="en">
      <Head />
      <Body style={{ backgroundColor: "#f3f3f5", fontFamily: "HelveticaNeue, Helvetica, Arial, sans-serif" }}>
        <Preview>{props.issue.previewText}</Preview>
        <Container style={{ width: "680px", maxWidth: "100%", margin: "0 auto", backgroundColor: "#ffffff" }}>
          <Section style={{ padding: "20px 40px", backgroundColor: "#2b2d6e" }}>
            <Heading as="h2" style={{ color: "#ffffff" }}>
              {props.issue.title}
            </Heading>
          </Section>
          <Section style={{ padding: "30px 40px" }}>
            <IssueBody {...props} />
          </Section>
          <Row>
            <Column style={{ width: "50%" }}>
              <Text>
                <Link href="https://example.org/jobs">Jobs</Link>
              </Text>
            </Column>
            <Column style={{ width: "50%" }}>
              <Text>
                <Link href="https://example.org/events">Events</Link>
              </Text>
            </Column>
          </Row>
        </Container>
      </Body>
    </Html>
  );
}
