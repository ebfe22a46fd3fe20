import { Body, Html } from "@react-email/components";
import { IssueBody, type TemplateInput } from "letterpress";

export default (input: TemplateInput) => (
  <Html>
    <Body>
      <IssueBody {...input} />
    </Body>
  </Html>
);
