import { existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, test } from "vitest";
import type { PublishDiagnosticsParams } from "vscode-languageserver";
import { issue, tempProject } from "../cli/temp-project.ts";
import { type Buffer, startEditor } from "./start-editor.ts";

const FILE = "issues/2026-12-01-hello.md";
const FAULTY = issue(
  ["subjct: Hi"],
  "Good morning, {{ subscriber.frist_name }}.\n\nSee http:/example.org now.",
);

/** One process for all of this file: an editor has one for the whole day. */
let editor: Awaited<ReturnType<typeof startEditor>>;
beforeAll(async () => {
  editor = await startEditor();
});

/** Opens a file of a new newsletter. `text` stands in its buffer, `saved` on disk. */
async function openIssue(text: string, files: Readonly<Record<string, string>> = {}) {
  const project = await tempProject({ [FILE]: issue(), ...files });
  const buffer = editor.open(project.path(FILE), text);
  return { project, buffer };
}

const rulesOf = ({ diagnostics }: PublishDiagnosticsParams) => diagnostics.map(({ code }) => code);
const has = (rule: string) => (params: PublishDiagnosticsParams) => rulesOf(params).includes(rule);

test("an unsaved text has the findings that `check` has of it once it is saved, at their words, with their rules' pages", async () => {
  const { project, buffer } = await openIssue(FAULTY);
  const { diagnostics } = await editor.diagnostics(buffer.uri);
  expect((await project.run(["check"])).stdout).toContain("nothing to fix");
  await project.write(FILE, FAULTY);
  const { stdout } = await project.run(["check", "--format", "json"]);
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; line: number; column: number }[] };
  const placed = diagnostics.map(({ code, range }) => [
    code,
    range.start.line + 1,
    range.start.character + 1,
  ]);
  expect(placed).toEqual(findings.map(({ rule, line, column }) => [rule, line, column]));
  expect(placed.length).toBeGreaterThan(1);
  const tag = diagnostics.find(({ code }) => code === "merge-tag/unknown");
  expect(tag).toMatchObject({ severity: 1, source: "letterpress" });
  expect(
    FAULTY.split("\n")[tag?.range.start.line ?? 0]?.slice(
      tag?.range.start.character,
      tag?.range.end.character,
    ),
  ).toBe("{{ subscriber.frist_name }}");
  const [page = "", line = ""] = tag?.codeDescription?.href.split("#L") ?? [];
  const lines = (await readFile(new URL(page), "utf8")).split("\n");
  expect(lines[Number(line) - 1]).toContain("merge-tag/unknown");
  expect(existsSync(project.path(".letterpress", "letterpress.db"))).toBe(false);
});

test("of two texts typed fast only the last is told, also where the first is being checked, and a text that was put right has none", async () => {
  const { buffer } = await openIssue(issue());
  expect(rulesOf(await editor.diagnostics(buffer.uri))).toEqual([]);
  const from = editor.told.length;
  buffer.type(issue(["subjct: Hi"]));
  // A request for actions does not wait until nobody types.
  const asked = buffer.actions(1);
  buffer.type(issue(["sectoin: corner"]));
  await editor.diagnostics(
    buffer.uri,
    ({ diagnostics }) => JSON.stringify(diagnostics).includes("sectoin"),
    from,
  );
  await asked;
  buffer.type(issue());
  await editor.diagnostics(buffer.uri, ({ version }) => version === 4, from);
  const told = editor.told.slice(from).filter(({ uri }) => uri === buffer.uri);
  const keys = (version: number) =>
    told
      .filter((one) => one.version === version)
      .flatMap(({ diagnostics }) =>
        diagnostics.map(({ message }) => /^\w+/.exec(JSON.stringify(message).slice(1))?.[0]),
      );
  expect(new Set(keys(3))).toEqual(new Set(["sectoin"]));
  expect(keys(4)).toEqual([]);
});

test("fix all gives the text of `check --fix`, and each quick fix its own edit", async () => {
  // The tag is put right in a second pass: the edit of the HTML around it writes it again as it was.
  const faulty = `${FAULTY}\nHello <b>{{ subscriber.frist_name }}</b>.\n`;
  const { project, buffer } = await openIssue(faulty);
  const [fixAll, ...others] = await buffer.actions(1, ["source.fixAll"]);
  expect([fixAll?.kind, others]).toEqual(["source.fixAll.letterpress", []]);
  await project.write(FILE, faulty);
  await project.run(["check", "--fix"]);
  const fixed = await readFile(project.path(FILE), "utf8");
  expect(fixed).toContain("Hello **{{ subscriber.first_name }}**.");
  expect(buffer.after(fixAll ?? { title: "" })).toBe(fixed);
  const line = FAULTY.split("\n").findIndex((one) => one.includes("frist_name")) + 1;
  const [quick] = await buffer.actions(line, ["quickfix"]);
  expect(quick).toMatchObject({
    title: "Replace {{ subscriber.frist_name }} by {{ subscriber.first_name }}",
    isPreferred: true,
  });
  expect(buffer.after(quick ?? { title: "" })).toBe(faulty.replace("frist", "first"));
});

