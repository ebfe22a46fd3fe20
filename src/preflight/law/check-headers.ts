import { asksAddress } from "#src/model/states.ts";
import type { Rule } from "#src/preflight/letter.ts";

/** RFC 2919, 3: the most characters between the angle brackets. */
const LONGEST_LIST_ID = 255;
/** RFC 5322, 2.1.1. */
const LONGEST_LINE = 998;

/** Checks headers, which no reader sees: one-click unsubscribe and List-Id, as mailbox providers read them. */
export const checkHeaders: Rule = ({ email, issue, facts }, report) => {
  const { url } = facts.newsletter;
  for (const [name, value] of Object.entries(email.headers)) {
    const fault = faultOf(name, value);
    if (fault === null) continue;
    report.error("headers/damaged", null, `The header ${name} ${fault}.`, {
      hint: "Look for odd characters in `name` and `lists` of newsletter.config.ts.",
    });
  }
  // A person who is asked for a confirmation is not yet on a list that could be left.
  if (asksAddress(issue.trigger)) return;
  if (url.startsWith("http:") && !isLocal(new URL(url).hostname))
    report.warning(
      "unsubscribe/not-https",
      null,
      `The newsletter's address is ${url}, so mail programs show no button to unsubscribe with: they take https only.`,
      { hint: "Write the https address as url in newsletter.config.ts." },
    );
  // A local name belongs to one machine, and to nobody outside.
  if (isLocal(new URL(url).hostname)) return;
  const id = /<([^<>]*)>\s*$/.exec(email.headers["List-Id"] ?? "")?.[1] ?? null;
  if (id === null || !/^[^\s.]+(?:\.[^\s.]+){2,}$/.test(id) || id.length > LONGEST_LIST_ID)
    report.warning(
      "headers/list-id",
      null,
      id === null
        ? "The email has no List-Id."
        : `The List-Id ${id} is no name of the form list.example.org with at most ${LONGEST_LIST_ID} characters.`,
      { hint: "Shorten the key of the list in newsletter.config.ts, or the host of url." },
    );
};

function faultOf(name: string, value: string): string | null {
  if (!/^[\x20-\x7E]*$/.test(value)) return "holds a line end, a control or a letter that is not ASCII";
  return name.length + 2 + value.length > LONGEST_LINE ? `is longer than ${LONGEST_LINE} characters` : null;
}

/** A preview on one's own machine has no https, and mails nobody. */
function isLocal(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.") || host.endsWith(".localhost");
}
