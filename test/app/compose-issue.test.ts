import { expect, test } from "vitest";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import type { Finding } from "#src/model/finding.ts";
import { loadProject } from "#src/project/load-project.ts";
import { issue, NOW, tempProject } from "../cli/temp-project.ts";

const FILE = "issues/2026-12-01-hello.md";

async function compose(text: string) {
  const { root } = await tempProject({ [FILE]: text });
  const project = await loadProject(root);
  const parsed = project.issues[0];
  if (parsed === undefined) throw new Error("Expected one issue.");
  return composeIssue(project, parsed, { now: NOW, ledger: null });
}

const say = ({ severity, rule, line }: Finding) => `${severity} ${rule} ${line}`;

function accepting(rule: string): string[] {
  return ["accept:", `  - { rule: ${rule}, reason: It is meant so. }`];
}

test.each<[string, string, string]>([
  ["the file", "link/not-https", "See [the archive](http://museum.example/archive)."],
  ["the images", "image/remote", "![A press](https://museum.example/press.png)"],
  ["preflight", "link/generic-text", "The museum has moved, [click here](https://museum.example/)."],
])("accepts a finding of %s", async (_, rule, sentence) => {
  const body = `A letter begins with a line that is worth reading.\n\n${sentence}`;
  const before = await compose(issue([], body));
  expect(before.findings.map(({ rule: found, severity }) => `${severity} ${found}`)).toContain(
    `warning ${rule}`,
  );

  const { findings } = await compose(issue(accepting(rule), body));
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found).toMatchObject([
    { severity: "info", message: expect.stringContaining("Accepted: It is meant so.") },
  ]);
  expect(findings.map((finding) => finding.rule)).not.toContain("accept/unused");
});

test("accepts what preflight calls an error, where no reader pays for it", async () => {
  const { findings } = await compose(issue(accepting("writing/placeholder"), "The band is called TK."));
  expect(findings.map(say)).toEqual(["info writing/placeholder 8"]);
});

test.each([
  ["size/clipped", "x".repeat(110_000), "protects readers"],
  ["html/not-allowed", "A <blink>word</blink> that blinks.", "make an email impossible to send"],
])("never accepts %s", async (rule, body, why) => {
  const { findings } = await compose(issue(accepting(rule), body));
  const [finding] = findings;
  expect(finding).toMatchObject({ severity: "error", rule });
  expect(finding?.hint).toContain(`${why}, so it cannot be accepted.`);
});

test("never accepts a confirmation mail without its link", async () => {
  const lines = ["trigger: confirm", "list: weekly", ...accepting("confirm/missing")];
  const { findings } = await compose(issue(lines));
  expect(findings.filter(({ rule }) => rule === "confirm/missing").map(({ severity }) => severity)).toEqual([
    "error",
    "error",
  ]);
});

test("reports an accepted rule that found nothing, at accept:", async () => {
  const { findings } = await compose(issue(accepting("link/no-text")));
  expect(findings.map(say)).toEqual(["info accept/unused 4"]);
});

test("sorts the findings of all steps: the most severe first, then by line", async () => {
  const body = "See [the archive](http://museum.example/archive).\n\n![TK](https://museum.example/press.png)";
  const { findings } = await compose(issue([], body));
  expect(findings.map(say)).toEqual([
    "error writing/placeholder 8",
    "warning link/not-https 6",
    "warning image/remote 8",
    "warning image/instead-of-text 8",
  ]);
});

test.each(["interview", "digest"])(
  "shows a guest's card once, in the list where it was placed, in %s",
  async (name) => {
    const lines = [`template: ${name}`, "guests:", "  - { name: Ada Lovelace }"];
    const { email } = await compose(issue(lines, "Meet the guest.\n\n- ::guest\n- and somebody else"));
    for (const part of [email?.html, email?.text]) {
      expect(
        part
          ?.filter((piece) => typeof piece === "string")
          .join("")
          .split("Ada Lovelace"),
      ).toHaveLength(2);
    }
  },
);
