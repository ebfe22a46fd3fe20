import { Heading, Text } from "@react-email/components";
import { IssueBody, type TemplateInput } from "letterpress";
import { Layout } from "./components/layout";

export default function Letter(input: TemplateInput) {
  return (
    <Layout preview="A letter in a layout of its own">
      <Heading as="h1">{input.issue.title}</Heading>
      <IssueBody {...input} />
      <Text>Until next week.</Text>
    </Layout>
  );
}
