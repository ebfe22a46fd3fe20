import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Diagnostic } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { issue, tempProject } from "../cli/temp-project.ts";
import { startEditor } from "./start-editor.ts";

const FILE = "issues/2026-12-01-hello.md";

let editor: Awaited<ReturnType<typeof startEditor>>;
beforeAll(async () => {
  editor = await startEditor();
});
afterAll(() => editor.stop("shutdown"));

async function openIssue(text: string, files: Readonly<Record<string, string>> = {}) {
  const project = await tempProject({ [FILE]: issue(), ...files });
  return { project, buffer: editor.open(project.path(FILE), text) };
}

const crlf = (text: string) => text.replaceAll("\n", "\r\n");
const BOM = "\uFEFF";

/** What an editor underlines. */
const underlined = (text: string, { range }: Diagnostic) =>
  TextDocument.create("", "", 0, text).getText(range);

const FAULTY = issue(
  ["subjct: Hi 🎉"],
  "👩‍👩‍👧 Good 🎉 morning, {{ subscriber.frist_name }}.\n\n🎉 See [the press 🎉](http:/example.org) now.",
);

test.each<[string, (text: string) => string]>([
  ["line feeds", (text) => text],
  ["CRLF", crlf],
  ["a byte order mark", (text) => BOM + text],
  ["both", (text) => BOM + crlf(text)],
])(
  "with %s and emoji before a fault its own words are underlined, and its fix changes nothing else",
  async (_, as) => {
    const text = as(FAULTY);
    const { buffer } = await openIssue(text);
    const { diagnostics } = await editor.diagnostics(buffer.uri);
    const found = Object.fromEntries(
      diagnostics
        .filter(({ code }) => code !== "front-matter/byte-order-mark")
        .map((one) => [one.code, underlined(text, one)]),
    );
    expect(found).toEqual({
      "front-matter/unknown-key": "subjct",
      "merge-tag/unknown": "{{ subscriber.frist_name }}",
      "link/malformed": "[the press 🎉](http:/example.org)",
    });
    const line = text.slice(0, text.indexOf("frist_name")).split("\n").length;
    const [quick] = await buffer.actions(line, ["quickfix"]);
    expect(buffer.after(quick ?? { title: "" })).toBe(text.replace("frist", "first"));
    const [fixAll] = await buffer.actions(1, ["source.fixAll"]);
    expect(buffer.after(fixAll ?? { title: "" }).replace(BOM, "")).toBe(
      text.replace(BOM, "").replace("frist", "first"),
    );
  },
);

test("completion stands where somebody types, with CRLF, a byte order mark and emoji, too", async () => {
  const { buffer } = await openIssue(issue(), {
    "issues/2026-11-03-part-one/index.md": issue(["title: Part one"]),
    "issues/shared.png": "",
  });
  for (const as of [crlf, (text: string) => BOM + text, (text: string) => BOM + crlf(text)]) {
    const labels = async (front: string, body = "Words.") => {
      const text = as(issue([front], body));
      const { items } = await buffer.complete(text);
      const ranges = items.flatMap(({ textEdit }) =>
        textEdit !== undefined && "range" in textEdit ? [textEdit.range] : [],
      );
      const replaced = ranges.map((range) => underlined(text.replace("|", ""), { range, message: "" }));
      expect(replaced.filter((one) => !/^[\w.:![/-]*$/.test(one))).toEqual([]);
      return items.map(({ label }) => label);
    };
    expect(await labels("se|")).toEqual(expect.arrayContaining(["send_at", "section", "series"]));
    expect(await labels("section: |")).toEqual(["corner"]);
    expect(await labels("guests:\n  - name: Inés\n    ro|")).toContain("role");
    expect(await labels("accept:\n  - rule: subject/too-l|")).toContain("subject/too-long");
    expect(await labels("draft: true", "🎉 Hello {{ subscriber.|")).toContain("subscriber.city");
    expect(await labels("draft: true", "🎉 See [part one](|")).toEqual(["./2026-11-03-part-one/index.md"]);
    expect(await labels("draft: true", "🎉 ![A press](|")).toEqual(["./shared.png"]);
    expect(await labels("draft: true", "::but|")).toContain("button");
    expect(await labels("draft: true", "::button[Join]{|")).toContain("href");
    expect(await labels("draft: true", "> [!|")).toContain("[!NOTE]");
  }
});

test("edits that come quickly one after another, each of a few characters, add up to the text that is checked", async () => {
  const { buffer } = await openIssue(crlf(issue([], "🎉 Words 🎉 and more.")));
  await editor.diagnostics(buffer.uri);
  const from = editor.told.length;
  buffer.replace("Words 🎉", "Hi {{ subscriber.frist_name }} 🎉");
  buffer.replace("🎉 Hi", "Hello\r\n\r\nHi");
  buffer.replace("and more", "👩‍👩‍👧 {{ subscriber.ctiy }}");
  const { diagnostics } = await editor.diagnostics(buffer.uri, ({ version }) => version === 4, from);
  expect(
    diagnostics
      .filter(({ code }) => code === "merge-tag/unknown")
      .map((one) => underlined(buffer.text(), one)),
  ).toEqual(["{{ subscriber.frist_name }}", "{{ subscriber.ctiy }}"]);
  expect(editor.told.slice(from).filter(({ uri, version }) => uri === buffer.uri && version !== 4)).toEqual(
    [],
  );
});

test("while the config cannot be read, nothing is asked without need, and what healed is used", async () => {
  const { project, buffer } = await openIssue(issue(["subjct: Hi"]), {
    "newsletter.config.ts": "export default {",
  });
  for (const marked of ["se|", "section: |"])
    expect((await buffer.complete(issue([marked]))).items).toEqual([]);
  // What a key means is known without a config.
  expect(JSON.stringify(await buffer.hover(issue(["sec|tion: corner"])))).toContain("A key of `sections`");
  expect(await buffer.actions(2)).toEqual([]);
  expect(await buffer.symbols()).toEqual([]);
  const other = await tempProject({ [FILE]: issue() });
  await project.write("newsletter.config.ts", await readFile(other.path("newsletter.config.ts"), "utf8"));
  const from = editor.told.length;
  buffer.type(issue(["subjct: Hi"]));
  await editor.diagnostics(
    buffer.uri,
    ({ diagnostics }) => diagnostics.some(({ code }) => code === "front-matter/unknown-key"),
    from,
  );
});
