import type { Template, TemplateInput } from "#src/model/template.ts";
import { elementsOf, type HtmlElement, type HtmlTree, textOf } from "./html-tree.ts";

/** What every footer must have and this one lacks. */
interface FooterFault {
  readonly message: string;
  /** The line to add, or how to close the comment. */
  readonly hint: string;
  /** The beginning of the comment that holds the footer; null if none does. */
  readonly comment: string | null;
}

/**
 * Returns what the footer lacks of the unsubscribe link and the postal address, which the law demands and no later step can add; null if
 * both are there. `leaves` says whether the email has its link, or needs none. The line to add is written for the template's own family,
 * with its own name for the input.
 */
export function footerFault(
  { body }: HtmlTree,
  { newsletter }: TemplateInput,
  { template, leaves }: { readonly template: Template; readonly leaves: boolean },
): FooterFault | null {
  const hasAddress = letters(textOf(body)).includes(letters(newsletter.postal_address));
  if (leaves && hasAddress) return null;
  const comment = hasAddress ? null : commentWith(body, letters(newsletter.postal_address));
  if (comment !== null)
    return {
      message: `The footer is a part of the comment ${comment}, which is not closed before it, so nobody sees it.`,
      hint: "Close the comment: <!--[if mso]> … <![endif]-->.",
      comment,
    };
  const lacks = [leaves ? null : "unsubscribe link", hasAddress ? null : "postal address"];
  const message = `The email has no ${lacks.filter((one) => one !== null).join(" and no ")}, and the law demands ${leaves === hasAddress ? "both" : "it"}.`;
  return { message, hint: template.family === "react" ? ofReact(template.source) : MJML, comment: null };
}

/** Returns the beginning of the comment that holds these letters, or null. */
function commentWith(body: HtmlElement, wanted: string): string | null {
  for (const { childNodes } of elementsOf(body))
    for (const node of childNodes)
      if ("data" in node && wanted !== "" && letters(node.data).includes(wanted))
        return `<!--${/^\[[^\]\n]*\]>?|^[^<\n]{0,30}/.exec(node.data)?.[0] ?? ""}`;
  return null;
}

const MJML = "Add this line below <issue-body />: <issue-footer />";

/**
 * The hint for a template that does not place the issue, because somebody has just brought it along: nothing else tells how the issue gets
 * into it.
 */
const WITHOUT_BODY =
  'Let the component take (input: TemplateInput), and add <IssueBody {...input} /> where the issue belongs and <FooterLinks {...input} /> where the email ends, all three from "letterpress". A footer of your own may link footerLinks(input) and show input.newsletter.postal_address.';

function ofReact(source: string): string {
  // A file that the template imports may place the issue for it.
  if (!source.includes("IssueBody") && !/\bfrom\s*["']\.{1,2}\//.test(source)) return WITHOUT_BODY;
  const input = /<IssueBody\s+\{\s*\.\.\.\s*(\w+)/.exec(source)?.[1] ?? "input";
  const where = source.includes("<IssueBody") ? "below <IssueBody>" : "where the email ends";
  const added = `Add this line ${where}: <FooterLinks {...${input}} />`;
  return /\bFooterLinks\b/.test(source)
    ? added
    : `${added}, and FooterLinks to the import from "letterpress".`;
}

/** Letters and digits alone: templates may break the address into lines, or put dots and dashes between its parts. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
}
