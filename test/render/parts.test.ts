import { expect, test } from "vitest";
import { markOf } from "#src/model/parts/marks.ts";
import { type Email, htmlBytes, type SlotValues } from "#src/model/email.ts";
import type { Issue } from "#src/model/issue.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import { answerKey } from "#src/model/parts/asked-segment.ts";
import type { Template } from "#src/model/template.ts";
import { parseIssue } from "#src/issue/parse-issue.ts";
import { nestParts } from "#src/render/message/nest-parts.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { digest, images, interview } from "./fixture.ts";
import { wordsOfHtml, wordsOfText } from "./words-of.ts";

const newsletter = newsletterSchema.parse({
  name: "The Test",
  url: "https://letters.example",
  from: "The Test <test@letters.example>",
  postal_address: "1 Test Lane",
  timezone: "UTC",
  lists: { weekly: { title: "Weekly" } },
  attributes: { plan: { type: "string" }, city: { type: "string" } },
});

function issueOf(body: string): Issue {
  const text = `---\ntitle: Parts\nlang: en\npreview_text: Some words\n---\n${body}\n`;
  const context = { newsletter, templates: ["digest", "interview"], issues: [] };
  const { issue, findings } = parseIssue({ slug: "parts", path: "issues/parts.md", text }, context);
  if (issue === null || findings.length > 0) throw new Error(JSON.stringify(findings));
  return issue;
}

function render(template: Template, body: string): Promise<Email> {
  return renderEmail({ issue: issueOf(body), newsletter, template, images });
}

const URLS = {
  unsubscribe: "https://letters.example/u/1",
  preferences: "https://letters.example/p/1",
  web: "https://letters.example/issues/parts",
};

function reader(answers: Readonly<Record<string, boolean>>): SlotValues {
  const frozen = Object.entries(answers).map(([query, yes]) => [
    answerKey({ query, rule: { kind: "everybody" } }),
    yes,
  ]);
  return { subscriber: { first_name: "Ada", ...Object.fromEntries(frozen) }, urls: URLS };
}

/** What a reader's issue would be if nobody else read it: the parts written out by hand. */
function writtenFor(body: string, answers: Readonly<Record<string, boolean>>): string {
  const lines: string[] = [];
  const written = body.split("\n");
  for (let index = 0; index < written.length; index += 1) {
    const line = written[index] ?? "";
    const part = /^([> ]*)\[([^\]|]+)\|([^|\]]*)\|([^|\]]*)\]$/.exec(line);
    const [, indent = "", query = "", only = "", otherwise = ""] = part ?? [];
    const chosen = answers[query] === true ? only : otherwise;
    if (part === null) lines.push(line);
    else if (chosen === "") index += 1;
    else lines.push(indent + chosen.replaceAll(" / ", `\n${indent}\n${indent}`));
  }
  return lines.join("\n");
}

/** The same with directives. `[plan:pro|for them|for others]` on a line is a part; ` / ` ends a paragraph. */
function withParts(body: string): string {
  return body.replace(
    /^([> ]*)\[([^\]|]+)\|([^|\]]*)\|([^|\]]*)\]$/gm,
    (_, indent: string, query: string, only: string, otherwise: string) => {
      const lines = (text: string) => text.replaceAll(" / ", `\n${indent}\n${indent}`);
      const rest = otherwise === "" ? "" : `\n${indent}:::else\n${indent}${lines(otherwise)}\n${indent}:::`;
      return `${indent}:::only{segment="${query}"}\n${indent}${lines(only)}\n${indent}:::${rest}`;
    },
  );
}

const BODIES = {
  "between paragraphs": "One.\n\n[plan:pro|Two. / Three.|Four.]\n\nFive.",
  "without another part": "One.\n\n[plan:pro|Two.|]\n\nFive.",
  "first and last": "[plan:pro|Two.|]\n\nThree.\n\n[city:Lima|Four.|]",
  "one behind another": "[plan:pro|A.|]\n\n[city:Lima|B.|]\n\n[-plan:pro|C.|]",
  "in a list": "- One\n\n  [plan:pro|Two.|Three. / Four.]\n\n- Five\n\n  [city:Lima|Six.|]\n\n  Seven.",
  "in a quotation": "> One.\n>\n> [plan:pro|Two.|]\n>\n> Three.\n\nEnd.",
  "in a callout, where it is alone": "> [!TIP]\n> First.\n>\n> [plan:pro|A.|]\n>\n> [city:Lima|B.|]\n\nEnd.",
  "with buttons and pictures":
    "One.\n\n[plan:pro|**[Go](https://example.org/a)** / ![Press](./press.png)|## Other]\n\n---\n\nTwo.",
  "alone between two rules": "One.\n\n---\n\n[plan:pro|Two. / Three.|]\n\n[plan:pro|Four.|]\n\n---\n\nFive.",
  "with its else between two rules":
    "One.\n\n---\n\n[plan:pro|Two.|Three.]\n\n---\n\n[city:Lima|Four.|]\n\nFive.",
  "with merge tags":
    "One.\n\n[plan:pro|Dear {{ subscriber.first_name }}, pro.|Dear {{ subscriber.first_name }}.]\n\nTwo.",
};

const READERS = [true, false].flatMap((pro) =>
  [true, false].map((lima) => ({ "plan:pro": pro, "-plan:pro": !pro, "city:Lima": lima })),
);

