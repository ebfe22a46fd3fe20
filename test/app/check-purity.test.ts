import { createElement } from "react";
import { expect, test } from "vitest";
import { checkPurity } from "#src/app/compose/check-purity.ts";
import type { Template } from "#src/model/template.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { digest, images, interview, issueWith, newsletterWith, paragraph } from "../render/fixture.ts";

const issue = issueWith([paragraph("Hello.")]);
const newsletter = newsletterWith();

async function check(template: Template) {
  return (await checkPurity(() => renderEmail({ issue, newsletter, template, images }), template)).findings;
}

function withFooter(words: () => string): Template {
  if (interview.family !== "react") throw new Error("expected React");
  const { component } = interview;
  return {
    ...interview,
    component: (input) =>
      createElement("div", null, component(input) as never, createElement("p", null, words())),
  };
}

test("finds nothing in the newsletter's own templates", async () => {
  expect(await check(interview)).toEqual([]);
  expect(await check(digest)).toEqual([]);
});

const impure: [string, () => string][] = [
  ["new Date()", () => new Date().toISOString().slice(0, 10)],
  ["Date.now()", () => String(Math.floor(Date.now() / 86_400_000))],
  ["Date()", () => Date().slice(0, 15)],
  ["Math.random()", () => String(Math.random())],
];

for (const [what, words] of impure) {
  test(`finds a template that prints ${what} and shows where it differs`, async () => {
    const [finding] = await check(withFooter(words));
    expect(finding).toMatchObject({ rule: "template/impure", severity: "error", file: interview.path });
    expect(finding?.message).toMatch(/In its html, ".+" became ".+"/);
  });
}

test("puts clock and dice back, even when the template throws", async () => {
  const { Date: before } = globalThis;
  const { random } = Math;
  const throwing = withFooter(() => {
    throw new Error("stuck");
  });
  await expect(check(throwing)).rejects.toThrow("stuck");
  expect(globalThis.Date).toBe(before);
  expect(Math.random).toBe(random);
});

test("leaves a date that the issue names alone", async () => {
  expect(await check(withFooter(() => new Date(Date.UTC(2026, 10, 24)).toISOString()))).toEqual([]);
});
