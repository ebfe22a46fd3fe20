import type { Email } from "#src/model/email.ts";
import { joinParts } from "#src/model/parts/read-parts.ts";
import { hiddenPreviews, previewWords } from "#src/render/hidden-previews.ts";
import { attributeOf, elementsOf, readTree } from "#src/render/html-tree.ts";
import { type WordChange, compareWords } from "./compare-words.ts";

/** How one email differs from an earlier one, as far as a reader can tell. */
export interface EmailChanges {
  /** Fields around the text that differ, by their names. */
  readonly fields: readonly { readonly name: FieldName; readonly before: string; readonly after: string }[];
  /** Changes of the plain text, which has all the words of the email. */
  readonly words: readonly WordChange[];
  readonly links: AddedAndRemoved;
  readonly pictures: AddedAndRemoved;
  /** True if nothing above differs: only the HTML does, by its template or its styles. */
  readonly onlyLook: boolean;
}

type FieldName = "subject" | "preview" | "from" | "reply to" | "list";

interface AddedAndRemoved {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Compares two emails. In the place of a merge tag, it compares the tag as it was typed. */
export async function compareEmails(before: Email, after: Email): Promise<EmailChanges> {
  const [then, now] = [sightsOf(before), sightsOf(after)];
  const fields = NAMES.flatMap((name) =>
    then.fields[name] === now.fields[name]
      ? []
      : [{ name, before: then.fields[name], after: now.fields[name] }],
  );
  const words = await compareWords(textOf(before), textOf(after));
  const links = difference(then.links, now.links);
  const pictures = difference(then.pictures, now.pictures);
  const sides = [links, pictures].flatMap(({ added, removed }) => [...added, ...removed]);
  return { fields, words, links, pictures, onlyLook: fields.length + words.length + sides.length === 0 };
}

const NAMES: readonly FieldName[] = ["subject", "preview", "from", "reply to", "list"];

function sightsOf(email: Email) {
  const { body } = readTree(filled(email.html, email));
  const elements = [...elementsOf(body)];
  const values = (tag: string, attribute: string) =>
    new Set(
      elements.flatMap((element) => (element.tagName === tag ? (attributeOf(element, attribute) ?? []) : [])),
    );
  const fields: Readonly<Record<FieldName, string>> = {
    subject: filled(email.subject, email),
    preview: hiddenPreviews(body).map(previewWords).join(" "),
    from: email.from,
    "reply to": email.replyTo ?? "",
    list: email.list,
  };
  // The subject and text that a mailto: link puts into a mail come from the title, which is compared by itself.
  const links = new Set(
    Array.from(values("a", "href"), (href) => href.replace(/^(mailto:[^?]*)\?.*$/, "$1")),
  );
  return { fields, links, pictures: values("img", "src") };
}

/**
 * The words of the email. Links are left out, because they are compared by themselves, and so are lines
 * under titles, which are as long as the title.
 */
function textOf(email: Email): string {
  return filled(email.text, email)
    .replace(/\s*\(https?:\/\/[^\s)]*\)|https?:\/\/\S+/g, "")
    .replace(/^[=_*~-]{3,}$/gm, "");
}

function filled(parts: Email["html"], { tags }: Email): string {
  return joinParts(parts, ({ tag }) => tags[tag]?.source ?? "");
}

function difference(before: ReadonlySet<string>, after: ReadonlySet<string>): AddedAndRemoved {
  return { added: [...after.difference(before)], removed: [...before.difference(after)] };
}
