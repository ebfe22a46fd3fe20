import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { Writable } from "node:stream";
import { z } from "zod";
import { expect, test } from "vitest";
import { checkDocument } from "#src/cli/documents/check-document.ts";
import { answerDocument } from "#src/cli/documents/answer-document.ts";
import { main } from "#src/cli/main.ts";
import { lineHashes } from "#src/cli/print/line-hashes.ts";
import { RULES } from "#src/model/rules/rules.ts";
import { issue, NOW, tempProject } from "./temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";
const FIXABLE = issue(["preheader: From the first line."]).replace(/^preview_text.*\n/m, "");

test("--fix shows what it has changed as a diff that git applies backwards", async () => {
  const project = await tempProject({ [FILE]: FIXABLE });
  const { stdout } = await project.run(["check", "--fix"]);
  expect(stdout).toContain(`--- a/${FILE}\n+++ b/${FILE}\n@@`);
  expect(stdout).toMatch(/^-preheader: From the first line\.$/m);
  expect(stdout).toMatch(/^\+preview_text: From the first line\.$/m);
  const diff = stdout.slice(0, stdout.indexOf("\n\n") + 1);
  execFileSync("git", ["apply", "--reverse", "-"], { cwd: project.root, input: diff });
  expect(await readFile(project.path(FILE), "utf8")).toBe(FIXABLE);
});

test("--dry-run writes nothing, and shows all that --fix does, also what only its first edits make possible", async () => {
  const heading = issue(
    ["layout: post"],
    "# News\n\nThe <b>press</b> is {{ FNAME }}’s.\n\n## Below\n\nIt ends here.",
  );
  const project = await tempProject({ [FILE]: heading });
  const dry = await project.run(["check", "--fix", "--dry-run"]);
  expect(await readFile(project.path(FILE), "utf8")).toBe(heading);
  expect(dry.stdout).toContain("Nothing was written.");
  const { stdout } = await project.run(["check", "--fix"]);
  const diffOf = (text: string) => text.slice(0, text.indexOf("\n\n"));
  expect(diffOf(dry.stdout)).toBe(diffOf(stdout));
  const alone = await project.run(["check", "--dry-run"]);
  expect(alone.exit).toBe(2);
  expect(alone.stderr).toContain("check --fix --dry-run");
});

test("programs get the diff in the document", async () => {
  const project = await tempProject({ [FILE]: FIXABLE });
  const { stdout } = await project.run(["check", "--fix", "--dry-run", "--json"]);
  expect(checkDocument.parse(JSON.parse(stdout)).fixes).toEqual([
    { file: FILE, edits: 1, diff: expect.stringContaining("+preview_text: From the first line.") },
  ]);
});

test("--watch --format json prints a document a line and nothing else, an answer where a pass fails", async () => {
  const project = await tempProject({ [FILE]: issue() });
  const config = await readFile(project.path("newsletter.config.ts"), "utf8");
  const stop = new AbortController();
  const saves: (() => Promise<void>)[] = [
    () => project.write("newsletter.config.ts", "export default {"),
    () => project.write("newsletter.config.ts", config),
    async () => stop.abort(),
  ];
  let out = "";
  const sink = (onText: (text: string) => void) =>
    new Writable({
      write(chunk, _, done) {
        onText(String(chunk));
        done();
      },
    });
  const stdout = sink((text) => void (out += text));
  const stderr = sink((text) => {
    if (text.startsWith("Waiting for the next save")) void saves.shift()?.();
  });
  const { stdin } = process;
  const io = { stdout, stderr, stdin, env: {}, cwd: project.root, clock: { now: () => NOW } };
  expect(await main(["check", "--watch", "--format", "json"], { ...io, signal: stop.signal })).toBe(0);
  const [first, failed, last, ...more] = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  expect(more).toEqual([]);
  expect(checkDocument.parse(first)).toMatchObject({ issues: 1, findings: [] });
  expect(answerDocument.parse(failed)).toMatchObject({
    command: "check",
    exit: 2,
    error: { code: "config/invalid" },
  });
  expect(checkDocument.parse(last)).toMatchObject({ issues: 1, findings: [] });
});

/** The parts of SARIF 2.1.0 that the log uses, as its schema and section 3 of the standard have them. */
const relative = z.string().regex(/^(?![a-z][a-z+.-]*:)(?!\/)[^\\\s]+$/i);
const text = z.strictObject({ text: z.string().min(1), markdown: z.string().min(1).optional() });
/** GitHub cuts longer ones. */
const short = text.refine((said) => said.text.length <= 1024);
const level = z.enum(["none", "note", "warning", "error"]);
const artifact = z.strictObject({ uri: relative, uriBaseId: z.literal("%SRCROOT%") });
const position = z.int().min(1);
const region = z.strictObject({
  startLine: position,
  startColumn: position.optional(),
  endLine: position.optional(),
  endColumn: position.optional(),
});
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          semanticVersion: z.string().regex(/^\d+\.\d+\.\d+/),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1),
              shortDescription: short,
              fullDescription: short.optional(),
              help: text,
              defaultConfiguration: z.strictObject({ level }),
              properties: z.strictObject({ tags: z.array(z.string()).max(10) }).optional(),
            }),
          ),
        }),
      }),
      columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
      originalUriBaseIds: z.record(z.string(), z.strictObject({ description: text })),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level,
          message: text,
          locations: z.tuple([
            z.strictObject({ physicalLocation: z.strictObject({ artifactLocation: artifact, region }) }),
          ]),
          fixes: z
            .array(
              z.strictObject({
                artifactChanges: z
                  .array(
                    z.strictObject({
                      artifactLocation: artifact,
                      replacements: z
                        .array(
                          z.strictObject({
                            deletedRegion: region,
                            insertedContent: z.strictObject({ text: z.string() }),
                          }),
                        )
                        .min(1),
                    }),
                  )
                  .min(1),
              }),
            )
            .optional(),
          partialFingerprints: z
            .strictObject({ primaryLocationLineHash: z.string().regex(/^[0-9a-f]{1,16}:[1-9]\d*$/) })
            .optional(),
          suppressions: z.array(
            z.strictObject({
              kind: z.enum(["inSource", "external"]),
              status: z.enum(["accepted", "underReview", "rejected"]),
              justification: z.string().min(1),
            }),
          ),
        }),
      ),
    }),
  ]),
});