for (const [family, template] of [
  ["react", interview],
  ["mjml", digest],
] as const) {
  for (const [where, body] of Object.entries(BODIES)) {
    test(`each reader gets in ${family} what an issue for them alone would say, ${where}`, async () => {
      const email = await render(template, withParts(body));
      for (const answers of READERS) {
        const message = personalise(email, reader(answers));
        const alone = await render(template, writtenFor(body, answers));
        const expected = personalise(alone, reader({}));
        expect(message.text).toBe(expected.text);
        expect(wordsOfHtml(message.html)).toEqual(wordsOfHtml(expected.html));
        expect(wordsOfHtml(message.html)).toEqual(wordsOfText(message.text));
        expect(message.html).not.toMatch(/[\uE000-\uE01F]/u);
        expect(message.text).not.toMatch(/[\uE000-\uE01F]/u);
      }
    });
  }

  test(`columns, parts in parts, and a picture that only some readers get, in ${family}`, async () => {
    const email = await render(
      template,
      [
        ':::::::only{segment="plan:pro"}',
        ":::::columns",
        "::::column",
        ':::only{segment="city:Lima"}',
        "Left in Lima.",
        ":::",
        ":::else",
        "![Press](./press.png)",
        ":::",
        "::::",
        "::::column",
        "Right.",
        "::::",
        ":::::",
        ":::::::",
        "",
        "End.",
      ].join("\n"),
    );
    const shown = READERS.map((answers) => personalise(email, reader(answers)).html);
    const has = (word: string) => shown.map((html) => html.includes(word));
    expect(has("Left in Lima.")).toEqual([true, false, false, false]);
    expect(has("0123.png")).toEqual([false, true, false, false]);
    expect(has("Right.")).toEqual([true, true, false, false]);
    expect(has("End.")).toEqual([true, true, true, true]);
  });

  test(`the size in ${family} is that of the reader who gets most, who gives one answer`, async () => {
    const long = "word ".repeat(400).trim();
    const email = await render(
      template,
      withParts(`One.\n\n[plan:pro|${long}|short]\n\nTwo.\n\n[plan:pro|tiny|${long} ${long}]\n\nThree.`),
    );
    const sizes = [true, false].map((pro) => {
      const values = reader({ "plan:pro": pro });
      const empty = { unsubscribe: "", preferences: "", web: "" };
      return Buffer.byteLength(personalise(email, { ...values, urls: empty }).html);
    });
    // A link that cannot be made becomes "#".
    expect(Math.abs(htmlBytes(email) - Math.max(...sizes))).toBeLessThan(20);
  });

  test(`an email without such parts is made of what it always was, in ${family}`, async () => {
    const email = await render(template, "One.");
    expect(Object.keys(email)).not.toContain("asked");
    const [one, other] = await Promise.all(
      [":::only{segment='plan:pro'}\nTwo.\n:::", ":::only{segment='plan:gold'}\nTwo.\n:::"].map((body) =>
        render(template, `One.\n\n${body}`),
      ),
    );
    // Whom a part is for is approved with it.
    expect(one?.digest).not.toBe(other?.digest);
  });
}

test("somebody of whom nothing is known gets what a stranger may read, whichever way the segment is written", async () => {
  const email = await render(
    interview,
    withParts(
      "[plan:pro|Secret one.|Teaser one.]\n\n[-plan:pro|Teaser two.|Secret two.]\n\n[list:weekly|Secret three.|]",
    ),
  );
  const { html, text } = personalise(email, { subscriber: {}, urls: URLS });
  expect(html).not.toContain("Secret");
  expect(text).not.toContain("Secret");
  expect(text).toContain("Teaser one.\n\nTeaser two.");
});

test("parts in parts and nothing else do not make a text that grows with every reader there could be", async () => {
  const body = [...Array(40).keys()].map(
    (n) => `::::only{segment="plan:p${n % 10}"}\n:::only{segment="city:c${n % 10}"}\nPart ${n}.\n:::\n::::`,
  );
  const email = await render(interview, body.join("\n\n"));
  expect(JSON.stringify(email.text).length).toBeLessThan(50_000);
  const values = reader({
    "plan:p3": true,
    "city:c3": true,
    "plan:p4": true,
    "plan:p7": true,
    "city:c7": true,
  });
  const { text } = personalise(email, values);
  expect(text).toContain("\n\nPart 3.\n\nPart 7.\n\nPart 13.\n\nPart 17.");
});

test("marks that overlap are refused, and so is an end without a beginning", () => {
  const refuse = (reason: string): never => {
    throw new Error(reason);
  };
  const mark = (kind: "only" | "else" | "end", asked: number) => ({ mark: kind, asked });
  const overlapping = [mark("only", 0), "a", mark("only", 1), "b", mark("end", 0), mark("end", 1)];
  expect(() => nestParts(overlapping, refuse)).toThrow("not whole");
  expect(() => nestParts(["a", mark("end", 0)], refuse)).toThrow("not whole");
  expect(() =>
    nestParts([mark("only", 0), mark("else", 0), mark("else", 0), mark("end", 0)], refuse),
  ).toThrow("not whole");
});

test("a template that takes a part apart is refused, with what to place instead", async () => {
  const { blockHtml } = await import("#src/render/blocks/block-html.ts");
  const { createElement } = await import("react");
  const template: Template = {
    ...(interview as Extract<Template, { family: "react" }>),
    component: (input) =>
      createElement("div", {
        dangerouslySetInnerHTML: {
          __html: blockHtml(input.body[1]!, input).replace("Two.", "").replace(markOf("end", 0), ""),
        },
      }),
  };
  const failed = await render(template, withParts("One.\n\n[plan:pro|Two.|]")).catch(
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ message: expect.stringContaining("its end is missing") as unknown });
});
