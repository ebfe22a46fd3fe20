import { html } from "hono/html";
import type { Overview, OverviewIssue } from "./dev-deps.ts";
import { type Html, masthead, page } from "./page.ts";

/** Every issue of the project, with its state and the number of its findings. */
export function listPage(overview: Overview, sandboxUrl: string | null): Html {
  const { newsletter, issues } = overview;
  return page(
    newsletter.name,
    html`${masthead(newsletter.name, null, sandboxUrl)}
      <main class="list" data-live>
        <h1>Issues</h1>
        ${issues.length === 0 ? empty() : table(issues)}
      </main>`,
  );
}

function empty(): Html {
  return html`<p class="empty">
    There are no issues yet. Create the first one with <code>letterpress new "Title"</code>, and it appears
    here.
  </p>`;
}

function table(issues: readonly OverviewIssue[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Issue</th>
        <th scope="col">State</th>
        <th scope="col">To fix</th>
      </tr>
    </thead>
    <tbody>
      ${issues.map(
        (issue) =>
          html`<tr>
            <td>
              <a href="/issues/${issue.slug}">${issue.title}</a>
              <span class="quiet"
                >${[issue.number === null ? null : `No. ${issue.number}`, issue.section, issue.path]
                  .filter((part) => part !== null)
                  .join(" · ")}</span
              >
            </td>
            <td>${issue.state}</td>
            <td>${toFix(issue)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function toFix({ errors, warnings }: OverviewIssue): Html {
  if (errors + warnings === 0) return html`<span class="quiet">nothing</span>`;
  return html`${errors === 0 ? "" : html`<span class="tag error">${errors} ${errors === 1 ? "error" : "errors"}</span>`}
  ${warnings === 0 ? "" : html`<span class="tag warning">${warnings} ${warnings === 1 ? "warning" : "warnings"}</span>`}`;
}
