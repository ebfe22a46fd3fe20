import { type MailCheck, isOk, isWrong } from "./mail-check.ts";
import type { ReceivedMail } from "./read-mail.ts";

/** Checks the form of the headers of RFC 8058, and that the body has the same link, which Gmail asks for as well. Nothing is pressed. */
export function checkOneClick({ header, html, text }: ReceivedMail): MailCheck[] {
  const uris = [...(header("List-Unsubscribe")[0] ?? "").matchAll(/<([^<>]*)>/g)].map(
    (match) => match[1] ?? "",
  );
  const https = uris.filter((uri) => /^https:\/\/[^\s/]+\/\S/i.test(uri) && URL.canParse(uri));
  const fault = faultOf(header, uris, https);
  const oneClick =
    fault === null
      ? isOk("one-click", `one POST to ${new URL(https[0] ?? "").host} unsubscribes`)
      : isWrong(
          "one-click",
          fault,
          "Send an issue with Letterpress, which writes both headers; if this is one, Resend changed them.",
        );
  const link = https[0];
  // The link in the body is for the same reader, so it is the same address.
  const inHtml = link !== undefined && html.replaceAll("&amp;", "&").includes(link);
  const inText = link !== undefined && text.includes(link);
  if (link === undefined) return [oneClick];
  if (inHtml && inText) return [oneClick, isOk("unsubscribe link", "in the HTML and in the plain text")];
  const where = inHtml ? "plain text" : inText ? "HTML" : "HTML and the plain text";
  return [
    oneClick,
    isWrong(
      "unsubscribe link",
      `the ${where} does not hold the address of List-Unsubscribe`,
      "Switch click tracking off at https://resend.com/domains, which puts another address in its place, or add <FooterLinks {...input} /> to the template.",
    ),
  ];
}

function faultOf(
  header: ReceivedMail["header"],
  uris: readonly string[],
  https: readonly string[],
): string | null {
  const [lists, posts] = [header("List-Unsubscribe"), header("List-Unsubscribe-Post")];
  if (lists.length !== 1)
    return `the mail has ${lists.length === 0 ? "no" : lists.length} List-Unsubscribe header${lists.length === 1 ? "" : "s"}`;
  if (https.length === 0)
    return `List-Unsubscribe holds no https address: ${uris.join(", ") || (lists[0] ?? "")}`;
  if (https.length > 1) return "List-Unsubscribe holds several https addresses, and RFC 8058 wants one";
  if (posts.length !== 1)
    return `the mail has ${posts.length === 0 ? "no" : posts.length} List-Unsubscribe-Post header${posts.length === 1 ? "" : "s"}`;
  if (posts[0] !== "List-Unsubscribe=One-Click")
    return `List-Unsubscribe-Post says ${posts[0]}, and not List-Unsubscribe=One-Click`;
  return null;
}
