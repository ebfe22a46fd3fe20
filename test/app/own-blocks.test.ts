import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { issue, type TempProject, tempProject } from "../cli/temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";

const OFFER = `import { defineBlock, z } from "letterpress";
import { Button } from "react-email";
import { money } from "../parts/money.ts";

export default defineBlock({
  attributes: z.object({ price: z.coerce.number().positive(), href: z.url(), tone: z.enum(["calm", "loud"]).default("calm") }),
  html: ({ attributes, label, children, input }) => (
    <div style={{ border: "1px solid " + input.theme.light.rule, padding: 12 }}>
      <b>{label}</b> for {money(attributes.price)} ({attributes.tone}) {children}
      <Button href={attributes.href}>Take it</Button> <a href="https://example.org/terms">terms</a>
    </div>
  ),
  text: ({ attributes, label, content }) =>
    label + " for " + money(attributes.price) + " (" + attributes.href + ")\\n\\n" + content,
});
`;

const FACT = `<block-attribute name="source" type="url" />
<block-attribute name="year" type="number" optional="true" />
<mj-text><b>[[ label ]]</b> [[ content ]]</mj-text>
<mj-button if="source" href="[[ source ]]" background-color="[[ theme.light.ink ]]">From [[ year ]]</mj-button>
<block-text>
[[ label ]] ([[ source ]], [[ year ]])
[[ content ]]
</block-text>
`;

const BLOCKS = {
  "templates/blocks/offer.tsx": OFFER,
  "templates/parts/money.ts": "export const money = (n: number): string => `S/ ${n.toFixed(2)}`;\n",
  "templates/blocks/fact.mjml": FACT,
};

const BODY = `Hello.

:::offer[A *good* lamp]{price="12.5" href="https://example.org/lamp"}
It **shines** for {{ subscriber.first_name | default: "you" }}.

::fact[Light is fast]{source="https://example.org/fact"}
:::

::fact[Stone & paper]{source="https://example.org/stone" year=1820}

End.`;

async function built(project: TempProject, name: string): Promise<string> {
  return readFile(project.path("out", "hello", name), "utf8");
}

test.each(["interview", "digest"])(
  "the newsletter's own blocks of both kinds stand in an email of %s, one in the other, and in its text",
  async (template) => {
    const project = await tempProject({ ...BLOCKS, [FILE]: issue([`template: ${template}`], BODY) });
    const done = await project.run(["build"]);
    expect([done.exit, done.stderr]).toEqual([0, ""]);
    const html = await built(project, "email.html");
    expect(html).toMatch(/<b>A <em>good<\/em> lamp<\/b> for S\/ 12\.50 \(calm\)/);
    expect(html).toMatch(/<strong>shines<\/strong> for you\./);
    expect(html).toMatch(/<b>Light is fast<\/b>/);
    // A link without a class would look like the text around it, as one that a mail program makes.
    expect(html).toMatch(/<a class="lp-a"[^>]*href="https:\/\/example\.org\/terms"/);
    expect(html).toMatch(/href="https:\/\/example\.org\/stone"[^>]*>\s*From 1820/);
    expect(html).not.toMatch(/[\uE000-\uE01F]|letterpress-raw|<!doctype[^]*<!doctype/i);
    const text = await built(project, "email.txt");
    expect(text).toContain(
      "Hello.\n\nA good lamp for S/ 12.50 (https://example.org/lamp)\n\nIt shines for you.\n\nLight is fast (https://example.org/fact, )\n\nStone & paper (https://example.org/stone, 1820)\n\nEnd.",
    );
    const before = JSON.parse(await built(project, "email.json")) as { digest: string };
    await project.write("templates/blocks/fact.mjml", FACT.replace("From", "Of"));
    await project.run(["build"]);
    expect(JSON.parse(await built(project, "email.json"))).not.toMatchObject({ digest: before.digest });
  },
);

const offer = (text: string) => ({ ...BLOCKS, "templates/blocks/offer.tsx": text });
const fact = (text: string) => ({ ...BLOCKS, "templates/blocks/fact.mjml": text });

