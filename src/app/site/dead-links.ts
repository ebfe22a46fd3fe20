import { basePath } from "#src/pages/page-address.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { SiteIssue } from "./site-issue.ts";

/** Reports links of issues to other issues that the site does not show: a draft, one still to come, one with `archive: none`. */
export function deadLinks(
  newsletter: Newsletter,
  issues: readonly SiteIssue[],
  files: ReadonlySet<string>,
): readonly Finding[] {
  const report = createReporter((file: string) => whereOf(file, null));
  const start = `href="${newsletter.url}/issues/`;
  for (const { article, file } of issues) {
    if (file === null) continue;
    const slugs = article.html
      .split(start)
      .slice(1)
      .map((rest) => /^[^"#?/]*/.exec(rest)?.[0] ?? "");
    for (const slug of new Set(slugs.filter((one) => !files.has(`issues/${one}/index.html`)))) {
      const path = `${basePath(newsletter)}/issues/${slug}`;
      report.warning("site/dead-link", file, `It links to ${path}, which the site does not show.`, {
        hint: "Remove the link, or leave it if that issue is sent soon.",
      });
    }
  }
  return report.findings;
}
