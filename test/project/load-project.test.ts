import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadProject } from "#src/project/load-project.ts";
import { tempProject } from "./temp-project.ts";

const issue = (...lines: readonly string[]) =>
  ["---", "title: Hello", ...lines, "---", "", "Text.", ""].join("\n");

test("a project is its config, its templates and its issues, newest first", async () => {
  await using project = await tempProject({
    "issues/2026-11-01-old.md": issue(),
    "issues/2026-12-01-new/index.md": issue("slug: renamed"),
    "issues/2026-12-01-new/notes.md": "not an issue",
    "issues/welcome.md": issue("trigger: welcome"),
    "issues/README.md": "How we write",
    "issues/_draft.md": "not yet",
    "issues/.hidden.md": "not ours",
    "templates/other.tsx": "export default () => null;",
    "templates/parts/x.mjml": "<mj-text/>",
    "templates/notes.txt": "",
  });
  const loaded = await loadProject(project.root);
  expect(loaded.root).toBe(project.root);
  expect(loaded.newsletter).toMatchObject({ name: "The Test", url: "https://letters.example", lang: "en" });
  expect(loaded.templates).toEqual(["other", "plain"]);
  expect(loaded.issues.map(({ source }) => [source.path, source.slug])).toEqual([
    ["issues/2026-12-01-new/index.md", "renamed"],
    ["issues/2026-11-01-old.md", "old"],
    ["issues/welcome.md", "welcome"],
  ]);
  expect(loaded.issues.flatMap(({ findings }) => findings)).toEqual([]);
  expect(loaded.findings).toEqual([]);
});

test("an issue may be kept elsewhere, behind a link; a link that leads nowhere is none", async () => {
  await using project = await tempProject({ "kept/one.md": issue(), "kept/two/index.md": issue() });
  await mkdir(join(project.root, "issues"));
  for (const [to, name] of [
    ["../kept/one.md", "one.md"],
    ["../kept/two", "two"],
    ["../kept/three.md", "three.md"],
  ] as const)
    await symlink(to, join(project.root, "issues", name));
  const { issues } = await loadProject(project.root);
  expect(issues.map(({ source, issue: read }) => [source.path, read?.title])).toEqual([
    ["issues/one.md", "Hello"],
    ["issues/two/index.md", "Hello"],
  ]);
});

test("a public address replaces the one of the config, also in links between issues", async () => {
  await using project = await tempProject({
    "issues/2026-11-01-old.md": issue(),
    "issues/2026-12-01-new.md": "---\ntitle: New\n---\n[old](2026-11-01-old.md)\n",
  });
  const loaded = await loadProject(project.root, { url: "http://127.0.0.1:4400/" });
  expect(loaded.newsletter.url).toBe("http://127.0.0.1:4400");
  expect(loaded.issues[0]?.issue?.links[0]?.url).toBe("http://127.0.0.1:4400/issues/old");
});

test("two issues of one slug or one number are told of each other", async () => {
  await using project = await tempProject({
    "issues/2026-11-01-hello.md": issue("issue: 3"),
    "issues/2026-12-01-hello.md": issue("issue: 4"),
    "issues/2026-12-08-other.md": issue("issue: 3"),
  });
  const { issues } = await loadProject(project.root);
  expect(
    issues.map(({ source, findings }) => [
      source.path,
      findings.map(({ rule, line, message }) => `${rule} ${line} ${message}`),
    ]),
  ).toEqual([
    [
      "issues/2026-12-08-other.md",
      ["project/duplicate-number 3 issues/2026-11-01-hello.md has the number 3 too."],
    ],
    [
      "issues/2026-12-01-hello.md",
      ["project/duplicate-slug null issues/2026-11-01-hello.md has the slug hello too."],
    ],
    [
      "issues/2026-11-01-hello.md",
      [
        "project/duplicate-slug null issues/2026-12-01-hello.md has the slug hello too.",
        "project/duplicate-number 3 issues/2026-12-08-other.md has the number 3 too.",
      ],
    ],
  ]);
});

