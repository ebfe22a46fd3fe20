import { posix } from "node:path";
import { TOKEN } from "#src/model/merge-tag.ts";
import type { RuleOf } from "#src/model/rules/rules.ts";
import type { BodyContext } from "./body-context.ts";
import { nearest } from "#src/issue/front-matter/did-you-mean.ts";
import { percentDecoded } from "#src/issue/percent-decoded.ts";

type Surroundings = Pick<BodyContext, "report" | "path" | "url" | "issues">;

/**
 * Returns an address that an email may hold: https, mailto, http and schemes of programs such as `tel:` (both with a finding), a
 * merge tag, or the address of another issue if `written` is the path to its file. Returns null, with a finding at `at`, for
 * everything else, so that no template ever receives `javascript:`.
 */
export function checkUrl(written: string, at: number, surroundings: Surroundings): string | null {
  const { report } = surroundings;
  const refuse = (rule: RuleOf<"error">, message: string, hint: string): null => {
    report.error(rule, at, message, { hint });
    return null;
  };
  const url = written.trim();
  const plain = url.replace(TOKEN, "x");
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007F]/.test(plain))
    return refuse(
      "link/malformed",
      `Expected an address without spaces, found ${url}.`,
      "Write %20 for a space.",
    );
  // A leading merge tag can stand for the whole address, so the value of the reader's attribute is checked for each reader. A value that
  // is no address becomes `#`, so what follows the tag never acts as a scheme.
  if (new RegExp(`^${TOKEN.source}`, "u").test(url)) return url;
  if (url === "")
    return refuse("link/empty", "This link leads nowhere.", "Write its address in the parentheses.");
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(plain)?.[1]?.toLowerCase();
  if (scheme === "mailto") {
    return isMailto(plain)
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
  if (scheme !== undefined) {
    const wrong = wrongScheme(scheme, url);
    if (wrong !== null) return refuse("link/scheme", wrong.message, wrong.hint);
    report.warning(
      "link/other-scheme",
      at,
      `Some mail programs remove a link with ${scheme}:, and keep its words.`,
      {
        hint: "Write what it leads to in the words of the link too, such as the number or the channel.",
      },
    );
    return url;
  }
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

/** `mailto:` with one address or several, or with a query alone (RFC 6068). */
function isMailto(url: string): boolean {
  const [, to = ""] = /^mailto:([^?]*)/i.exec(url) ?? [];
  if (to === "") return url.includes("?");
  return to.split(",").every((address) => /^[^@\s]+(?:@|%40)[^@\s]+$/i.test(address));
}

/** Schemes that run code, or read things that only this machine has. Every other scheme opens a program or nothing. */
const REFUSED = new Set(
  [
    "javascript livescript mocha vbscript jscript data blob filesystem about file res mhtml jar cid mid",
    "view-source chrome resource moz-extension chrome-extension ms-msdt ms-its search-ms ms-word ms-excel",
  ].flatMap((line) => line.split(" ")),
);
/** Schemes whose letters are close to `http` or `mailto`, but which are not typing mistakes. */
const OTHERS = new Set("sftp ftp ftps callto".split(" "));

interface WrongScheme {
  readonly message: string;
  readonly hint: string;
}

/** Returns why an address with this scheme cannot be a link; null for the scheme of a program, such as tel: or irc:. */
function wrongScheme(scheme: string, url: string): WrongScheme | null {
  const message = `Expected a link with https: or mailto:, found ${scheme}:.`;
  // `example.org:8080/x` has a host where a scheme would be.
  if (scheme.length === 1 || scheme === "localhost" || scheme.includes("."))
    return { message: `Expected a complete address, found ${url}.`, hint: `Write https://${url}.` };
  if (REFUSED.has(scheme)) return { message, hint: "No mail program opens such a link." };
  const meant = OTHERS.has(scheme) ? null : nearest(scheme, ["https", "http", "mailto"]);
  return meant === null || (meant === "http" && !scheme.startsWith("h"))
    ? null
    : { message, hint: `Did you mean ${meant}:?` };
}

/** The address of the issue whose file `written` names, relative to this issue's file. */
function issueUrl(written: string, at: number, { report, path, url, issues }: Surroundings): string | null {
  const [file = "", fragment] = written.split("#");
  const target = posix.normalize(posix.join(posix.dirname(path), percentDecoded(file))).replace(/\/$/, "");
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