test("a rule is accepted with a reason: without one it is an error, with one the finding is quiet", async () => {
  const long = `subject: ${"A very long subject ".repeat(8)}`;
  const { buffer } = await openIssue(issue([long]));
  const found = await editor.diagnostics(buffer.uri, has("subject/too-long"));
  const line = (found.diagnostics.find(({ code }) => code === "subject/too-long")?.range.start.line ?? 0) + 1;
  const accept = (await buffer.actions(line)).find(({ title }) =>
    title.startsWith("Accept subject/too-long"),
  );
  const from = editor.told.length;
  buffer.type(buffer.after(accept ?? { title: "" }));
  expect(buffer.text()).toContain('accept:\n  - rule: subject/too-long\n    reason: ""\n---\n');
  const without = await editor.diagnostics(buffer.uri, () => true, from);
  expect(
    without.diagnostics.some(
      ({ severity, message }) => severity === 1 && JSON.stringify(message).includes("reason"),
    ),
  ).toBe(true);
  buffer.type(buffer.text().replace('reason: ""', "reason: The book is called that."));
  const accepted = await editor.diagnostics(buffer.uri, ({ version }) => version === 3, from);
  expect(accepted.diagnostics.map(({ severity }) => severity)).toEqual([3]);
});

test("completion knows keys, names of the config, issues, pictures, directives, blocks and merge tags", async () => {
  const { buffer } = await openIssue(issue(), {
    "issues/2026-11-03-part-one/index.md": issue(["title: Part one", "tags: [print]", "issue: 7"]),
    "issues/2026-11-03-part-one/theirs.png": "",
    "issues/shared.png": "",
    "issues/snippets/colophon.md": "Printed in Lima.\n",
    "templates/blocks/note.mjml":
      '<block-attribute name="tone" values="calm loud" />\n<block-text>[[ label ]]</block-text>\n<mj-text>[[ label ]]</mj-text>\n',
  });
  const labels = async (front: string, body = "Words.") => {
    const text = issue([front], body);
    const { items } = await buffer.complete(text);
    return items.map(({ label }) => label);
  };
  expect(await labels("se|")).toEqual(expect.arrayContaining(["send_at", "section", "series"]));
  expect(await labels("se|")).not.toContain("preview_text");
  expect(await labels("section: |")).toEqual(["corner"]);
  expect(await labels("list: e|")).toEqual(["weekly", "extra"]);
  expect(await labels("template: |")).toEqual(["digest", "interview"]);
  expect(await labels("tags: [|")).toEqual(["print"]);
  expect(await labels("issue: |")).toEqual(["8"]);
  expect(await labels("archive: |")).toEqual(["public", "unlisted", "none"]);
  expect(await labels("section: corner\nsend_at: |")).toEqual(expect.arrayContaining(["next"]));
  expect((await labels("section: corner\nsend_at: |"))[0]).toMatch(/^\d{4}-\d\d-\d\d 09:00$/);
  expect(await labels("guests:\n  - name: Inés\n    ro|")).toEqual(
    expect.arrayContaining(["role", "organization"]),
  );
  expect(await labels("image: |")).toEqual(["./shared.png"]);
  expect(await labels("draft: true", "::|")).toEqual(expect.arrayContaining(["button", "snippet", "note"]));
  expect(await labels("draft: true", "::|")).not.toContain("columns");
  expect(await labels("draft: true", ":::|")).toEqual(expect.arrayContaining(["columns", "only", "note"]));
  expect(await labels("draft: true", "::button[Join]{|")).toEqual(["href", "secondary"]);
  expect(await labels("draft: true", "::snippet{|")).toEqual(["colophon"]);
  // A block that a busy machine takes more than five seconds to load has no attributes yet; an editor asks again.
  const eventually = async (body: string) => {
    for (;;) {
      const found = await labels("draft: true", body);
      if (found.length > 0) return found;
    }
  };
  expect(await eventually("::note[Hi]{|")).toEqual(["tone"]);
  expect(await eventually('::note[Hi]{tone="|')).toEqual(["calm", "loud"]);
  expect(await labels("draft: true", "> [!|")).toContain("[!NOTE]");
  expect(await labels("draft: true", "Hello {{ |")).toEqual(
    expect.arrayContaining(["subscriber.first_name", "subscriber.city", "urls.web"]),
  );
  expect(await labels("draft: true", "See [part one](|")).toEqual(["./2026-11-03-part-one/index.md"]);
  expect(await labels("draft: true", "![A press](|")).toEqual(["./shared.png"]);
  expect(await labels("draft: true", "Nothing to complete he|")).toEqual([]);
});

