/**
 * How fast the installed command starts, against what cannot be faster: `--help` against an empty Node, `check` of one
 * issue against a Node that imports the issue's template family and does nothing with it. All arms in turns, medians of
 * wall time. "unchanged" is an issue that was checked before, "edited" one whose text is new at every run. Exit 1 where
 * `--help` takes more than twice, or the check of an unchanged issue more than 1.5 times as long.
 *
 *   node scripts/bench/start.ts [--runs 9]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median } from "./bench-ledger.ts";
import { installInto, packInto } from "./pack-and-install.ts";

const HELP_BAR = 2;
const CHECK_BAR = 1.5;

const CONFIG = `import { defineNewsletter } from "letterpress";

export default defineNewsletter({
  name: "The Letter",
  url: "https://news.example.org",
  from: "The Letter <desk@news.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
});
`;
const REACT = `import { FooterLinks, IssueBody, Letter, type TemplateInput } from "letterpress";

export default function Short(input: TemplateInput) {
  return (
    <Letter {...input}>
      <IssueBody {...input} />
      <FooterLinks {...input} />
    </Letter>
  );
}
`;
const MJML = "<mjml><mj-body><issue-body /><issue-footer /></mj-body></mjml>";
const issue = (template: string, text: string) => `---
title: How a letter is made
preview_text: From the first line to the last reader, with all that can go wrong between.
template: ${template}
---

A letter begins with a line that somebody wants to read. ${text}
`;

const { values } = parseArgs({ options: { runs: { type: "string", default: "9" } } });
const folder = mkdtempSync(join(tmpdir(), "letterpress-start-"));
try {
  process.exitCode = compare(Number(values.runs)) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compare(runs: number): boolean {
  installInto(folder, [packInto(folder)]);
  write("newsletter.config.ts", CONFIG);
  write("templates/react.tsx", REACT);
  write("templates/mjml.mjml", MJML);
  for (const name of ["react", "mjml"]) write(`issues/2026-12-01-${name}.md`, issue(name, ""));
  const command = join(folder, "node_modules/letterpress/src/cli/letterpress.js");
  const node = (code: string) => ["--input-type=module", "--eval", code];
  const arms = {
    node: () => node("0"),
    "letterpress --help": () => [command, "--help"],
    "import React's family": () => node(`await import("react-email"); await import("@react-email/render");`),
    "check, React, unchanged": () => [command, "check", "react"],
    "check, React, edited": (run: number) => edited("react", run, [command, "check", "react-edited"]),
    "import MJML's family": () => node(`await import("mjml"); await import("mjml-parser-xml");`),
    "check, MJML, unchanged": () => [command, "check", "mjml"],
    "check, MJML, edited": (run: number) => edited("mjml", run, [command, "check", "mjml-edited"]),
  } satisfies Record<string, (run: number) => readonly string[]>;
  const times = new Map<string, number[]>(Object.keys(arms).map((name) => [name, []]));
  for (let run = 0; run <= runs; run += 1) {
    for (const [name, args] of Object.entries(arms)) {
      const given = args(run);
      const from = performance.now();
      const { status, stderr } = spawnSync(process.execPath, given, { cwd: folder, encoding: "utf8" });
      const took = performance.now() - from;
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      // The first run fills the caches that every later one has.
      if (run > 0) times.get(name)?.push(took);
    }
  }
  const of = (name: keyof typeof arms) => median(times.get(name) ?? []);
  const rows = [
    ["letterpress --help", "node", HELP_BAR],
    ["check, React, unchanged", "import React's family", CHECK_BAR],
    ["check, React, edited", "import React's family", null],
    ["check, MJML, unchanged", "import MJML's family", CHECK_BAR],
    ["check, MJML, edited", "import MJML's family", null],
  ] as const;
  let isGood = true;
  for (const [name, against, bar] of rows) {
    const ratio = of(name) / of(against);
    if (bar !== null && ratio > bar) isGood = false;
    const limit = bar === null ? "" : `  (bar ${bar})`;
    const took = `${of(name).toFixed(0)} ms`.padStart(8);
    console.log(
      `${name.padEnd(26)}${took}  ${ratio.toFixed(2)} of ${against}, ${of(against).toFixed(0)} ms${limit}`,
    );
  }
  return isGood;
}

function edited(template: string, run: number, command: readonly string[]): readonly string[] {
  write(
    `issues/2026-12-02-${template}-edited.md`,
    issue(template, `This is edit ${run} of it.`).replace("How a", "How another"),
  );
  return command;
}

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}
