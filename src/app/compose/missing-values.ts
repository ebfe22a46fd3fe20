import { nearest } from "#src/issue/front-matter/did-you-mean.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { TemplateText } from "#src/model/template.ts";
import { lineOf } from "#src/render/line-of.ts";

const FIELDS = ["newsletter", "issue", "theme", "images", "urls", "body"];

/** Reports each value that a template reads and no input has, at the first line that has its name. */
export function missingValues(
  template: TemplateText,
  paths: Iterable<string>,
  issue: Issue,
): readonly Finding[] {
  const report = createReporter((line: number | null) => ({
    ...whereOf(template.path, null),
    line,
  }));
  for (const path of paths) {
    const name = path.split(".").at(-1) ?? "";
    const line = lineOf(template, new RegExp(`\\b${RegExp.escape(name)}\\b`));
    const isIssues = path === `input.${name}` && Object.hasOwn(issue, name);
    const hint = isIssues
      ? `Write \`input.issue.${name}\`.`
      : (nearName(path, name, issue) ?? "docs/templates.md lists what a template is given.");
    report.warning("template/no-such-value", line, `The template reads \`${path}\`, which does not exist.`, {
      hint,
    });
  }
  return report.findings;
}

function nearName(path: string, name: string, issue: Issue): string | null {
  const parent = path.slice(0, -name.length - 1);
  const known = { input: FIELDS, "input.issue": Object.keys(issue) }[parent] ?? [];
  const near = nearest(name, known);
  return near === null ? null : `Did you mean \`${parent}.${near}\`?`;
}