test("hover explains, definitions and links lead to the files, the outline is the headings", async () => {
  const { project, buffer } = await openIssue(issue(), {
    "issues/2026-11-03-part-one.md": issue(["title: Part one"]),
    "issues/snippets/colophon.md": "Printed in Lima.\n",
  });
  const body = (text: string) => issue(["section: corner"], text);
  const hover = async (marked: string) => JSON.stringify(await buffer.hover(marked));
  expect(await hover(issue(["sec|tion: corner"]))).toContain("A key of `sections`");
  expect(await hover(body('::but|ton[Join]{href="https://example.com"}'))).toContain(
    "A button with the words",
  );
  expect(await hover(body('Hi {{ subscriber.ci|ty | default: "you" }}.'))).toContain("string");
  expect(await hover(body("{{ urls.w|eb }}"))).toContain("The issue online.");
  expect(await hover(issue(["accept: [{rule: subject/too-l|ong, reason: x}]"]))).toContain(
    "**subject/too-long**",
  );
  expect(await hover(body("Only wo|rds."))).toBe("null");
  const uriOf = (path: string) => pathToFileURL(project.path(path)).href;
  const target = async (marked: string) => (await buffer.define(marked))?.uri;
  expect(await target(body("See [one](./2026-11-03-part|-one.md)."))).toBe(
    uriOf("issues/2026-11-03-part-one.md"),
  );
  expect(await target(body("::snippet{colo|phon}"))).toBe(uriOf("issues/snippets/colophon.md"));
  expect(await target(issue(["template: dig|est"]))).toBe(uriOf("templates/digest.mjml"));
  expect(await target(issue(["section: cor|ner"]))).toBe(uriOf("newsletter.config.ts"));
  buffer.type(
    body(
      "See [one](2026-11-03-part-one.md) and [none](./none.md).\n\n## First {{ subscriber.city }}\n\nA.\n\n### Under it\n\nB.\n\n## Second\n\nC.",
    ),
  );
  expect((await buffer.links()).map((link) => link.target)).toEqual([uriOf("issues/2026-11-03-part-one.md")]);
  const symbols = await buffer.symbols();
  expect(symbols.map(({ name, children }) => [name, children?.map((one) => one.name)])).toEqual([
    ["First {{ subscriber.city }}", ["Under it"]],
    ["Second", []],
  ]);
});

test("a config and a template that fail are told at their own files; issues go on, and what heals is told too", async () => {
  const { project, buffer } = await openIssue(issue());
  await editor.diagnostics(buffer.uri);
  const config = pathToFileURL(project.path("newsletter.config.ts")).href;
  const good = await readFile(project.path("newsletter.config.ts"), "utf8");
  await project.write("newsletter.config.ts", good.replace('"interview", slot', '"interview", slto'));
  const broken = await editor.diagnostics(config, has("config/invalid"));
  const [first] = broken.diagnostics;
  expect(good.split("\n")[first?.range.start.line ?? 0]).toContain("corner");
  let from = editor.told.length;
  buffer.type(issue(["subjct: Hi"]));
  await editor.diagnostics(buffer.uri, has("front-matter/unknown-key"), from);
  await project.write("newsletter.config.ts", good);
  await editor.diagnostics(config, ({ diagnostics }) => diagnostics.length === 0, from);
  const template = pathToFileURL(project.path("templates/interview.tsx")).href;
  const saved = await readFile(project.path("templates/interview.tsx"), "utf8");
  from = editor.told.length;
  await project.write("templates/interview.tsx", `${saved}\nthrow new Error("not today");\n`);
  await editor.diagnostics(template, has("template/failed"), from);
  from = editor.told.length;
  // As editors save: another file takes the place of the old one.
  await project.write("templates/.interview.tsx.swp", saved);
  await rename(project.path("templates/.interview.tsx.swp"), project.path("templates/interview.tsx"));
  await editor.diagnostics(template, ({ diagnostics }) => diagnostics.length === 0, from);
});