test.each([
  ["an attribute that is missing", BLOCKS, '::offer[A]{price="1"}', `${FILE}:6:1`, /href is missing/],
  [
    "a value that is wrong",
    BLOCKS,
    '::offer[A]{price="-1" href="https://a.example"}',
    `${FILE}:6:1`,
    /price: /,
  ],
  [
    "an attribute nobody declared",
    BLOCKS,
    '::fact[A]{source="https://a.example" yaer=1}',
    `${FILE}:6:1`,
    /no attribute yaer.*declares source, year/s,
  ],
  [
    "a value that is wrong in MJML",
    BLOCKS,
    '::fact[A]{source="https://a.example" year=soon}',
    `${FILE}:6:1`,
    /year: /,
  ],
  [
    "a script for an address",
    BLOCKS,
    '::offer[A]{price="1" href="javascript:alert(1)"}',
    `${FILE}:6:1`,
    /link\/scheme/,
  ],
  ["an unknown block", BLOCKS, "::ofer[A]", `${FILE}:6:1`, /Did you mean offer/],
  [
    "a block that throws",
    offer(OFFER.replace("<b>{label}</b>", "{(attributes as any).x.y}")),
    '::offer[A]{price="1" href="https://a.example"}',
    "templates/blocks/offer.tsx:9",
    /template\/failed/,
  ],
  [
    "a part of a block that throws",
    {
      ...offer(
        OFFER.replace("<b>{label}</b>", "{shout(attributes)}").replace(
          /^/,
          'import { shout } from "../parts/shout.ts";\n',
        ),
      ),
      "templates/parts/shout.ts": "\nexport const shout = (value: any): string =>\n  value.x.y;\n",
    },
    '::offer[A]{price="1" href="https://a.example"}',
    "templates/parts/shout.ts:3",
    /template\/failed/,
  ],
  [
    "a text that throws",
    offer(OFFER.replace("label +", "(attributes as any).x.y +")),
    '::offer[A]{price="1" href="https://a.example"}',
    "templates/blocks/offer.tsx:14",
    /template\/failed/,
  ],
  [
    "a block that cannot be read",
    offer(OFFER.replace("<div", "<div <")),
    '::offer[A]{price="1" href="https://a.example"}',
    "templates/blocks/offer.tsx:8",
    /template\/failed/,
  ],
  [
    "a block without a text",
    offer(OFFER.replace("text:", "txet:")),
    '::offer[A]{price="1" href="https://a.example"}',
    "templates/blocks/offer.tsx",
    /text, a function/,
  ],
  [
    "a block that is no block",
    offer("export default () => null;\n"),
    "::offer",
    "templates/blocks/offer.tsx",
    /html, a component/,
  ],
  [
    "an unknown placeholder",
    fact(FACT.replace("[[ source ]], ", "[[ sorce ]], ")),
    '::fact[A]{source="https://a.example"}',
    "templates/blocks/fact.mjml:6",
    /sorce.*source/s,
  ],
  [
    "an unknown attribute of MJML",
    fact(FACT.replace("background-color", "backgroundcolor")),
    '::fact[A]{source="https://a.example"}',
    "templates/blocks/fact.mjml:4",
    /backgroundcolor/,
  ],
  [
    "HTML in an attribute",
    fact(FACT.replace('href="[[ source ]]"', 'href="[[ label ]]"')),
    '::fact[A]{source="https://a.example"}',
    "templates/blocks/fact.mjml:3",
    /stands in an attribute/,
  ],
  [
    "no text in MJML",
    fact(FACT.replace(/<block-text>[^]*/, "")),
    '::fact[A]{source="https://a.example"}',
    "templates/blocks/fact.mjml:1",
    /block-text/,
  ],
  [
    "a tag that is not closed",
    fact(FACT.replace("</mj-text>", "")),
    '::fact[A]{source="https://a.example"}',
    "templates/blocks/fact.mjml:3",
    /mj-text/,
  ],
  [
    "the name of one of ours",
    { ...BLOCKS, "templates/blocks/guest.mjml": FACT },
    "Text.",
    "templates/blocks/guest.mjml",
    /block\/taken/,
  ],
])("finds %s at its own place", async (_, files, body, place, message) => {
  const project = await tempProject({ ...files, [FILE]: issue([], body) });
  const { exit, stdout } = await project.run(["check"]);
  expect(stdout).toContain(place);
  expect(stdout).toMatch(message);
  expect(exit).toBe(1);
});

test("a block in MJML begins on the side where its letter begins", async () => {
  const body = '::fact[حقيقة]{source="https://example.org/fact" year=1820}';
  const project = await tempProject({ ...BLOCKS, [FILE]: issue(["lang: ar"], body) });
  expect((await project.run(["build"])).exit).toBe(0);
  const [, block = ""] =
    /<tbody><tr>([^]*?حقيقة[^]*?From 1820)/.exec(await built(project, "email.html")) ?? [];
  expect(block).toContain('<td align="right"');
  expect(block).not.toContain('align="left"');
});

test("blocks stand in lists, columns and parts for some readers, and a snippet places them", async () => {
  const body = `- One

  ::fact[In a list]{source="https://example.org/1"}

::::columns
:::column
::fact[In a column]{source="https://example.org/2"}
:::
:::column
Right.
:::
::::

::::only{segment="city:Lima"}
::fact[For Lima]{source="https://example.org/3"}
::::

::snippet{call}`;
  const call = '::fact[In a snippet]{source="soon"}';
  const project = await tempProject({ ...BLOCKS, [FILE]: issue([], body), "issues/snippets/call.md": call });
  // The directive is in the snippet, and so is its mistake.
  expect((await project.run(["check"])).stdout).toContain("issues/snippets/call.md:1:1");
  await project.write("issues/snippets/call.md", call.replace("soon", "https://example.org/4"));
  expect((await project.run(["build"])).exit).toBe(0);
  for (const ending of ["html", "txt"]) {
    const [stranger, lima] = await Promise.all(
      [`email.${ending}`, `email.1.${ending}`].map((name) => built(project, name)),
    );
    for (const words of ["In a list", "In a column", "In a snippet"]) expect(stranger).toContain(words);
    expect([stranger?.includes("For Lima"), lima?.includes("For Lima")]).toEqual([false, true]);
  }
});

test.each(["tsx", "mjml"])("the page about templates shows a block that works: %s", async (ending) => {
  const page = await readFile("docs/templates.md", "utf8");
  const samples = [...page.matchAll(/```(?:tsx|mjml)\n([^]*?)```/g)].map(([, source = ""]) => source);
  const sample = samples.find((source) => source.includes(`templates/blocks/offer.${ending}`)) ?? "";
  const project = await tempProject({
    [`templates/blocks/offer.${ending}`]: sample,
    [FILE]: issue(
      [],
      '::offer[A lamp]{price="12"}\n\n:::offer[A desk]{price="90" href="https://example.org"}\nOf oak.\n:::',
    ),
  });
  const { exit, stdout } = await project.run(["build"]);
  expect([exit, stdout]).toEqual([0, expect.stringContaining("nothing to fix")]);
  const html = await built(project, "email.html");
  for (const words of ["A lamp</b>, 12 soles", "A desk</b>, 90 soles", "Of oak."])
    expect(html).toContain(words);
  expect(await built(project, "email.txt")).toContain("A lamp, 12 soles");
});
