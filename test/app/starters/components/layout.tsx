import { Body, Container, Head, Html, Preview, Tailwind } from "@react-email/components";
import type { FC, ReactNode } from "react";

/** What many projects put around every email of theirs. */
export const Layout: FC<{ preview: string; children: ReactNode }> = ({ preview, children }) => (
  <Tailwind>
    <Html>
      <Head />
      <Preview>{preview}</Preview>
      <Body className="bg-[#f6f9fc] font-sans">
        <Container className="mx-auto bg-white p-[32px]">{children}</Container>
      </Body>
    </Html>
  </Tailwind>
);