test("a config that never could be read is told, and its healing brings the findings of the issue", async () => {
  const { project, buffer } = await openIssue(issue(["subjct: Hi"]), {
    "newsletter.config.ts": "export default {",
  });
  const config = pathToFileURL(project.path("newsletter.config.ts")).href;
  await editor.diagnostics(config, has("config/invalid"));
  expect((await buffer.complete(issue(["section: |"]))).items).toEqual([]);
  await project.write("newsletter.config.ts", await readFile("newsletter.config.ts", "utf8"));
  await editor.diagnostics(config, ({ diagnostics }) => diagnostics.length === 0);
});

test("a snippet is checked in an issue that places it, and what is closed is not checked at all", async () => {
  const { project, buffer } = await openIssue(issue([], "Hello.\n\n::snippet{colophon}"), {
    "issues/snippets/colophon.md": "Printed in Lima.\n",
    "issues/2026-11-03-closed.md": FAULTY,
  });
  await editor.diagnostics(buffer.uri);
  const snippet = editor.open(
    project.path("issues/snippets/colophon.md"),
    "Printed by {{ subscriber.frist_name }}.\n",
  );
  await editor.diagnostics(snippet.uri, has("merge-tag/unknown"));
  snippet.type("Printed in Lima.\n");
  await editor.diagnostics(
    snippet.uri,
    ({ diagnostics, version }) => version === 2 && diagnostics.length === 0,
  );
  const closed = pathToFileURL(project.path("issues/2026-11-03-closed.md")).href;
  expect(editor.told.filter(({ uri }) => uri === closed)).toEqual([]);
});

test("files of no newsletter are left alone, and no text whatever ends the server", async () => {
  const { project, buffer } = await openIssue(issue());
  await editor.diagnostics(buffer.uri);
  const others: Buffer[] = [
    editor.open(resolve("/", "notes.md"), FAULTY),
    editor.open(project.path("README.md"), FAULTY),
    editor.open(project.path("issues/2026-11-03-part-one/notes.md"), FAULTY),
  ];
  for (const other of others) {
    expect(await other.complete("---\nse|\n---\n")).toEqual({ isIncomplete: false, items: [] });
    expect(await other.hover("{{ urls.w|eb }}")).toBe(null);
  }
  const odd = [
    "",
    "---",
    "---\n",
    "---\ntitle: [\n---\n",
    "\0\uFFFF\uD800",
    "::: ::: {{{{",
    `${"> ".repeat(5000)}x`,
    '---\n- a\n- b\n---\n\n:::only{segment="(("}',
  ];
  for (const [index, text] of odd.entries()) {
    buffer.type(text);
    await buffer.actions(1);
    await buffer.symbols();
    await buffer.links();
    await buffer.complete(`${text}|`);
    await editor.diagnostics(buffer.uri, ({ version }) => (version ?? 0) >= 2 + index * 2);
  }
  buffer.type(issue(["subjct: Hi"]));
  await editor.diagnostics(buffer.uri, has("front-matter/unknown-key"));
  const told = new Set(editor.told.map(({ uri }) => uri));
  for (const other of others) expect(told).not.toContain(other.uri);
});

test("the folder of a newsletter may disappear, and a closed file takes its findings along", async () => {
  const { project, buffer } = await openIssue(issue(["subjct: Hi"]));
  await editor.diagnostics(buffer.uri, has("front-matter/unknown-key"));
  const from = editor.told.length;
  buffer.close();
  await editor.diagnostics(buffer.uri, ({ diagnostics }) => diagnostics.length === 0, from);
  const again = editor.open(project.path(FILE), issue(["subjct: Hi"]));
  await editor.diagnostics(again.uri, has("front-matter/unknown-key"), from);
  await rm(join(project.root, "issues"), { recursive: true });
  again.type(issue(["sectoin: corner"]));
  const gone = await editor.diagnostics(again.uri, ({ version }) => version === 2, from);
  expect(rulesOf(gone)).toContain("front-matter/unknown-key");
});

test("the server ends with 0 when it is asked to, and has printed nothing of its own", async () => {
  expect(await editor.stop("shutdown")).toBe(0);
  expect(editor.errors()).toBe("");
});

test("an editor that ends without saying so is an end with 1", async () => {
  const other = await startEditor();
  expect(await other.stop("end")).toBe(1);
});
