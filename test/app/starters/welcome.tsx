import {
  Body,
  Button,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Img,
  Link,
  Preview,
  Section,
  Text,
} from "@react-email/components";
import * as React from "react";
import { IssueBody, type TemplateInput } from "letterpress";

const baseUrl = process.env["BASE_URL"] ? `https://${process.env["BASE_URL"]}` : "https://static.example.org";

export const WelcomeEmail = (input: TemplateInput) => (
  <Html>
    <Head />
    <Preview>Glad that you are here. This is what comes next.</Preview>
    <Body style={main}>
      <Container style={container}>
        <Img src={`${baseUrl}/static/press.png`} width="120" height="40" alt="The press" style={logo} />
        <Heading style={heading}>Welcome aboard</Heading>
        <IssueBody {...input} />
        <Section style={{ textAlign: "center" }}>
          <Button style={button} href="https://example.org/start">
            Get started
          </Button>
        </Section>
        <Hr style={hr} />
        <Text style={footer}>
          Questions? <Link href="https://example.org/help">We answer every one.</Link>
        </Text>
      </Container>
    </Body>
  </Html>
);

WelcomeEmail.PreviewProps = { name: "Ada" };

export default WelcomeEmail;

const main = { backgroundColor: "#ffffff", fontFamily: '-apple-system, "Segoe UI", Roboto, sans-serif' };
const container = { margin: "0 auto", padding: "20px 0 48px" };
const logo = { margin: "0 auto" };
const heading = { fontSize: "24px", lineHeight: "32px" };
const button = {
  backgroundColor: "#5f51e8",
  borderRadius: "3px",
  color: "#fff",
  fontSize: "16px",
  display: "block",
  padding: "12px",
};
const hr = { borderColor: "#cccccc", margin: "20px 0" };
const footer = { color: "#8898aa", fontSize: "12px" };