test("an issue that cannot be read is there, with its findings", async () => {
  await using project = await tempProject({
    "issues/2026-12-01-broken.md": "no front matter",
    "issues/2026-12-02-latin.md": Buffer.from("---\ntitle: Hello\n---\nMa\xf1ana.\n", "latin1"),
    "issues/2026-12-03-empty/picture.txt": "",
  });
  const { issues, findings } = await loadProject(project.root);
  expect(
    issues.map(({ issue: parsed, findings: said }) => [parsed === null, said.map(({ rule }) => rule)]),
  ).toEqual([
    [false, ["project/not-utf8"]],
    [true, ["front-matter/missing"]],
  ]);
  expect(findings).toMatchObject([
    { rule: "project/no-index", severity: "warning", file: "issues/2026-12-03-empty/index.md" },
  ]);
});

test("a project without issues or templates has none", async () => {
  await using project = await tempProject();
  await rm(join(project.root, "templates"), { recursive: true });
  expect(await loadProject(project.root)).toMatchObject({ issues: [], templates: [], findings: [] });
});

test("a template that the config names and templates/ lacks is a finding on the config", async () => {
  const sections = { a: { title: "A", template: "plian" }, b: { title: "B", template: "plain" } };
  await using project = await tempProject({}, { sections });
  expect((await loadProject(project.root)).findings).toMatchObject([
    {
      rule: "template/unknown",
      severity: "error",
      file: "newsletter.config.ts",
      hint: "Did you mean plain?",
    },
  ]);
});

test("what cannot be read is a finding on itself, and the others are read", async () => {
  await using project = await tempProject({ "issues/good.md": issue(), "issues/odd/index.md/kept.txt": "" });
  const { issues } = await loadProject(project.root);
  expect(issues.map(({ source, findings }) => [source.slug, findings.map(({ rule }) => rule)])).toEqual([
    ["good", []],
    ["odd", ["project/unreadable"]],
  ]);
  await rm(join(project.root, "templates"), { recursive: true });
  await project.write("templates", "not a folder");
  expect(await loadProject(project.root)).toMatchObject({
    templates: [],
    findings: [{ rule: "project/unreadable", file: "templates" }],
  });
});

test("snippets and own blocks that are no folders are findings, and the issues are read", async () => {
  await using project = await tempProject({
    "issues/good.md": issue(),
    "issues/snippets": "no folder",
    "templates/blocks": "no folder",
  });
  const { issues, findings } = await loadProject(project.root);
  expect(issues.map(({ source }) => source.slug)).toEqual(["good"]);
  expect(findings).toMatchObject([
    { rule: "project/unreadable", file: expect.stringMatching(/^issues\/snippets/) },
    { rule: "project/unreadable", file: "templates/blocks" },
  ]);
});

test("the config may use what letterpress exports, wherever the newsletter lives", async () => {
  await using project = await tempProject();
  await project.write(
    "newsletter.config.ts",
    `import { defineNewsletter, type NewsletterConfig } from "letterpress";
const name: NewsletterConfig["name"] = "Typed";
export default defineNewsletter({ name, url: "https://a.example", from: "a@b.example", postal_address: "x", timezone: "UTC", lists: { weekly: { title: "Weekly" } } });
`,
  );
  expect((await loadProject(project.root)).newsletter).toMatchObject({
    name: "Typed",
    template: "interview",
  });
});

test("an edit of the config is seen by the next load", async () => {
  await using project = await tempProject();
  expect((await loadProject(project.root)).newsletter.name).toBe("The Test");
  await project.write(
    "newsletter.config.ts",
    (await import("node:fs"))
      .readFileSync(join(project.root, "newsletter.config.ts"), "utf8")
      .replace("The Test", "Renamed"),
  );
  expect((await loadProject(project.root)).newsletter.name).toBe("Renamed");
});

