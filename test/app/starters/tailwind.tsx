import {
  Body,
  Button,
  Container,
  Head,
  Heading,
  Html,
  pixelBasedPreset,
  Preview,
  Section,
  Tailwind,
  Text,
} from "@react-email/components";
import { IssueBody, type TemplateInput } from "letterpress";

export const Invite = (input: TemplateInput) => {
  const previewText = `Join the readers of ${input.newsletter.name}`;
  return (
    <Html>
      <Tailwind
        config={{
          presets: [pixelBasedPreset],
          theme: { extend: { colors: { brand: "#0a7d5c" } } },
        }}
      >
        <Head />
        <Body className="mx-auto my-auto bg-white px-2 font-sans">
          <Preview>{previewText}</Preview>
          <Container className="mx-auto my-[40px] max-w-[465px] rounded border border-solid border-[#eaeaea] p-[20px]">
            <Heading className="mx-0 my-[30px] p-0 text-center text-[24px] font-normal text-black">
              Read with <strong>us</strong>
            </Heading>
            <IssueBody {...input} />
            <Section className="mt-[32px] mb-[32px] text-center sm:text-left">
              <Button
                className="rounded bg-brand px-5 py-3 text-center text-[12px] font-semibold text-white no-underline"
                href="https://example.org/join"
              >
                Join
              </Button>
            </Section>
            <Text className="text-[12px] leading-[24px] text-[#666666] hover:text-black">
              Written by people.
            </Text>
          </Container>
        </Body>
      </Tailwind>
    </Html>
  );
};

export default Invite;
