import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** A file that is saved, and the part of it that changes. */
interface Saved {
  readonly path: string;
  readonly marker: RegExp;
}

/** A preview to be timed, with the same letter as the others. */
export interface Arm {
  readonly name: string;
  readonly folder: string;
  readonly command: readonly string[];
  /** Finds the address of its page. */
  readonly url: (program: ChildProcess) => Promise<string>;
  readonly issue: Saved;
  readonly template: Saved;
}

const MARKER = /Seen\w+x/;
/** Some 900 words, like a letter. */
export const PARAGRAPHS: readonly string[] = Array.from(
  { length: 16 },
  (_, at) =>
    `Paragraph ${at + 1}.${" A letter begins with a line that somebody wants to read, and it ends with a name.".repeat(3)}`,
);
const ISSUE = "Newest words: Seenfirst0x.";
const ROOT = resolve(import.meta.dirname, "../..");

/**
 * Our preview, with this many issues in its folder. `installed` is the folder of the installed package: the other
 * previews are installed packages too.
 */
export async function letterpressArm(
  folder: string,
  { name, issues, installed }: { readonly name: string; readonly issues: number; readonly installed: string },
): Promise<Arm> {
  await mkdir(join(folder, "issues"), { recursive: true });
  await cp(join(ROOT, "templates"), join(folder, "templates"), { recursive: true });
  await writeFile(join(folder, "newsletter.config.ts"), CONFIG);
  const template = join(folder, "templates/own.tsx");
  await writeFile(template, OWN);
  const text = (title: string) =>
    `---\ntitle: ${title}\npreview_text: From the first line to the last reader, with all that can go wrong between.\ntemplate: own\n---\n\n${ISSUE}\n\n${PARAGRAPHS.join("\n\n")}\n`;
  const issue = join(folder, "issues/2026-12-01-peru.md");
  await writeFile(issue, text("The letter"));
  for (let at = 1; at < issues; at += 1)
    await writeFile(join(folder, `issues/2025-01-01-old-${at}.md`), text(`Letter ${at}`));
  return {
    name,
    folder,
    command: [
      process.execPath,
      join(installed, "node_modules/letterpress/src/cli/letterpress.js"),
      "dev",
      "--port",
      "0",
      "--sandbox-port",
      "0",
    ],
    url: async (program) => `${await urlSaid(program)}/issues/peru`,
    issue: { path: issue, marker: MARKER },
    template: { path: template, marker: MARKER },
  };
}

/** Finds the address in the line that a person reads. Later output is read, too: a closed pipe would end the program. */
async function urlSaid({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("The program says nothing.");
  const { promise, resolve: said, reject } = Promise.withResolvers<string>();
  let text = "";
  stdout.setEncoding("utf8").on("data", (some: string) => {
    text += some;
    const url = /^Studio +(http\S+)/m.exec(text)?.[1];
    if (url !== undefined) said(url);
  });
  stdout.once("end", () => reject(new Error("The program ended before it said its address.")));
  return promise;
}

/** React Email's own preview: the letter's words in a file that the template imports. */
export async function reactArm(folder: string): Promise<Arm> {
  await mkdir(join(folder, "emails"), { recursive: true });
  const issue = join(folder, "emails/issue.ts");
  const template = join(folder, "emails/letter.tsx");
  await writeFile(issue, `export const words = ${JSON.stringify([ISSUE, ...PARAGRAPHS], null, 2)};\n`);
  await writeFile(template, REACT);
  const port = await freePort();
  return {
    name: "React Email",
    folder,
    command: [
      process.execPath,
      "node_modules/react-email/dist/cli/index.mjs",
      "dev",
      "--dir",
      "emails",
      "--port",
      String(port),
    ],
    url: async ({ stdout }) => (stdout?.resume(), `http://localhost:${port}/preview/letter`),
    issue: { path: issue, marker: MARKER },
    template: { path: template, marker: MARKER },
  };
}

/** Maizzle's preview: the letter's words in a component that the template places. */
export async function maizzleArm(folder: string): Promise<Arm> {
  await mkdir(join(folder, "emails"), { recursive: true });
  await mkdir(join(folder, "components"), { recursive: true });
  const issue = join(folder, "components/LetterWords.vue");
  const template = join(folder, "emails/letter.vue");
  const words = [ISSUE, ...PARAGRAPHS].map((one) => `<p style="margin: 0 0 16px">${one}</p>`).join("\n  ");
  await writeFile(issue, `<template>\n  <div>\n  ${words}\n  </div>\n</template>\n`);
  await writeFile(template, MAIZZLE);
  const port = await freePort();
  return {
    name: "Maizzle",
    folder,
    command: [
      process.execPath,
      "node_modules/@maizzle/framework/bin/maizzle.mjs",
      "serve",
      "--port",
      String(port),
    ],
    url: async ({ stdout }) => (stdout?.resume(), `http://localhost:${port}/emails/letter`),
    issue: { path: issue, marker: MARKER },
    template: { path: template, marker: MARKER },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

const CONFIG = `import { defineNewsletter } from "letterpress";

export default defineNewsletter({
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  reply_to: "letters@news.example.org",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/New_York",
  lists: { weekly: { title: "Weekly" } },
});
`;

const OWN = `import { FooterLinks, IssueBody, Letter, Masthead, type TemplateInput } from "letterpress";

export default function Own(input: TemplateInput) {
  return (
    <Letter {...input}>
      <Masthead {...input} />
      <p>Newest frame: Seenfirst0x.</p>
      <h1>{input.issue.title}</h1>
      <IssueBody {...input} />
      <FooterLinks {...input} />
    </Letter>
  );
}
`;

const REACT = `import { Body, Container, Head, Heading, Html, Preview, Text } from "react-email";
import { words } from "./issue";

export default function Letter() {
  return (
    <Html lang="en">
      <Head />
      <Preview>From the first line to the last reader.</Preview>
      <Body>
        <Container>
          <Text>Newest frame: Seenfirst0x.</Text>
          <Heading>The letter</Heading>
          {words.map((one) => (
            <Text key={one}>{one}</Text>
          ))}
        </Container>
      </Body>
    </Html>
  );
}
`;

const MAIZZLE = `<script setup>
import LetterWords from "../components/LetterWords.vue";
</script>

<template>
  <Layout>
    <Container>
      <p>Newest frame: Seenfirst0x.</p>
      <h1>The letter</h1>
      <LetterWords />
    </Container>
  </Layout>
</template>
`;