test("a config that is not there is missing", async () => {
  await using project = await tempProject();
  await rm(join(project.root, "newsletter.config.ts"));
  await expect(loadProject(project.root)).rejects.toMatchObject({ code: "config/missing", exit: 2 });
});

test.each([
  [
    "lists.weekly.title",
    { lists: { weekly: {} } },
    /^newsletter\.config\.ts: lists\.weekly\.title: expected string/,
  ],
  ["an unknown key", { colour: "red" }, /newsletter\.config\.ts: Unrecognized key: "colour"$/],
  [
    "a key of lists",
    { lists: { weekly: { title: "W", optin: "single" } } },
    /lists\.weekly: .*"optin"\. Did you mean opt_in\?/,
  ],
  [
    "a section's list",
    { sections: { a: { title: "A", list: "wekly" } } },
    /: sections\.a\.list: there is no list wekly\. Did you mean weekly\?$/,
  ],
  [
    "two slots",
    {
      sections: {
        a: { title: "A", slot: "Tue 09:00" },
        b: { title: "B", list: "weekly", slot: "Tue 09:00" },
      },
    },
    /: sections\.b\.slot: Tue 09:00 is the slot of sections\.a too, and both go to weekly/,
  ],
  ["a language", { languages: ["en", "es_PE"] }, /languages\.1: expected a language such as en/],
  ["the language", { lang: "a-DE-DE" }, /lang: expected a language such as en/],
  ["an address with a query", { url: "https://a.example/?utm=1" }, /url: expected an address/],
  ["an address with a user", { url: "https://me:pw@a.example" }, /url: expected an address/],
  ["an address without a host", { url: "https:a.example" }, /url: expected an address/],
  [
    "half a character",
    { social: [{ label: "\ud83d", url: "https://a.example" }] },
    /social\.0\.label: .*half of a character/,
  ],
  ["a zone", { timezone: "Lima" }, /timezone: expected an IANA time zone such as America\/Lima/],
  [
    "a list without its place at Resend",
    { audience: "resend" },
    /lists\.weekly\.segment: .*Write segment: "Weekly"[^]*lists\.weekly\.topic: .*Write topic: "Weekly"/,
  ],
  [
    "what only a ledger can do",
    {
      audience: "resend",
      lists: { weekly: { title: "Weekly", segment: "s", topic: "t" } },
      wave: { above: 10 },
      pace: { ramp: [{ per_day: 100 }] },
      attributes: { paid: { type: "boolean" } },
    },
    /wave: .*no first wave[^]*pace\.ramp: .*over days[^]*attributes\.paid\.type: .*"string"/,
  ],
  ["a mistyped audience", { audience: "resent" }, /audience: expected one of "ledger"\|"resend"/],
  ["two keys at once", { name: 3, url: "x" }, /name: expected string[^]*\n.*url: expected an address/],
])("a config with a mistake in %s names it", async (_, config, message) => {
  await using project = await tempProject({}, config);
  await expect(loadProject(project.root)).rejects.toMatchObject({
    code: "config/invalid",
    message: expect.stringMatching(message) as string,
  });
});

test.each([
  ["is no TypeScript", "export default {", /^newsletter\.config\.ts:1:\d+: /],
  ["throws", "throw new Error('no');", /^newsletter\.config\.ts: no$/],
  ["exports nothing", "export const x = 1;", /expected a default export/],
  [
    "reads files",
    'import { readFileSync } from "node:fs";\nexport default readFileSync("/etc/passwd");',
    /^newsletter\.config\.ts:1:30: node:fs may not be imported here/,
  ],
])("a config that %s is refused with its place", async (_, text, message) => {
  await using project = await tempProject();
  await project.write("newsletter.config.ts", text);
  await expect(loadProject(project.root)).rejects.toMatchObject({
    code: "config/invalid",
    message: expect.stringMatching(message) as string,
  });
});