test("--format sarif is a log that code scanning reads: rules with help, places, edits, and what the author accepts", async () => {
  const accept = ["accept:", "  - rule: writing/placeholder", '    reason: "TK is the name of the press."'];
  const body = "# Too high\n\nThen TK happens, and the letter goes on.";
  const folder = "issues/2026-12-02-un café";
  const project = await tempProject({
    [FILE]: issue(["preheader: From the first line.", ...accept], body).replace(/^preview_text.*\n/m, ""),
    [`${folder}/index.md`]: issue(["title: Another letter", "slug: cafe"], "![A press](press.png)"),
  });
  const { stdout, exit } = await project.run(["check", "--format", "sarif"]);
  expect(exit).toBe(1);
  const [run] = sarif.parse(JSON.parse(stdout)).runs;
  const { rules } = run.tool.driver;
  expect(rules.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(RULES)));
  for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  const find = (rule: string) => run.results.find(({ ruleId }) => ruleId === rule);

  const accepted = find("writing/placeholder");
  expect(accepted).toMatchObject({
    level: "error",
    suppressions: [{ kind: "inSource", status: "accepted", justification: "TK is the name of the press." }],
  });
  expect(accepted?.message.text).not.toContain("Accepted");
  expect(run.results.map(({ locations: [place] }) => place.physicalLocation.artifactLocation.uri)).toContain(
    "issues/2026-12-02-un%20caf%C3%A9/index.md",
  );

  // An edit by lines and columns says the same as the one by offsets.
  const lines = (await readFile(project.path(FILE), "utf8")).split("\n");
  const fix = find("front-matter/alias")?.fixes?.[0]?.artifactChanges[0]?.replacements[0];
  const { startLine = 0, startColumn = 0, endLine, endColumn = 0 } = fix?.deletedRegion ?? {};
  expect(endLine).toBe(startLine);
  const line = lines[startLine - 1] ?? "";
  expect(line.slice(0, startColumn - 1) + (fix?.insertedContent.text ?? "") + line.slice(endColumn - 1)).toBe(
    "preview_text: From the first line.",
  );
});

test("a finding keeps its fingerprint while lines above it come and go", async () => {
  const body =
    "A paragraph.\n\nThen TK happens, and the letter goes on.\n\nThen TK happens, and the letter goes on.";
  const project = await tempProject({ [FILE]: issue([], body) });
  const prints = async () => {
    const [run] = sarif.parse(JSON.parse((await project.run(["check", "--format", "sarif"])).stdout)).runs;
    return run.results
      .filter(({ ruleId }) => ruleId === "writing/placeholder")
      .map(({ locations: [{ physicalLocation }], partialFingerprints }) => [
        physicalLocation.region.startLine,
        partialFingerprints?.primaryLocationLineHash,
      ]);
  };
  const before = await prints();
  expect(before.map(([line]) => line)).toEqual([8, 10]);
  expect(new Set(before.map(([, print]) => print)).size).toBe(2);
  await writeFile(project.path(FILE), issue([], `Another start.\n\n${body}`));
  expect(await prints()).toEqual(before.map(([line, print]) => [Number(line) + 2, print]));
});

/** As GitHub's action for uploads computes them, by its own tests. */
test.each([
  ["", ["c129715d7a2bc9a3:1"]],
  [
    " a\nb\n  \t\tc\n d",
    ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
  ],
  [
    " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
    [
      "e9496ae3ebfced30:1",
      "fb7c023a8b9ccb3f:1",
      "ce8ba1a563dcdaca:1",
      "e20e36e16fcb0cc8:1",
      "b3edc88f2938467e:1",
      "c8e28b0b4002a3a0:1",
      "c129715d7a2bc9a3:1",
    ],
  ],
])("the fingerprints of %j are GitHub's", (written, expected) => {
  expect(lineHashes(written)).toEqual(expected);
});

test("without a finding the log has its rules and no result, so that a scan knows what was fixed", async () => {
  const project = await tempProject({ [FILE]: issue() });
  const { stdout, exit } = await project.run(["check", "--format", "sarif"]);
  expect(exit).toBe(0);
  expect(sarif.parse(JSON.parse(stdout)).runs[0].results).toEqual([]);
});
