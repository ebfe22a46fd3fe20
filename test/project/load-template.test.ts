import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { TemplateInput } from "#src/model/template.ts";
import { loadTemplate } from "#src/project/templates/load-template.ts";
import { tempProject } from "./temp-project.ts";

const LETTER = `import type { TemplateInput } from "letterpress";
import { frameWords } from "letterpress";
import { Text } from "react-email";
import { word } from "./parts/word.tsx";

interface Shape {
  word: string;
}

export default function Letter(input: TemplateInput) {
  const shape: Shape = { word: word() };
  if (input === null) throw new Error(String(frameWords));
  return <Text>{shape.word}</Text>;
}
`;
const word = (text: string) => `export const word = (): string => "${text}";\n`;

/** What the component makes of nothing: the words in its one element. */
async function wordsOf(root: string, name = "letter"): Promise<unknown> {
  const template = await loadTemplate(root, name);
  if (template.family !== "react") throw new Error(template.family);
  return (template.component({} as TemplateInput) as { props: { children: unknown } }).props.children;
}

test("a React template outside the repository finds letterpress, react-email and its own parts", async () => {
  await using project = await tempProject({
    "templates/letter.tsx": LETTER,
    "templates/parts/word.tsx": word("one"),
  });
  expect(await loadTemplate(project.root, "letter")).toMatchObject({
    family: "react",
    name: "letter",
    path: "templates/letter.tsx",
  });
  expect(await wordsOf(project.root)).toBe("one");
});

test("an edit of the template or of a part is seen by the next load", async () => {
  await using project = await tempProject({
    "templates/letter.tsx": LETTER,
    "templates/parts/word.tsx": word("one"),
  });
  expect(await wordsOf(project.root)).toBe("one");
  const before = await loadTemplate(project.root, "letter");
  expect(await loadTemplate(project.root, "letter")).toBe(before);
  await project.write("templates/parts/word.tsx", word("another"));
  expect(await wordsOf(project.root)).toBe("another");
  await project.write("templates/letter.tsx", LETTER.replace("{shape.word}", "{shape.word.toUpperCase()}"));
  expect(await wordsOf(project.root)).toBe("ANOTHER");
});

test("a template that could not be loaded is loaded once it is fixed", async () => {
  await using project = await tempProject({ "templates/letter.tsx": LETTER });
  await expect(loadTemplate(project.root, "letter")).rejects.toMatchObject({ code: "template/failed" });
  await project.write("templates/parts/word.tsx", word("there"));
  expect(await wordsOf(project.root)).toBe("there");
});

test("two projects have their own templates of one name", async () => {
  await using one = await tempProject({
    "templates/letter.tsx": LETTER,
    "templates/parts/word.tsx": word("one"),
  });
  await using two = await tempProject({
    "templates/letter.tsx": LETTER,
    "templates/parts/word.tsx": word("two"),
  });
  expect([await wordsOf(one.root), await wordsOf(two.root), await wordsOf(one.root)]).toEqual([
    "one",
    "two",
    "one",
  ]);
});

test("an MJML template is its text and the texts of its parts", async () => {
  await using project = await tempProject({
    "templates/parts/a.mjml": "<mj-text>a</mj-text>",
    "templates/parts/deep/b.mjml": "b",
    "templates/parts/c.tsx": "c",
  });
  expect(await loadTemplate(project.root, "plain")).toEqual({
    family: "mjml",
    name: "plain",
    path: "templates/plain.mjml",
    source: "<mjml><mj-body><issue-body/></mj-body></mjml>",
    parts: { "parts/a.mjml": "<mj-text>a</mj-text>", "parts/deep/b.mjml": "b" },
  });
});

test.each(["nothing", "../plain", "parts/a", "/etc/passwd", "", "__proto__", "plain.mjml", "Plain"])(
  "there is no template %j",
  async (name) => {
    await using project = await tempProject({ "templates/parts/a.mjml": "" });
    await expect(loadTemplate(project.root, name)).rejects.toMatchObject({ code: "template/unknown" });
  },
);

test.each([
  [
    "the world",
    'import { readFileSync } from "node:fs";\nexport default () => readFileSync;',
    "templates/letter.tsx:1:30: node:fs may not be imported here.",
  ],
  [
    "other packages",
    'import { z } from "zod";\nexport default () => z;',
    "templates/letter.tsx:1:19: zod may not be imported here.",
  ],
  [
    "files above templates/",
    '\nimport x from "../secret.ts";\nexport default () => x;',
    "templates/letter.tsx:2:15: ../secret.ts may not be imported here.",
  ],
  [
    "our source",
    'import { x } from "#src/model/clock.ts";\nexport default () => x;',
    "templates/letter.tsx:1:19: #src/model/clock.ts may not be imported here.",
  ],
  [
    "an address",
    'import x from "file:///etc/passwd";\nexport default () => x;',
    "templates/letter.tsx:1:15: file:///etc/passwd may not be imported here.",
  ],
])("a template cannot import %s", async (_, source, message) => {
  await using project = await tempProject({
    "templates/letter.tsx": source,
    "secret.ts": "export default 1;",
  });
  await expect(loadTemplate(project.root, "letter")).rejects.toMatchObject({
    code: "template/failed",
    message,
  });
});

test.each([
  ["is no TypeScript", "export default () => {\n  const x = ;\n};\n", /^templates\/letter\.tsx:2:13: /],
  [
    "is no component",
    "export default 3;",
    /^templates\/letter\.tsx: expected a default export that is a component, found number\.$/,
  ],
  ["exports nothing", "export const x = 1;", /found none\.$/],
  [
    "misses a part",
    'import { x } from "./parts/x.tsx";\nexport default () => x;',
    /^templates\/letter\.tsx:1:19: there is no templates\/parts\/x\.tsx/,
  ],
])("a template that %s fails with its place", async (_, source, message) => {
  await using project = await tempProject({ "templates/letter.tsx": source });
  await expect(loadTemplate(project.root, "letter")).rejects.toMatchObject({
    code: "template/failed",
    message: expect.stringMatching(message) as string,
  });
});

test("an error names the template's own line, when it is loaded and when it renders", async () => {
  await using project = await tempProject({
    "templates/loads.tsx":
      "interface Long {\n  a: string;\n}\n\nexport const x = (null as unknown as Long).a;\nexport default () => x;\n",
    "templates/renders.tsx":
      'import { part } from "./parts/part.tsx";\ninterface Long {\n  a: string;\n}\n\nexport default () => part({ a: "x" } satisfies Long);\n',
    "templates/parts/part.tsx":
      "interface P {\n  a: string;\n}\n\nexport function part(p: P) {\n  throw new Error(p.a);\n}\n",
  });
  // A process of its own, because a test runner replaces stack traces.
  const script = `
    const { loadTemplate } = await import("#src/project/templates/load-template.ts");
    const root = process.argv[1];
    try { await loadTemplate(root, "loads"); } catch (error) { console.log(error.message); }
    const template = await loadTemplate(root, "renders");
    try { template.component({}); } catch (error) { console.log(error.stack); }
  `;
  const cwd = resolve(import.meta.dirname, "../..");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", script, project.root],
    { cwd },
  );
  expect(stdout).toContain("templates/loads.tsx:5:");
  expect(stdout).toContain(`${join(project.root, "templates/parts/part.tsx")}:6:`);
  expect(stdout).toContain(`${join(project.root, "templates/renders.tsx")}:6:`);
});
