// react-email's Preview writes a title of its own, beside that of EmailHead.
import { EmailHead, IssueBody, type TemplateInput } from "letterpress";
import { Head, Html, Preview, Text } from "react-email";

export default (input: TemplateInput) => (
  <Html lang="en" dir="ltr">
    <Head>
      <EmailHead {...input} />
    </Head>
    <body>
      <div lang="en" dir="ltr">
        <Preview>{input.issue.previewText}</Preview>
        <Text>x</Text>
        <IssueBody {...input} />
      </div>
    </body>
  </Html>
);
