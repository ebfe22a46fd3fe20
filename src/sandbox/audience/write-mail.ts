import { randomUUID } from "node:crypto";
import type { Switches } from "#src/sandbox/faults/switches.ts";
import { deriveText } from "#src/sandbox/inbox/derive-text.ts";
import type { InboxStore, Stored } from "#src/sandbox/inbox/inbox.ts";
import type { Timeline } from "#src/sandbox/mail/timeline.ts";
import type { Broadcast } from "./broadcast.ts";
import type { Contact } from "./contacts.ts";
import type { Audience } from "./create-audience.ts";
import { fillMergeTags } from "./fill-merge-tags.ts";

/**
 * Writes a broadcast's mail to one contact into the inbox. The inbox keeps the text once, and each contact's values as
 * they were at sending: fifty thousand filled copies of a long issue would take gigabytes.
 */
export function createWriteMail({
  timeline,
  switches,
  inbox,
  audience,
  site,
}: {
  timeline: Timeline;
  switches: Switches;
  inbox: InboxStore;
  audience: Audience;
  site: { readonly url: string };
}) {
  return (broadcast: Broadcast) => {
    const { id, from, replyTo, subject, html, text, previewText, topicId, apiKeyId } = broadcast;
    const fallbacks = new Map(
      [...audience.properties.values()].map(({ key, fallbackValue }) => [key, fallbackValue] as const),
    );
    const bodies = {
      html: html === null ? null : withPreview(html, previewText),
      text: text ?? deriveText(html ?? ""),
    };
    const block = inbox.keepBody(Buffer.from(JSON.stringify(bodies)));
    const links = linksIn(html ?? "");

    return (contact: Contact): Stored => {
      const unsubscribe = `${site.url}/unsubscribe/${tokenOf(id, contact.id)}`;
      const fill = (words: string) =>
        fillMergeTags(
          words,
          (name) => valueOf(name, contact, unsubscribe),
          (name) => fallbacks.get(propertyIn(name)) ?? null,
        );
      return inbox.add(
        {
          from,
          to: [contact.email],
          cc: [],
          bcc: [],
          replyTo,
          subject: switches.broadcast_subject_tags === "filled" ? fill(subject) : subject,
          headers: switches.broadcast_list_unsubscribe
            ? {
                "List-Unsubscribe": `<${unsubscribe}>`,
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
              }
            : {},
          tags: {},
          topicId,
          scheduledAt: null,
        },
        {
          id: randomUUID(),
          createdAt: timeline.now(),
          apiKeyId: apiKeyId ?? "",
          block,
          index: null,
          broadcast: { id, contactId: contact.id, fill, links },
        },
      );
    };
  };
}

/** Names the broadcast and the contact of an unsubscribe link. */
const tokenOf = (broadcastId: string, contactId: string) =>
  Buffer.from(`${broadcastId}.${contactId}`).toString("base64url");

/** The ids in an unsubscribe link's token. */
export function readToken(token: string): { readonly broadcastId: string; readonly contactId: string } {
  const [broadcastId = "", contactId = ""] = Buffer.from(token, "base64url").toString().split(".");
  return { broadcastId, contactId };
}

/** Returns a merge tag's value: for today's names, and for the older names that Resend still fills. */
function valueOf(name: string, contact: Contact, unsubscribe: string): string | number | null {
  switch (name) {
    case "contact.first_name":
    case "FIRST_NAME":
      return contact.firstName;
    case "contact.last_name":
    case "LAST_NAME":
      return contact.lastName;
    case "contact.email":
    case "EMAIL":
      return contact.email;
    case "RESEND_UNSUBSCRIBE_URL":
      return unsubscribe;
    default:
      return contact.properties[propertyIn(name)] ?? null;
  }
}

/** Finds `plan` in `contact.plan`. No property is called "". */
const propertyIn = (name: string) => /^contact\.(\w+)$/.exec(name)?.[1] ?? "";

function withPreview(html: string, preview: string | null): string {
  if (preview === null || preview === "") return html;
  const escaped = preview.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const hidden = `<div style="display:none;max-height:0;overflow:hidden">${escaped}</div>`;
  return /<body[^>]*>/i.test(html) ? html.replace(/<body[^>]*>/i, (tag) => tag + hidden) : hidden + html;
}

/** Finds the links that a reader can click, except those that differ from reader to reader. */
function linksIn(html: string): readonly string[] {
  const links = [...html.matchAll(/href="(https?:\/\/[^"{]+)"/gi)].map(([, link = ""]) =>
    link.replaceAll("&amp;", "&"),
  );
  return [...new Set(links)];
}
