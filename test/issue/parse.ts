import { applyFixes } from "#src/app/fixes/apply-fixes.ts";
import { parseIssue } from "#src/issue/parse-issue.ts";
import { slugOfPath } from "#src/issue/front-matter/slug-of.ts";
import { writtenSlug } from "#src/issue/front-matter/written-slug.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { type Newsletter, newsletterSchema } from "#src/model/newsletter.ts";

const PATH = "issues/2026-12-01-hello.md";

export const NEWSLETTER = newsletterSchema.parse({
  name: "The Test",
  url: "https://letters.example/",
  from: "The Test <test@letters.example>",
  postal_address: "1 Test Lane",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" }, news: { title: "News" } },
  sections: {
    corner: { title: "Corner", template: "interview", list: "news", intro: "Hi.", slot: "Tue 09:00" },
    plain: { title: "Plain" },
  },
  series: { peru: { title: "AI in Peru" } },
  authors: { ines: { name: "Inés", role: "Editor" } },
  attributes: { plan: { type: "string" }, joined: { type: "date" } },
  template: "digest",
});

const ISSUES = [
  { path: PATH, slug: "hello" },
  { path: "issues/2026-11-24-part-one/index.md", slug: "part-one" },
  { path: "issues/2026-11-17-old.md", slug: "old" },
];

export interface Result {
  readonly issue: Issue | null;
  readonly findings: readonly Finding[];
  /** `rule line:column`, in order. */
  readonly said: readonly string[];
  /** The file after every edit that findings bring along. */
  readonly fixed: string;
}

/** Parse a whole file. `blocks` are names of the newsletter's own. */
export function parseFile(
  text: string,
  path: string = PATH,
  blocks: readonly string[] = [],
  newsletter: Newsletter = NEWSLETTER,
): Result {
  const source = { slug: writtenSlug(path, text) ?? slugOfPath(path), path, text };
  const { issue, findings } = parseIssue(source, {
    newsletter,
    templates: ["digest", "interview"],
    issues: ISSUES,
    blocks,
  });
  const said = findings.map(({ rule, line, column }) => `${rule} ${line}:${column}`);
  return { issue, findings, said, fixed: applyFixes(text, findings).result };
}

/** Parse front matter lines under a title that is right. */
export function parseKeys(...lines: readonly string[]): Result {
  return parseFile(["---", "title: Hello", ...lines, "---", "", "Good morning.", ""].join("\n"));
}

/** Parse a body; its first line is line 4 of the file. */
export function parseBody(...lines: readonly string[]): Result & { readonly issue: Issue } {
  const result = parseFile(["---", "title: Hello", "---", ...lines, ""].join("\n"));
  if (result.issue === null) throw new Error(`No issue: ${result.said.join(", ")}`);
  return { ...result, issue: result.issue };
}

/** The first block of a body without its places, and the text of a file in which every place is left out. */
export function bare<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (key === "place" ? undefined : inner)),
  ) as T;
}
