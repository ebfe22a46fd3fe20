import { parseIssue } from "#src/issue/parse-issue.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { newsletterSchema } from "#src/model/newsletter.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { templateInput } from "#src/render/template-input.ts";

const NEWSLETTER = newsletterSchema.parse({
  name: "The Letter",
  url: "https://letters.example.org",
  from: "The Letter <desk@letters.example.org>",
  postal_address: "The Letter, 12 Press Street, Lima",
  timezone: "America/Lima",
  lists: { weekly: { title: "Weekly" } },
  authors: { rosa: { name: "Rosa Quispe" } },
});

/** Reads an issue with this body as every issue is read. */
export function readSample(body: string): { readonly issue: Issue; readonly findings: readonly Finding[] } {
  const text = `---\ntitle: A sample\nguests:\n  - name: Inés Carpio\nauthors:\n  - rosa\ntags: [press]\n---\n\n${body}\n`;
  const source = { slug: "a-sample", path: "issues/a-sample.md", text };
  const { issue, findings } = parseIssue(source, {
    newsletter: NEWSLETTER,
    templates: ["interview"],
    issues: [],
    blocks: ["recipe"],
  });
  if (issue === null) throw new Error(`This sample is no issue: ${body}`);
  return { issue, findings };
}

/** Returns what a template gets for an issue with the second kind of button, whose class is in the style sheet only then. */
export function sampleInput(): TemplateInput {
  return templateInput(
    readSample('::button[Join]{href="https://example.org/" secondary}').issue,
    NEWSLETTER,
    {},
  );
}
