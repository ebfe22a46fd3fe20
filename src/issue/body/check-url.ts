import { posix } from "node:path";
import { TOKEN } from "#src/model/merge-tag.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
import type { BodyContext } from "./body-context.ts";
import { nearest } from "#src/issue/front-matter/did-you-mean.ts";

type Surroundings = Pick<BodyContext, "report" | "path" | "url" | "issues">;

/**
 * An address that an email may hold: https, http (with a finding), mailto, a merge tag, or the address of
 * another issue for a path to its file. Null, with a finding at `at`, for everything else, so that no template
 * ever receives `javascript:`.
 */
export function checkUrl(written: string, at: number, surroundings: Surroundings): string | null {
  const { report } = surroundings;
  const refuse = (rule: RuleOf<"error">, message: string, hint: string): null => {
    report.error(rule, at, message, { hint });
    return null;
  };
  const url = written.trim();
  const plain = url.replace(TOKEN, "x");
  // Only a tag can stand for a whole address; what a reader's attribute holds is checked for each reader.
  if (new RegExp(`^${TOKEN.source}`, "u").test(url)) return url;
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007F]/.test(plain))
    return refuse(
      "link/malformed",
      `Expected an address without spaces, found ${url}.`,
      "Write %20 for a space.",
    );
  if (url === "")
    return refuse("link/empty", "This link leads nowhere.", "Write its address in the parentheses.");
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(plain)?.[1]?.toLowerCase();
  if (scheme === "mailto") {
    return /^mailto:[^@\s]+@[^@\s]+$|^mailto:\?/i.test(plain)
      ? url
      : refuse(
          "link/malformed",
          `Expected mailto: with an address, found ${url}.`,
          "Write for example mailto:editor@example.org.",
        );
  }
  if (scheme === "https" || scheme === "http") {
    if (!/^https?:\/\/[^/?#]/i.test(plain) || !URL.canParse(plain))
      return refuse(
        "link/malformed",
        `This is not an address: ${url}`,
        "Write for example https://example.org/page.",
      );
    if (scheme === "http") {
      report.warning("link/not-https", at, `This link is not encrypted: ${url}`, {
        hint: "Write https: if the site supports it.",
      });
    }
    return url;
  }
  if (scheme !== undefined)
    return refuse(
      "link/scheme",
      `Expected a link with https: or mailto:, found ${scheme}:.`,
      "Other schemes do not work in an email.",
    );
  if (url.startsWith("//"))
    return refuse("link/relative", `Expected a complete address, found ${url}.`, `Write https:${url}.`);
  if (url.startsWith("#"))
    return refuse(
      "link/anchor",
      `Anchors such as ${url} do not work in an email.`,
      "Mention the heading by name, or link to the web page.",
    );
  return issueUrl(url, at, surroundings);
}

/** The address of the issue whose file `written` names, relative to this issue's file. */
function issueUrl(written: string, at: number, { report, path, url, issues }: Surroundings): string | null {
  const [file = "", fragment] = written.split("#");
  const target = posix.normalize(posix.join(posix.dirname(path), decoded(file))).replace(/\/$/, "");
  const issue = issues.find((one) => one.path === target || one.path === `${target}/index.md`);
  if (issue !== undefined) return `${url}/issues/${issue.slug}${fragment ? `#${fragment}` : ""}`;
  if (!/\.md$/i.test(file)) {
    report.error("link/relative", at, `Expected a complete address, found ${written}.`, {
      hint: "Write https://…, or the path to another issue's .md file.",
    });
    return null;
  }
  const near = nearest(
    target,
    issues.map((one) => one.path),
  );
  report.error("link/unknown-issue", at, `There is no issue ${target}.`, {
    hint:
      near === null
        ? "Write the path to its file, relative to this one."
        : `Did you mean ${posix.relative(posix.dirname(path), near)}?`,
  });
  return null;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
