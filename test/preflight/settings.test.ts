import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { checkConfig } from "#src/project/check-config.ts";
import { hashInputs } from "#src/project/hash-inputs.ts";
import { loadProject } from "#src/project/load-project.ts";

const NOW = Date.UTC(2026, 10, 24, 12);

const CONFIG = {
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  template: "digest",
};

const linesOf = (rules: Readonly<Record<string, string>>) => {
  const checked = checkConfig({ ...CONFIG, rules });
  return checked.ok ? [] : checked.lines;
};

test("a severity is one of four, of a rule that exists", () => {
  expect(linesOf({ "link/generic-text": "off", "subject/too-long": "error" })).toEqual([]);
  expect(linesOf({ "link/generic-txt": "off" })).toEqual([
    "rules: there is no rule link/generic-txt. Did you mean link/generic-text?",
  ]);
  expect(linesOf({ toString: "off" })).toEqual([
    "rules: there is no rule toString. `letterpress check` prints the id at the end of each finding.",
  ]);
  expect(linesOf({ "link/generic-text": "loud" })).toEqual([
    expect.stringMatching(/^rules\.link\/generic-text: expected one of "off"/),
  ]);
});

test.each([
  ["merge-tag/left-over", "warning", "protects readers and cannot be lowered"],
  ["unsubscribe/missing", "off", "protects readers and cannot be lowered"],
  ["html/forbidden", "info", "finds errors that make an email impossible to send, and cannot be lowered"],
  ["schedule/ramp", "off", "is not found by `letterpress check`, and its severity is fixed"],
])("%s cannot be %s", (rule, setting, why) => {
  expect(linesOf({ [rule]: setting })).toEqual([`rules: ${rule} ${why}.`]);
  expect(linesOf({ "merge-tag/left-over": "error" })).toEqual([]);
});

const BODY = `---
title: "How a letter is made"
preview_text: "From the first line to the last reader, with all that can go wrong."
---

The museum has moved, [click here](https://museum.example/). See [the archive](http://museum.example/archive).

A <blink>word</blink> that blinks.
`;

async function project(rules: Readonly<Record<string, string>>, text = BODY) {
  const root = await mkdtemp(join(tmpdir(), "letterpress-settings-"));
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  await cp("templates", join(root, "templates"), { recursive: true });
  await mkdir(join(root, "issues/2026-11-01-empty"), { recursive: true });
  const config = { ...CONFIG, rules };
  await writeFile(join(root, "newsletter.config.ts"), `export default ${JSON.stringify(config)};\n`);
  await writeFile(join(root, "issues/2026-12-01-hello.md"), text);
  return loadProject(root);
}

async function found(rules: Readonly<Record<string, string>>, text = BODY) {
  const loaded = await project(rules, text);
  const [parsed] = loaded.issues;
  if (parsed === undefined) throw new Error("There is no issue.");
  const { findings } = await composeIssue(loaded, parsed, { now: NOW, ledger: null });
  return [...loaded.findings, ...findings].map(({ severity, rule }) => `${severity} ${rule}`);
}

test("findings of each step have the severity of the config", async () => {
  const plain = [
    "warning project/no-index",
    "error html/not-allowed",
    "warning link/not-https",
    "warning link/generic-text",
  ];
  expect(await found({})).toEqual(plain);
  expect(
    await found({
      "project/no-index": "off",
      "link/not-https": "error",
      "link/generic-text": "info",
    }),
  ).toEqual(["error link/not-https", "error html/not-allowed", "info link/generic-text"]);
});

test("what the config makes an error is accepted like the warning it was", async () => {
  const accepting = BODY.replace(
    "\n---\n\n",
    "\naccept: [{ rule: link/not-https, reason: An old host. }]\n---\n\n",
  );
  expect(await found({ "link/not-https": "error" }, accepting)).toContain("info link/not-https");
});

test("an accepted rule that does not exist is said, with the one that is meant", async () => {
  const accepting = BODY.replace(
    "\n---\n\n",
    "\naccept: [{ rule: link/generic-txt, reason: So be it. }]\n---\n\n",
  );
  expect(await found({}, accepting)).toContain("warning accept/unknown");
});

test("what was composed under other severities is composed again", async () => {
  const hashes = await Promise.all(
    [{}, { "link/not-https": "error" }].map(async (rules) => {
      const loaded = await project(rules);
      return loaded.issues[0] && hashInputs(loaded, loaded.issues[0]);
    }),
  );
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(hashes[0]).not.toBe(hashes[1]);
});
