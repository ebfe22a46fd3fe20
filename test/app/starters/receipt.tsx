import { Body } from "@react-email/body";
import { Column } from "@react-email/column";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Row } from "@react-email/row";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import { IssueBody, type TemplateInput } from "letterpress";

interface Line {
  readonly name: string;
  readonly price: string;
}

const lines: readonly Line[] = [
  { name: "One year of letters", price: "€ 48.00" },
  { name: "A poster, printed by hand", price: "€ 12.00" },
];

export default function Receipt({ ...input }: TemplateInput) {
  return (
    <Html dir="ltr" lang="en">
      <Head>
        <title>Your receipt</title>
        <meta name="color-scheme" content="light" />
      </Head>
      <Body style={{ backgroundColor: "#fff", color: "#222" }}>
        <Container style={{ width: "660px", maxWidth: "100%", padding: "20px 0 48px" }}>
          <Section>
            <IssueBody {...input} />
          </Section>
          {lines.map(({ name, price }) => (
            <Section key={name} style={{ margin: "30px 0 15px" }}>
              <Row>
                <Column style={{ paddingLeft: "22px" }}>
                  <Text style={{ fontSize: "14px", fontWeight: 600 }}>{name}</Text>
                </Column>
                <Column align="right" style={{ padding: "0 20px 0 0", width: "100px" }}>
                  <Text style={{ fontSize: "14px" }}>{price}</Text>
                </Column>
              </Row>
              <Hr />
            </Section>
          ))}
        </Container>
      </Body>
    </Html>
  );
}
