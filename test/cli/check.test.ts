import { readFile } from "node:fs/promises";
import { Writable } from "node:stream";
import sharp from "sharp";
import { expect, test } from "vitest";
import { main } from "#src/cli/main.ts";
import { issue, NOW, runProcess, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";

const THROWS = `import type { TemplateInput } from "letterpress";

export default function Broken({ issue }: TemplateInput) {
  const names: string[] = [];
  return <p>{names[issue.words]!.toUpperCase()}</p>;
}
`;

const IMPURE = `import { EmailHead, IssueBody, type TemplateInput } from "letterpress";

export default function Impure(input: TemplateInput) {
  return (
    <html lang="en" dir="ltr">
      <head>
        <EmailHead {...input} />
      </head>
      <body>
        <div lang="en" dir="ltr">
          <p>Printed on {new Date().toDateString()}</p>
          <IssueBody {...input} />
          <a href={input.urls.unsubscribe}>Unsubscribe</a>
          <p>{input.newsletter.postal_address}</p>
        </div>
      </body>
    </html>
  );
}
`;

test("says that there is nothing to fix in a good issue and ends with 0", async () => {
  const project = await tempProject({ [FILE]: issue() });
  const { exit, stdout } = await project.run(["check"]);
  expect(stdout).toMatch(/^(?:Not checked: .*\n)*1 issue checked: nothing to fix\.\n$/);
  expect(exit).toBe(0);
});

test.each<[string, Record<string, string>, string, RegExp]>([
  [
    "an unknown key",
    { [FILE]: issue(["subjct: Hi"]) },
    `${FILE}:4:1`,
    /subjct.*\n.*\n.*\n.*Did you mean subject/,
  ],
  ["a missing title", { [FILE]: "---\ndraft: true\n---\n\nHello.\n" }, FILE, /front-matter\/title-missing/],
  [
    "JavaScript front matter",
    { [FILE]: "---js\n({ title: 'x' })\n---\n\nHello.\n" },
    `${FILE}:1`,
    /front-matter\/language/,
  ],
  [
    "an unclosed container",
    { [FILE]: issue([], ":::sponsor[Acme]\nBuy this.\n") },
    `${FILE}:6`,
    /directive|:::/,
  ],
  ["a time the clocks skip", { [FILE]: issue(["send_at: 2027-03-14 02:30"]) }, `${FILE}:4`, /send-at\/gap/],
  ["an unknown template", { [FILE]: issue(["template: interveiw"]) }, `${FILE}:4`, /interveiw/],
  [
    "an impure template",
    { [FILE]: issue(["template: impure"]), "templates/impure.tsx": IMPURE },
    "templates/impure.tsx",
    /template\/impure/,
  ],
  ["a missing image", { [FILE]: issue([], "![A press](press.png)") }, `${FILE}:6`, /press\.png/],
  [
    "an image without alt",
    { [FILE]: issue([], "![](https://a.example/press.png)") },
    `${FILE}:6`,
    /image\/no-alt/,
  ],
  ["a raw script", { [FILE]: issue([], "<script>alert(1)</script>") }, `${FILE}:6`, /html\/forbidden/],
  ["a javascript: link", { [FILE]: issue([], "[Press](javascript:alert(1))") }, `${FILE}:6`, /link\/scheme/],
  [
    "an unknown merge tag",
    { [FILE]: issue([], "Hello {{ subscriber.frist_name }}.") },
    `${FILE}:6:7`,
    /merge-tag\/unknown/,
  ],
  ["a placeholder", { [FILE]: issue([], "Then TK happens.") }, `${FILE}:6:6`, /writing\/placeholder/],
])("finds %s, names its place, and ends with 1", async (_, files, place, message) => {
  const project = await tempProject(files);
  const { exit, stdout } = await project.run(["check"]);
  expect(stdout).toContain(place);
  expect(stdout).toMatch(message);
  expect(stdout).toMatch(/error/);
  expect(exit).toBe(1);
});

test("finds what is wrong with a snippet once, at its own line, fixes it there, and quotes it", async () => {
  const project = await tempProject({
    [FILE]: issue([], "::snippet{call}"),
    "issues/2026-12-02-second.md": issue(["title: The second letter"], "::snippet{call}\n\n::snippet{gone}"),
    "issues/snippets/call.md":
      "Join us, and bring whoever wants to see how a letter is printed: there is room for twelve at the old press, and tea.\n\n# Too high\n\nThen TK happens.\n\n![A press](press.png)\n",
  });
  const { stdout, exit } = await project.run(["check"]);
  expect(exit).toBe(1);
  const call = "issues/snippets/call.md";
  for (const found of [`${call}:3:1 `, `${call}:7:1 `, "issues/2026-12-02-second.md:8:1 "])
    expect(stdout.split(found)).toHaveLength(2);
  expect(stdout).toContain("3 | # Too high");
  expect(stdout).not.toContain("no-index");
  await project.run(["check", "--fix"]);
  expect(await readFile(project.path(call), "utf8")).toContain("\n## Too high\n");
  const plain = { width: 600, height: 400, channels: 3, background: "#336699" } as const;
  await project.write("issues/snippets/press.png", await sharp({ create: plain }).png().toBuffer());
  const fixed = await project.run(["check", "hello"]);
  // The word is looked for in the snippet's text.
  expect(fixed.stdout).toContain(`${call}:5:6 `);
  expect(fixed.stdout).not.toContain("press.png");
});

test("names the template's own line when a template throws", async () => {
  const project = await tempProject({
    [FILE]: issue(["template: broken"]),
    "templates/broken.tsx": THROWS,
  });
  const { exit, stdout, stderr } = await runProcess(project.root, ["check"]);
  expect(stdout).toContain("templates/broken.tsx:5:34  error");
  expect(stderr).toBe("");
  expect(exit).toBe(1);
});

test("quotes the line with a caret under the column", async () => {
  const project = await tempProject({ [FILE]: issue([], "Hello {{ subscriber.frist_name }}.") });
  const { stdout } = await project.run(["check"]);
  const [quoted = "", caret = ""] = stdout.split("\n").slice(1);
  expect(quoted).toBe("    6 | Hello {{ subscriber.frist_name }}.");
  expect(caret.indexOf("^")).toBe(quoted.indexOf("{{"));
});

test("names a wrong merge tag once, not again in what was rendered from it", async () => {
  const project = await tempProject({ [FILE]: issue([], "Hello {{ subscriber.frist_name }}.") });
  const { stdout } = await project.run(["check", "--json"]);
  const { findings } = JSON.parse(stdout) as { findings: { rule: string }[] };
  expect(findings.map(({ rule }) => rule)).toEqual(["merge-tag/unknown"]);
});

test("names a template that is not there once, with the one that was meant", async () => {
  const project = await tempProject({ [FILE]: issue(["template: digist"]) });
  const { exit, stdout } = await project.run(["check", "--offline"]);
  expect(exit).toBe(1);
  expect(stdout.match(/template\/unknown/g)).toHaveLength(1);
  expect(stdout).toContain("Did you mean digest?");
});

test("prints findings as GitHub's annotations, escaped", async () => {
  const project = await tempProject({ [FILE]: issue([], "Then TK happens.") });
  const { stdout, exit } = await project.run(["check", "--format", "github"]);
  expect(stdout).toMatch(
    new RegExp(`^::error file=${FILE},line=6,col=6,title=writing/placeholder::“TK” marks .*\n$`, "u"),
  );
  expect(exit).toBe(1);
});

test("--fix goes on until nothing is left that it can fix, and keeps every word", async () => {
  const matter = ["layout: post", "date: 2026-12-01 20:10:00 -0500"];
  const body = [
    "# News",
    "",
    '<div align="center"><p>The <b>press</b> is {{ FNAME }}\u2019s.</p></div>',
    "",
    "## Below",
    "",
    "Array<string> <span>is <i>here</i></span>.",
  ].join("\n");
  const project = await tempProject({ [FILE]: issue(matter, body) });
  const { exit, stdout } = await project.run(["check", "--fix"]);
  expect(stdout).not.toMatch(/ error /);
  expect(exit).toBe(0);
  expect(await readFile(project.path(FILE), "utf8")).toBe(
    issue(
      ["date: 2026-12-01"],
      [
        "## News",
        "",
        "The **press** is {{ subscriber.first_name }}\u2019s.",
        "",
        "### Below",
        "",
        "Array\\<string> is *here*.",
      ].join("\n"),
    ),
  );
});

test("fixes with --fix what carries an exact edit, and says what", async () => {
  const project = await tempProject({ [FILE]: issue(["preheader: x"]).replace(/^preview_text.*\n/m, "") });
  const before = await project.run(["check"]);
  expect(before.stdout).toContain("--fix");
  const after = await project.run(["check", "--fix"]);
  expect(after.stderr).toContain(`fixed ${FILE}:3`);
  expect(await readFile(project.path(FILE), "utf8")).toContain("preview_text: x");
});

test("checks the named issues only, and knows no other", async () => {
  const project = await tempProject({
    [FILE]: issue(),
    "issues/2026-12-02-other.md": issue(["title: Another one altogether"], "TK"),
  });
  expect((await project.run(["check", "hello"])).exit).toBe(0);
  const missing = await project.run(["check", "helo"]);
  expect(missing.exit).toBe(2);
  expect(missing.stderr).toContain("No issue is named helo. The issues are other, hello.");
});

test("says where the config is expected when there is none", async () => {
  const project = await tempProject();
  const { exit, stderr } = await project.run(["check", "--project", "nowhere"]);
  expect(exit).toBe(2);
  expect(stderr).toContain("newsletter.config.ts");
});

test("points at the word that is still to be written, in front matter and over several lines of it", async () => {
  const lines = ["title: Pressing TK by hand", "subtitle: >", "  A long one", "  and then TK"];
  const { run } = await tempProject({ [FILE]: issue(lines) });
  const { findings } = JSON.parse((await run(["check", "--json"])).stdout) as {
    findings: { rule: string; line: number; column: number }[];
  };
  const marks = findings.filter(({ rule }) => rule === "writing/placeholder");
  const text = issue(lines).split("\n");
  expect(marks.map(({ line, column }) => text[line - 1]?.slice(column - 1))).toEqual(["TK by hand", "TK"]);
});

test("names the line of each text of a guest that is still to be written", async () => {
  const guest = [
    "guests:",
    "  - name: Ana Quispe",
    '    role: "TK: what she does"',
    '    organization: "TK: where"',
  ];
  const { run } = await tempProject({ "issues/2026-12-01-hello.md": issue(guest) });
  const { stdout } = await run(["check"]);
  for (const [field, text] of [
    ["role", "TK: what she does"],
    ["organization", "TK: where"],
  ])
    expect(stdout).toMatch(new RegExp(`writing/placeholder\\n +\\d+ \\| +${field}: "${text}"`));
});

test("--watch checks again at each save, goes on while the config cannot be read, and ends with 0 when it is stopped", async () => {
  const project = await tempProject({ [FILE]: issue() });
  const config = await readFile(project.path("newsletter.config.ts"), "utf8");
  const stop = new AbortController();
  const saves: (() => Promise<void>)[] = [
    () => project.write("newsletter.config.ts", "export default {"),
    () => project.write("newsletter.config.ts", config),
    () => project.write(FILE, issue(["subjct: Hi"])),
    () => project.write(FILE, issue(["subjct: Hi"], "Other words.\n\nNothing else is wrong.")),
    async () => stop.abort(),
  ];
  let said = "";
  const output = new Writable({
    write(chunk, _, done) {
      said += String(chunk);
      done();
      if (/^Waiting for the next save|nothing has changed/.test(String(chunk))) void saves.shift()?.();
    },
  });
  const { stdin } = process;
  const io = { stdout: output, stderr: output, stdin, env: {}, cwd: project.root, clock: { now: () => NOW } };
  expect(await main(["check", "--watch"], { ...io, signal: stop.signal })).toBe(0);
  const passes = said.split("Checking …\n").slice(1);
  expect(passes).toHaveLength(4);
  expect(passes[0]).toContain("nothing to fix");
  expect(passes[1]).toContain("config/invalid");
  expect(passes[2]).toContain("nothing to fix");
  expect(passes[3]).toContain(`${FILE}:4:1  error`);
  expect(passes[3]).toMatch(/Ctrl-C ends it\.\n\d\d:\d\d:\d\d Checked again: nothing has changed\.\n$/);
});
