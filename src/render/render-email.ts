import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Email } from "#src/model/email.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { asksAddress } from "#src/model/states.ts";
import type { Images, OwnBlock, Template, TemplateInput } from "#src/model/template.ts";
import { cutText } from "#src/render/message/cut-slots.ts";
import { markPlaces } from "#src/render/places/mark-places.ts";
import { finish } from "./finish.ts";
import { fixedHeaders } from "#src/render/message/fixed-headers.ts";
import { renderOwnBlocks } from "#src/render/own/render-own-blocks.ts";
import { plainText } from "#src/render/plain/plain-text.ts";
import { tagsOf } from "./tags-of.ts";
import { templateInput } from "./template-input.ts";
import { webUrl } from "./web-url.ts";

/**
 * Renders an issue once for everybody: HTML by its template, plain text by us, merge tags as slots, and the digest of all that is approved.
 * The same input gives the same bytes.
 * Throws LetterpressError `template/failed`, with the template's place, when the template throws or its output lacks what every email must
 * have.
 */
export async function renderEmail(options: {
  readonly issue: Issue;
  readonly newsletter: Newsletter;
  readonly template: Template;
  readonly images: Images;
  /** The newsletter's own blocks that the issue places. */
  readonly blocks?: readonly OwnBlock[];
  /** Whether the HTML says of each block where it stands. Such an email is for looking at, never for mailing. */
  readonly places?: boolean;
  /** Called with each value that the template reads and no input has: `input.title`. */
  readonly onMissing?: (path: string) => void;
}): Promise<Email> {
  const { newsletter, template, places = false, onMissing } = options;
  const issue = places ? { ...options.issue, body: markPlaces(options.issue.body) } : options.issue;
  const bare = templateInput(issue, newsletter, options.images);
  const input = { ...bare, own: await renderOwnBlocks(bare.body, bare, options.blocks ?? []) };
  const constants = { tags: issue.mergeTags, web: webUrl(newsletter, issue.slug) };
  const html = finish(await runTemplate(template, input, onMissing), {
    ...constants,
    template,
    input,
    unsubscribes: !asksAddress(issue.trigger),
  });
  const email = {
    format: 1 as const,
    from: issue.from ?? newsletter.from,
    replyTo: issue.replyTo ?? newsletter.reply_to ?? null,
    subject: cutText(issue.subject, "header", constants),
    html,
    text: cutText(plainText(input), "plain", constants),
    headers: fixedHeaders(input),
    list: issue.list,
    tags: tagsOf(issue),
    // Left out if empty: an email without such parts keeps the digest with which it was approved.
    ...(issue.asked.length === 0 ? {} : { asked: issue.asked }),
  };
  return { ...email, digest: digestOf(email) };
}

/** Families load on first use: a process that only sends loads neither React nor MJML. */
async function runTemplate(
  template: Template,
  input: TemplateInput,
  onMissing?: (path: string) => void,
): Promise<string> {
  if (template.family === "react") {
    const { renderReact } = await import("#src/render/react/react-family.ts");
    return renderReact(template, input, onMissing);
  }
  const { renderMjml } = await import("#src/render/mjml/mjml-family.ts");
  return renderMjml(template, input);
}

function digestOf(email: Omit<Email, "digest">): string {
  const { replyTo, ...rest } = email;
  const json = canonicalize({ ...rest, reply_to: replyTo }) ?? "";
  return createHash("sha256").update(json).digest("hex");
}
