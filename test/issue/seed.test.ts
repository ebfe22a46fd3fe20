import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { Block } from "#src/model/block.ts";
import { seedInterview } from "../../scripts/seed-interview.ts";
import { NEWSLETTER } from "./parse.ts";
import { parseIssue } from "#src/issue/parse-issue.ts";

const SEED =
  process.env["LETTERPRESS_SEED"] ??
  resolve(import.meta.dirname, "../../../shared/seed/insiders-corner-interview.txt");

// The text is not ours, so it is not in the repository.
test.skipIf(!existsSync(SEED))(
  "the seed interview has its questions, regions and lists, and no finding but the names of its project",
  () => {
    const text = seedInterview(readFileSync(SEED, "utf8"));
    const newsletter = {
      ...NEWSLETTER,
      sections: { "insiders-corner": { title: "Insider’s Corner", template: "interview" } },
      series: { "ai-adoption-in-peru": { title: "AI adoption in Peru" } },
    };
    const source = { slug: "seed", path: "issues/2026-12-01-seed.md", text };
    const { issue, findings } = parseIssue(source, {
      newsletter,
      templates: ["interview"],
      issues: [source],
    });
    expect(findings).toEqual([]);
    const body: readonly Block[] = issue?.body ?? [];
    const headings = body.filter((block) => block.kind === "heading");
    const lists = body.filter((block) => block.kind === "list");
    expect(headings.filter(({ depth, question }) => depth === 2 && question)).toHaveLength(6);
    expect(headings.filter(({ depth }) => depth === 3)).toHaveLength(3);
    expect(headings).toHaveLength(9);
    expect(lists).toHaveLength(5);
    expect(lists.flatMap(({ items }) => items)).toHaveLength(11);
    expect(body.filter(({ kind }) => kind === "callout")).toHaveLength(1);
    expect(issue?.words).toBeGreaterThan(1300);
  },
);
