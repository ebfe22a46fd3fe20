import { expect, test } from "vitest";
import { fixedHeaders } from "#src/render/message/fixed-headers.ts";
import { templateInput } from "#src/render/template-input.ts";
import { issueWith, newsletterWith, paragraph } from "./fixture.ts";

test("cuts a long name that is not ASCII into encoded words of at most 75 characters, between characters", () => {
  const name = "植字工のための長い便り🖋".repeat(6);
  const input = templateInput(issueWith([paragraph("Hello.")]), newsletterWith({ name }), {});
  const header = fixedHeaders(input)["List-Id"] ?? "";
  const words = header.split(" ").slice(0, -1);
  for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
  const decoded = words.map((word) =>
    new TextDecoder("utf-8", { fatal: true }).decode(
      Buffer.from(/^=\?UTF-8\?B\?(.+)\?=$/.exec(word)?.[1] ?? "", "base64"),
    ),
  );
  expect(decoded.join("")).toBe(name);
});
